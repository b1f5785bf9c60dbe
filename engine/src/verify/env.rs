//! Variables: read, only declared, or known by another name.

use super::check::{Answer, Check, Said};
use super::defaults;
use crate::assemble::{Fit, Where};
use crate::audit::{ClaimKind, Place, Status, Variable};
use crate::catalog;
use crate::path;

/// Words that build tools and stages put in front of a variable's name, sorted.
const DRESS: &[&str] = &["APP", "EXPO", "GATSBY", "NEXT", "NUXT", "PLASMO", "PUBLIC", "REACT", "VITE", "VUE"];

/// Names that stand for any name. Sorted.
const PLACEHOLDERS: &[&str] = &["ENV_VAR", "ENV_VAR_NAME", "MY_VAR", "SOME_VAR", "VARIABLE_NAME", "VAR_NAME"];

/// Words that mean the same at the end of a name.
const SAME: &[(&str, &str)] = &[
    ("ADDR", "ADDRESS"),
    ("DB", "DATABASE"),
    ("DIR", "DIRECTORY"),
    ("EXPIRES", "EXPIRE"),
    ("ORIGINS", "ORIGIN"),
    ("PASS", "PASSWORD"),
    ("PWD", "PASSWORD"),
    ("URI", "URL"),
    ("USER", "USERNAME"),
];

/// Variables that runtimes, tools and SDKs read by themselves, so that no code has to: how they begin or, without `*`, are.
/// From the documentation of each. Sorted.
const READ_BY_OTHERS: &[&str] = &[
    "AUTH_SECRET",
    "AWS_ACCESS_KEY_ID",
    "AWS_CONFIG_FILE",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL*",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_ROLE_ARN",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_TENANT_ID",
    "BETTER_AUTH_*",
    "CI",
    "CLERK_*",
    "CLOUDFLARE_*",
    "CLOUDINARY_URL",
    "DATABASE_URL",
    "DD_*",
    "DJANGO_SETTINGS_MODULE",
    "DO_NOT_TRACK",
    "FLASK_*",
    "GITHUB_TOKEN",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "HOST",
    "HOSTNAME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANGCHAIN_*",
    "LANGFUSE_*",
    "LANGSMITH_*",
    "MONGO_INITDB_*",
    "MYSQL_*",
    "NEXTAUTH_SECRET",
    "NEXTAUTH_URL",
    "NEXT_PUBLIC_CLERK_*",
    "NEXT_TELEMETRY_DISABLED",
    "NODE_ENV",
    "NODE_OPTIONS",
    "NPM_TOKEN",
    "NUXT_*",
    "OTEL_*",
    "PATH",
    "PG*",
    "PORT",
    "POSTGRES_*",
    "PYTHON*",
    "RAILS_*",
    "RAILWAY_*",
    "SENTRY_*",
    "TURBO_*",
    "TZ",
    "VERCEL_*",
];

/// Prefixes by which build tools take a variable into what the browser gets.
pub const DRESSES: &[&str] =
    &["EXPO_PUBLIC_", "GATSBY_", "NEXT_PUBLIC_", "PLASMO_PUBLIC_", "REACT_APP_", "VITE_", "VUE_APP_"];

fn read_by_others(name: &str) -> bool {
    READ_BY_OTHERS.iter().any(|known| known.strip_suffix('*').map_or(*known == name, |start| name.starts_with(start)))
}

/// Checks that a variable is read or declared.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let name = said.claim.subject.trim();
    if PLACEHOLDERS.contains(&name) {
        return Answer::not_checked("");
    }
    if let Some(start) = name.strip_suffix('*') {
        return pattern(check, start);
    }
    let known = check.env.get(name).copied();
    if let Some(read) = known.and_then(|variable| variable.read.first()) {
        if is_required(said)
            && known.is_some_and(|variable| variable.required == Some(false))
            && defaults::given(check, name)
        {
            return Answer::contradicted("the code has a default for it", Some(read.clone()));
        }
        return Answer::confirmed(Some(read.clone())).remark(remark(said, known));
    }
    // A document that says itself that nothing reads it.
    if (said.claim.value == Status::Declared.word() || said.clause.says(&["placeholder", "placeholders"]))
        && let Some(declared) = known.and_then(|variable| variable.declared.first())
    {
        return Answer::confirmed(Some(Place { path: declared.path.clone(), line: declared.line }));
    }
    let other = other_name(check, name);
    let declared = known.and_then(|variable| variable.declared.first());
    let seen = named(check, name, declared.is_some());
    // Another name that the code reads says more than where this one stands.
    if let Some((other, place, true)) = &other {
        return Answer::contradicted(format!("code reads {other}"), Some(place.clone()));
    }
    match (declared, seen) {
        (_, Some((Where::Code, place))) => {
            Answer::confirmed(Some(place)).remark("named here; how it is read is not recognised")
        }
        (Some(declared), Some((_, place))) => {
            Answer::confirmed(Some(place)).remark(format!("declared in {}, read only by tests or tools", declared.path))
        }
        (None, Some((_, place))) => Answer::confirmed(Some(place)).remark("read only by tests or tools"),
        (None, None) if check.read_aside.contains_key(name) => {
            Answer::confirmed(check.read_aside.get(name).cloned()).remark("read only by tests or tools")
        }
        (Some(_), None) => match unread(check, name, known) {
            // A vendor's SDK may look for the name that its vendor gives a key.
            answer if answer.verdict == super::Verdict::Contradicted && sdk_may_read(check, name) => {
                Answer { verdict: super::Verdict::NotFound, ..answer }
            }
            answer => answer,
        },
        (None, None) => match other {
            Some((other, place, _)) => Answer::not_found().remark(format!("code reads {other}")).at(Some(place)),
            None if name.ends_with('_') => pattern(check, name),
            None if read_by_others(name) || sdk_may_read(check, name) => {
                Answer::not_found().remark("no code names it; a tool or an SDK may read it")
            }
            None => Answer::not_found(),
        },
    }
}

/// Whether the words right behind a variable say that nothing runs without it.
fn is_required(said: Said<'_>) -> bool {
    let after = said.clause.after().to_ascii_lowercase();
    let mild = ["default", "if ", "not required", "only", "optional", "production", "required when", "when "];
    after.contains("(required") && !mild.iter().any(|word| after.contains(word))
}

/// What else is to be said of a variable that the code reads.
fn remark(said: Said<'_>, known: Option<&Variable>) -> &'static str {
    let required = known.and_then(|variable| variable.required);
    match said.claim.value.as_str() {
        "required" if required == Some(false) => "the code has a default for it",
        "optional" if required == Some(true) => "the code fails without it",
        _ if required == Some(false) && said.clause.after().to_ascii_lowercase().contains("required") => {
            "the code has a default for it"
        }
        _ => "",
    }
}

/// A variable that is declared, and that nothing in the code reads or names.
fn unread(check: &Check<'_>, name: &str, known: Option<&Variable>) -> Answer {
    let Some(variable) = known else { return Answer::not_found() };
    let dotenv = variable.declared.iter().find(|declared| path::is_dotenv(&declared.path));
    let first = variable.declared.first();
    let Some(declared) = dotenv.or(first) else { return Answer::not_found() };
    let place = Some(Place { path: declared.path.clone(), line: declared.line });
    // A build tool puts it into the code only where code names it.
    let built = DRESSES.iter().any(|start| name.starts_with(start));
    let truth = format!("declared in {}, never read", declared.path);
    if read_by_others(name) && !built {
        let owner = catalog::env(name).map(|entry| entry.id);
        let used = owner.is_none_or(|id| check.services.contains_key(id));
        return match used {
            true => Answer::confirmed(place).remark(format!("declared in {}; no code names it", declared.path)),
            false => Answer::contradicted(truth, place),
        };
    }
    let set_only =
        variable.declared.iter().any(|declared| !path::is_dotenv(&declared.path) && !is_script(&declared.path));
    if !built && (dotenv.is_none() || set_only && may_be_of_image(check, name)) {
        // What a compose file, a script or a workflow sets is for a program that reads it out of sight.
        let setter = variable.declared.iter().find(|declared| !path::is_dotenv(&declared.path)).unwrap_or(declared);
        let place = Some(Place { path: setter.path.clone(), line: setter.line });
        return Answer::confirmed(place).remark(format!("set in {}; no code reads it", setter.path));
    }
    Answer::contradicted(truth, place)
}

/// Whether a variable's owner has an SDK that the code uses and that may look for it by itself.
fn sdk_may_read(check: &Check<'_>, name: &str) -> bool {
    let owner = catalog::env(name).and_then(|entry| check.services.get(entry.id));
    owner.is_some_and(|service| service.status == Status::Used && !service.clients.is_empty())
}

/// Whether a variable that a compose file sets may be for a container that is not built from this code.
fn may_be_of_image(check: &Check<'_>, name: &str) -> bool {
    let word = name.split('_').next().unwrap_or("").to_ascii_lowercase();
    let owner = catalog::env(name).map(|entry| entry.id);
    word.len() < 3
        || check.images.keys().any(|image| {
            image.contains(word.as_str()) || owner.is_some() && catalog::image(image).map(|entry| entry.id) == owner
        })
}

fn is_script(path: &str) -> bool {
    matches!(path::extension(path), "bat" | "ps1" | "sh")
}

/// Where a name stands in the code other than where it is declared. A script that only writes it reads nothing.
fn named(check: &Check<'_>, name: &str, declared: bool) -> Option<(Where, Place)> {
    let seen = check.seen(name, Fit::Word)?;
    let elsewhere = seen.places.iter().find(|(sort, place)| {
        !matches!(sort, Where::Comment | Where::Manifest)
            && !check.declares.contains(&(place.path.as_str(), place.line))
            && !path::is_dotenv(&place.path)
            && !(declared && (is_script(&place.path) || matches!(path::extension(&place.path), "yml" | "yaml")))
    });
    elsewhere.map(|(sort, place)| (*sort, place.clone()))
}

/// Variables that begin so.
fn pattern(check: &Check<'_>, start: &str) -> Answer {
    if start.len() < 2 {
        return Answer::not_checked("");
    }
    let all =
        || check.env.range(start..).take_while(|(name, _)| name.starts_with(start)).map(|(_, variable)| *variable);
    if let Some(variable) = all().find(|variable| !variable.read.is_empty()) {
        return Answer::confirmed(variable.read.first().cloned()).remark(format!("code reads {}", variable.name));
    }
    match all().next() {
        Some(variable) => unread(check, &variable.name, Some(variable)),
        None => Answer::not_found(),
    }
}

/// A variable that the code reads and that must be meant, with whether that is sure.
fn other_name<'a>(check: &Check<'a>, name: &str) -> Option<(&'a str, Place, bool)> {
    let words: Vec<&str> = name.split('_').collect();
    let plain = undressed(&words);
    let mut near = None;
    for (other, variable) in &check.env {
        let Some(read) = variable.read.first() else { continue };
        let others: Vec<&str> = other.split('_').collect();
        if undressed(&others) == plain && plain.len() > 1 {
            // The one that people write beside this one is no other name of it.
            let sure = !check.claims(ClaimKind::Env, other);
            return Some((other, read.clone(), sure));
        }
        // What the document names itself, too, is less surely meant.
        let sure = !check.claims(ClaimKind::Env, other);
        if words.len() > 1 && same_words(&words, &others) {
            return Some((other, read.clone(), sure));
        }
        if sure && near.is_none() && kindred(&words, &others) {
            near = Some((*other, read.clone(), false));
        }
    }
    near
}

/// The words of a name without those that build tools put in front.
fn undressed<'n>(words: &[&'n str]) -> Vec<&'n str> {
    let skip = words.iter().position(|word| DRESS.binary_search(word).is_err()).unwrap_or(0);
    words.get(skip..).unwrap_or_default().to_vec()
}

/// Whether two names differ in one word, and that one means the same.
fn same_words(a: &[&str], b: &[&str]) -> bool {
    let differing: Vec<(&&str, &&str)> = a.iter().zip(b).filter(|(a, b)| a != b).collect();
    // One and many.
    let plural = |a: &str, b: &str| a.len() > 2 && b.strip_suffix('S') == Some(a);
    let same = |a: &str, b: &str| {
        plural(a, b) || plural(b, a) || SAME.iter().any(|(x, y)| (a, b) == (*x, *y) || (b, a) == (*x, *y))
    };
    a.len() == b.len() && matches!(differing.as_slice(), [(a, b)] if same(a, b))
}

/// Whether two names of some length differ in one word between the first and the last.
fn kindred(a: &[&str], b: &[&str]) -> bool {
    let inner = |words: &[&str]| words.len() > 2;
    a.first() == b.first()
        && a.last() == b.last()
        && inner(a)
        && inner(b)
        && a.len() == b.len()
        && a.iter().zip(b).filter(|(a, b)| a != b).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<&str> {
        name.split('_').collect()
    }

    #[test]
    fn tables_are_sorted() {
        assert!(DRESS.is_sorted() && READ_BY_OTHERS.is_sorted() && SAME.is_sorted());
    }

    #[test]
    fn names_that_mean_the_same() {
        assert_eq!(undressed(&words("VITE_PUBLIC_MAP_KEY")), undressed(&words("VITE_MAP_KEY")));
        assert_eq!(undressed(&words("NEXT_PUBLIC_API_URL")), words("API_URL"));
        assert!(same_words(&words("SMTP_PASS"), &words("SMTP_PASSWORD")));
        assert!(!same_words(&words("SMTP_USER"), &words("SMTP_PASSWORD")));
        assert!(same_words(&words("LAB_URL"), &words("LABS_URL")) && !same_words(&words("A_X"), &words("AS_X")));
        assert!(kindred(&words("AWS_BACKUP_BUCKET"), &words("AWS_S3_BUCKET")));
        assert!(read_by_others("AWS_REGION") && !read_by_others("MY_REGION"));
    }
}
