//! Environment variables: what is read and not declared, declared and not read, and names that do not meet.

use super::rules::*;
use super::{ALL, PRODUCT, REAL, Review, Severity, counted, listed};
use crate::audit::{Declaration, Place, Status, Variable};
use crate::catalog;
use crate::facts::What;
use crate::order::Arrange;
use crate::path;
use std::collections::{BTreeMap, BTreeSet};

/// Variables that the machine, the shell, the platform or a pipeline sets, so that nobody declares them. Sorted; a trailing
/// `*` stands for all that begin so.
const GIVEN: &[&str] = &[
    "APPDATA",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_*",
    "BROWSER",
    "BUILDKITE*",
    "BUNDLE_*",
    "CF_PAGES*",
    "CI",
    "CIRCLE*",
    "COLORTERM",
    "COLUMNS",
    "COMPUTERNAME",
    "COMSPEC",
    "CONTENT_LENGTH",
    "CONTENT_TYPE",
    "CONTEXT",
    "COREPACK_*",
    "DBUS_*",
    "DEBUG",
    "DEPLOY_PRIME_URL",
    "DEPLOY_URL",
    "DISPLAY",
    "DYNO",
    "EDITOR",
    "ELECTRON_*",
    "FLY_*",
    "FORCE_COLOR",
    "FUNCTIONS_*",
    "GAE_*",
    "GITHUB_*",
    "GITLAB_CI",
    "GIT_*",
    "GOOGLE_CLOUD_PROJECT",
    "GOPATH",
    "HEROKU_*",
    "HOME",
    "HOMEDRIVE",
    "HOMEPATH",
    "HOST",
    "HOSTNAME",
    "HTTPS_PROXY",
    "HTTP_*",
    "INIT_CWD",
    "JAVA_HOME",
    "JEST_WORKER_ID",
    "KUBERNETES_*",
    "K_*",
    "LANG",
    "LC_*",
    "LINES",
    "LOCALAPPDATA",
    "LOGNAME",
    "NETLIFY*",
    "NEXT_PHASE",
    "NEXT_RUNTIME",
    "NODE_ENV",
    "NODE_OPTIONS",
    "NODE_PATH",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "NO_COLOR",
    "NO_PROXY",
    "OLDPWD",
    "OS",
    "PAGER",
    "PATH",
    "PATH_INFO",
    "PHP_*",
    "PLAYWRIGHT_*",
    "PORT",
    "PREFIX",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PS1",
    "PUBLIC_URL",
    "PWD",
    "PYTEST_*",
    "PYTHONPATH",
    "QUERY_STRING",
    "RACK_ENV",
    "RAILS_*",
    "RAILWAY_*",
    "REMOTE_ADDR",
    "RENDER*",
    "REQUEST_METHOD",
    "REQUEST_URI",
    "SERVER_NAME",
    "SERVER_PORT",
    "SHELL",
    "SHLVL",
    "SSH_*",
    "STORYBOOK*",
    "SYSTEMROOT",
    "TEMP",
    "TERM*",
    "TMP",
    "TMPDIR",
    "TMUX",
    "TRAVIS*",
    "TZ",
    "USER",
    "USERNAME",
    "USERPROFILE",
    "VERCEL*",
    "VIRTUAL_ENV",
    "VISUAL",
    "VITEST*",
    "VSCODE_*",
    "WEBSITE_*",
    "WINDIR",
    "WSL_*",
    "XDG_*",
    "npm_*",
];

/// Variables that a tool, a framework or a client takes by itself, so that no code reads them. As in [`GIVEN`].
const TAKEN: &[&str] = &[
    "ADMIN_*",
    "ANALYZE",
    "APP_*",
    "ASPNETCORE_*",
    "AUTH_*",
    "AWS_*",
    "BETTER_AUTH_*",
    "BROWSER",
    "BUNDLE_*",
    "BUN_*",
    "CELERY_*",
    "CHOKIDAR_*",
    "CLOUDFLARE_*",
    "COMPOSE_*",
    "CYPRESS_*",
    "DATABASE_*",
    "DB_*",
    "DJANGO_*",
    "DOCKER_*",
    "ELASTIC_*",
    "ESLINT_*",
    "EXPO_TOKEN",
    "FASTAPI_*",
    "FAST_REFRESH",
    "FLASK_*",
    "GENERATE_SOURCEMAP",
    "GF_*",
    "GOOGLE_APPLICATION_*",
    "GRAFANA_*",
    "GUNICORN_*",
    "HF_*",
    "HUGGING*",
    "IMAGE_*",
    "JAVA_*",
    "KEYCLOAK_*",
    "LANGCHAIN_*",
    "LANGFUSE_*",
    "LANGSMITH_*",
    "LETSENCRYPT_*",
    "LITELLM_*",
    "MAILGUN_*",
    "MINIO_*",
    "MONGO_INITDB_*",
    "MYSQL_*",
    "N8N_*",
    "NEXTAUTH_*",
    "NEXT_PRIVATE_*",
    "NEXT_TELEMETRY_DISABLED",
    "NGINX_*",
    "NODE_*",
    "NPM_*",
    "NUXT_*",
    "OLLAMA_*",
    "OTEL_*",
    "PG*",
    "PGADMIN_*",
    "POSTGRES_*",
    "PRISMA_*",
    "PYTHON*",
    "RABBITMQ_*",
    "RAILS_*",
    "REDIS_*",
    "SENTRY_*",
    "SERVER_*",
    "SHARP_*",
    "SKIP_PREFLIGHT_CHECK",
    "SPRING_*",
    "SUPABASE_*",
    "TRAEFIK_*",
    "TURBO_*",
    "UVICORN_*",
    "VERCEL_*",
    "VIRTUAL_HOST",
    "WATCHPACK_*",
    "WDS_*",
    "WEBPACK_*",
];

fn matches(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.strip_suffix('*').map_or(name == *known, |start| name.starts_with(start)))
}

/// Whether a name is that of one variable, written as people write them, and not a pattern of several.
fn is_plain(name: &str) -> bool {
    name.len() > 2
        && !name.ends_with('_')
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

pub(super) fn find(review: &mut Review<'_>) {
    let audit = review.audit;
    let (anywhere, clearly) = (anywhere(review), clearly(review));
    let declared = audit.env.iter().any(|variable| variable.declared.iter().any(tells));
    let mut undeclared: Vec<&Variable> = audit
        .env
        .iter()
        .filter(|v| v.declared.is_empty() && !v.read.is_empty() && is_plain(&v.name) && !matches(GIVEN, &v.name))
        .filter(|v| v.read.iter().any(|place| is_asked_for(&place.path)) && clearly.contains(v.name.as_str()))
        .collect();
    let mut unread: Vec<&Variable> = audit
        .env
        .iter()
        .filter(|v| {
            v.read.is_empty() && is_plain(&v.name) && v.name.contains('_') && !anywhere.contains(v.name.as_str())
        })
        .filter(|v| !v.declared.is_empty() && v.declared.iter().all(|d| is_env_file(&d.path)))
        .filter(|v| !is_spelled(review, &v.name))
        .collect();
    misspelled(review, &mut undeclared, &mut unread);
    two_names(review);
    if !declared {
        no_example(review, &undeclared);
        return;
    }
    nowhere(review, &undeclared);
    stale(review, &unread);
    incomplete(review, &undeclared);
}

/// Endings of code that a server or a page is made of. Sorted.
const CODE: &[&str] = &[
    "astro", "cjs", "cs", "ex", "exs", "go", "java", "js", "jsx", "kt", "mjs", "php", "py", "rb", "rs", "scala",
    "svelte", "ts", "tsx", "vue",
];

/// Most variables of one file that have a finding each.
const OF_A_FILE: usize = 5;

/// Most variables of a code base that have a finding each.
const OF_A_CODE_BASE: usize = 25;

/// One finding for each variable, or for the file where a file reads many.
fn nowhere(review: &mut Review<'_>, undeclared: &[&Variable]) {
    let mut by_file: BTreeMap<&str, Vec<(u32, &Variable)>> = BTreeMap::new();
    for variable in undeclared.iter().filter(|v| v.required != Some(false)) {
        if let Some(place) = variable.read.iter().find(|place| is_asked_for(&place.path)) {
            by_file.entry(&place.path).or_default().push((place.line, variable));
        }
    }
    let most = if by_file.values().map(Vec::len).sum::<usize>() > OF_A_CODE_BASE { 1 } else { OF_A_FILE };
    for (path, mut found) in by_file {
        found.arrange_by_key(|(line, variable)| (*line, variable.name.as_str()));
        if found.len() > most {
            let names: Vec<&str> = found.iter().map(|(_, variable)| variable.name.as_str()).collect();
            let line = found.first().map_or(1, |(line, _)| *line);
            let severity = severity_of(found.iter().any(|(_, variable)| variable.required == Some(true)));
            let message = format!(
                "`{path}` reads {}, and no env example, compose file or workflow names them: {}. Add them to the env example.",
                counted(names.len(), "variable"),
                listed(&names),
            );
            review.raise_as(&UNDECLARED, severity, Place { path: path.to_owned(), line }, "", message);
            continue;
        }
        for (line, variable) in found {
            let severity = severity_of(variable.required == Some(true));
            let others = super::elsewhere(variable.read.len()).replace("It also stands", "It is also read");
            let message = format!(
                "`{}` is read here, and no env example, compose file or workflow names it: add it to the env example.{others}",
                variable.name,
            );
            let place = Place { path: path.to_owned(), line };
            review.raise_as(&UNDECLARED, severity, place, &variable.service, message);
        }
    }
}

/// The code stops without a variable that it needs.
fn severity_of(required: bool) -> Severity {
    if required { Severity::Warning } else { Severity::Note }
}

/// Whether code at this path asks whoever runs the product for its variables: a script is given them by hand, an app by its
/// build.
fn is_asked_for(path: &str) -> bool {
    PRODUCT.contains(&path::role(path)) && !path::is_by_hand(path) && CODE.binary_search(&path::extension(path)).is_ok()
}

/// Whether a file at this path holds the variables of the code base itself, or shows them: `.env`, `.env.example`; not
/// `mysql.env`, which is a container's.
fn is_env_file(path: &str) -> bool {
    let name = path::name(path);
    let own = name.starts_with(".env") || name.starts_with("env") || crate::read::risks::is_env_example(path);
    own && path::is_dotenv(path) && !path.contains(".devcontainer/")
}

/// Whether any file that is no env file and no document spells the name, in whatever syntax.
fn is_spelled(review: &Review<'_>, name: &str) -> bool {
    let hash = super::names::hash(name.as_bytes());
    review.files.iter().any(|file| file.names.binary_search(&hash).is_ok())
}

/// Whether a declaration tells a person which variables there are.
fn tells(declaration: &Declaration) -> bool {
    !declaration.path.contains(".github/")
}

/// The names of variables of which one read at least names the environment or the settings on its own line: a word in capitals
/// in a list may be anything.
fn clearly<'a>(review: &Review<'a>) -> BTreeSet<&'a str> {
    review
        .facts(REAL)
        .filter_map(|seen| match &seen.fact.what {
            What::EnvRead { name, .. } => {
                let line = seen.fact.excerpt.to_ascii_lowercase();
                ["env", "config", "settings"].iter().any(|word| line.contains(word)).then_some(name.as_str())
            }
            _ => None,
        })
        .collect()
}

/// The names of variables that any code reads, tests and examples as well, and those that any file but an env file names.
fn anywhere<'a>(review: &Review<'a>) -> BTreeSet<&'a str> {
    review
        .facts(ALL)
        .filter_map(|seen| match &seen.fact.what {
            What::EnvRead { name, .. } => Some(name.as_str()),
            What::EnvDeclared { name, .. } if !path::is_dotenv(&seen.file.path) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// One finding for each env file.
fn stale(review: &mut Review<'_>, unread: &[&Variable]) {
    let audit = review.audit;
    let mut by_file: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
    for variable in unread {
        // Clients look for their own variables.
        let owned = catalog::env(&variable.name).is_some();
        let client = audit
            .services
            .iter()
            .any(|s| s.id == variable.service && s.status == Status::Used && !s.clients.is_empty());
        if matches(TAKEN, &variable.name) || matches(GIVEN, &variable.name) || owned && client {
            continue;
        }
        if let Some(first) = variable.declared.first() {
            by_file.entry(&first.path).or_default().push((first.line, &variable.name));
        }
    }
    for (path, mut found) in by_file {
        found.arrange();
        let Some((line, _)) = found.first().copied() else { continue };
        let names: Vec<&str> = found.iter().map(|(_, name)| *name).collect();
        let message = format!(
            "`{path}` declares {} that nothing reads: {}. Take {} out, or find out what should read {}.",
            counted(names.len(), "variable"),
            listed(&names),
            if names.len() == 1 { "it" } else { "them" },
            if names.len() == 1 { "it" } else { "them" },
        );
        review.raise(&UNREAD, Place { path: path.to_owned(), line }, message);
    }
}

/// Takes out of both lists the names that are meant to be one, and raises those.
fn misspelled<'a>(review: &mut Review<'_>, undeclared: &mut Vec<&'a Variable>, unread: &mut Vec<&'a Variable>) {
    let mut pairs: Vec<(&Variable, &Variable)> = Vec::new();
    for read in undeclared.iter().take(COMPARED) {
        let near = unread.iter().take(COMPARED).filter(|declared| is_near(&read.name, &declared.name));
        let near = near.min_by_key(|declared| (distance(&read.name, &declared.name), declared.name.as_str()));
        if let Some(declared) = near.filter(|declared| !pairs.iter().any(|(_, taken)| taken.name == declared.name)) {
            pairs.push((read, declared));
        }
    }
    for (read, declared) in &pairs {
        let (Some(place), Some(declaration)) = (read.read.first(), declared.declared.first()) else { continue };
        let message = format!(
            "The code reads `{}`, and `{}` declares `{}`: one of the two names is wrong.",
            read.name, declaration.path, declared.name,
        );
        review.raise_of(&MISSPELLED, place.clone(), &read.service, message);
    }
    undeclared.retain(|v| !pairs.iter().any(|(read, _)| read.name == v.name));
    unread.retain(|v| !pairs.iter().any(|(_, declared)| declared.name == v.name));
}

/// Most names that are compared with each other.
const COMPARED: usize = 300;

/// Whether two names are so near that one is likely meant to be the other: a letter or two apart in a long name, the same
/// words in another order, or a word more of four.
fn is_near(a: &str, b: &str) -> bool {
    let (mut left, mut right): (Vec<&str>, Vec<&str>) = (a.split('_').collect(), b.split('_').collect());
    left.arrange();
    right.arrange();
    if left == right {
        return true;
    }
    // `AUTH_SECRET` and `AUTH_SECRET_2`, `CLIENT_ID` and `CLIENT_IP` are two things.
    let numbered = |name: &str| name.bytes().any(|b| b.is_ascii_digit());
    if numbered(a) != numbered(b) {
        return false;
    }
    let differing: Vec<(&&str, &&str)> = {
        let common: Vec<&&str> = left.iter().filter(|word| right.contains(word)).collect();
        let rest_left: Vec<&&str> = left.iter().filter(|word| !common.contains(word)).collect();
        let rest_right: Vec<&&str> = right.iter().filter(|word| !common.contains(word)).collect();
        if rest_left.len() != 1 || rest_right.len() != 1 || common.is_empty() {
            return false;
        }
        rest_left.into_iter().zip(rest_right).collect()
    };
    differing.iter().all(|(x, y)| x.len() >= 5 && y.len() >= 5 && distance(x, y) <= 1) || synonyms(a) == synonyms(b)
}

/// How many letters have to be changed, added or left out to make one of the other. At most [`NAME`] letters are looked at.
fn distance(a: &str, b: &str) -> usize {
    const NAME: usize = 64;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (a, b) = (&a[..a.len().min(NAME)], &b[..b.len().min(NAME)]);
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let best = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Words that people write in more than one way, by which they write them here. Sorted.
const SYNONYMS: &[(&str, &str)] = &[
    ("APIKEY", "API_KEY"),
    ("DB", "DATABASE"),
    ("HOSTNAME", "HOST"),
    ("MONGO", "MONGODB"),
    ("PASS", "PASSWORD"),
    ("PASSWD", "PASSWORD"),
    ("POSTGRESQL", "POSTGRES"),
    ("PWD", "PASSWORD"),
    ("URI", "URL"),
    ("USERNAME", "USER"),
];

fn synonyms(name: &str) -> String {
    let word = |word: &str| match SYNONYMS.binary_search_by_key(&word, |row| row.0) {
        Ok(at) => SYNONYMS.get(at).map_or("", |row| row.1).to_owned(),
        Err(_) => word.to_owned(),
    };
    name.split('_').map(word).collect::<Vec<_>>().join("_")
}

fn two_names(review: &mut Review<'_>) {
    let audit = review.audit;
    let mut by_meaning: BTreeMap<String, Vec<&Variable>> = BTreeMap::new();
    for variable in audit.env.iter().filter(|v| !v.read.is_empty() && is_plain(&v.name)) {
        by_meaning.entry(synonyms(&variable.name)).or_default().push(variable);
    }
    for variables in by_meaning.values().filter(|variables| variables.len() > 1) {
        // Where one place reads both, one stands in for the other on purpose.
        let together = variables.iter().enumerate().any(|(at, a)| {
            variables.iter().skip(at + 1).any(|b| {
                a.read
                    .iter()
                    .take(COMPARED)
                    .any(|x| b.read.iter().take(COMPARED).any(|y| x.path == y.path && x.line.abs_diff(y.line) <= 3))
            })
        });
        let Some(place) = variables.first().and_then(|v| v.read.first()).filter(|_| !together) else { continue };
        let names: Vec<&str> = variables.iter().map(|v| v.name.as_str()).collect();
        let message = format!("{} seem to be one variable by several names: read one of them.", listed(&names));
        let service = variables.first().map_or("", |v| v.service.as_str());
        review.raise_of(&TWO_NAMES, place.clone(), service, message);
    }
}

fn no_example(review: &mut Review<'_>, undeclared: &[&Variable]) {
    let needed: Vec<&&Variable> = undeclared.iter().filter(|v| v.required != Some(false)).collect();
    let Some(place) = needed.first().and_then(|v| v.read.first()).filter(|_| needed.len() >= 3) else { return };
    let names: Vec<&str> = needed.iter().map(|v| v.name.as_str()).collect();
    let message = format!(
        "The code reads {} ({}), and no file says which there are: add an `.env.example` with their names.",
        counted(names.len(), "variable"),
        listed(&names),
    );
    review.raise(&NO_EXAMPLE, place.clone(), message);
}

/// One finding for each env example: what the code below its folder reads, and it does not name.
fn incomplete(review: &mut Review<'_>, undeclared: &[&Variable]) {
    let audit = review.audit;
    // Of several in a folder the one that names most of what is read: others are for a part.
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for declaration in audit.env.iter().filter(|v| !v.read.is_empty()).flat_map(|v| &v.declared) {
        let path = declaration.path.as_str();
        if crate::read::risks::is_env_example(path) && path::is_dotenv(path) && REAL.contains(&path::role(path)) {
            *named.entry(path).or_default() += 1;
        }
    }
    let mut examples: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, count) in &named {
        let best = examples.entry(path::folder(path)).or_insert(path);
        if named.get(best).is_none_or(|known| known < count) {
            *best = path;
        }
    }
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for variable in &audit.env {
        let handed = |d: &Declaration| tells(d) && !path::is_dotenv(&d.path);
        let elsewhere =
            variable.declared.iter().any(handed) && !variable.declared.iter().any(|d| path::is_dotenv(&d.path));
        let optional = variable.required == Some(false) && undeclared.iter().any(|v| v.name == variable.name);
        if !(elsewhere || optional) || !is_plain(&variable.name) || matches(GIVEN, &variable.name) {
            continue;
        }
        let Some(place) = variable.read.iter().find(|place| is_asked_for(&place.path)) else { continue };
        let folder = path::folder(&place.path);
        let above = |folder: &str, above: &str| {
            above.is_empty() || folder == above || folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
        };
        if let Some((_, example)) =
            examples.iter().filter(|(known, _)| above(folder, known)).max_by_key(|(known, _)| known.len())
        {
            missing.entry(example).or_default().push(&variable.name);
        }
    }
    for (example, names) in missing {
        let message = format!(
            "`{example}` does not name {} that the code reads: {}. Add {}.",
            counted(names.len(), "variable"),
            listed(&names),
            if names.len() == 1 { "it" } else { "them" },
        );
        review.raise(&EXAMPLE_INCOMPLETE, Place { path: example.to_owned(), line: 1 }, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_meant_to_be_one() {
        assert!(SYNONYMS.is_sorted() && CODE.is_sorted());
        for (a, b) in [
            ("STRIPE_WEBHOK_SECRET", "STRIPE_WEBHOOK_SECRET"),
            ("SECRET_STRIPE_KEY", "STRIPE_SECRET_KEY"),
            ("MONGO_URI", "MONGODB_URI"),
            ("DATABASE_PASS", "DATABASE_PASSWORD"),
        ] {
            assert!(is_near(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("CLIENT_ID", "CLIENT_IP"),
            ("AUTH_SECRET", "AUTH_SECRET_2"),
            ("SMTP_HOST", "SMTP_PORT"),
            ("STRIPE_SECRET_KEY", "STRIPE_PUBLIC_KEY"),
            ("A", ""),
        ] {
            assert!(!is_near(a, b), "{a} {b}");
        }
        assert_eq!((distance("", "abc"), distance("kitten", "sitting"), distance("é", "é")), (3, 3, 0));
    }

    #[test]
    fn variables_of_the_machine() {
        assert!(GIVEN.is_sorted() && TAKEN.is_sorted());
        assert!(matches(GIVEN, "HOME") && matches(GIVEN, "GITHUB_SHA") && !matches(GIVEN, "HOMEPAGE_URL"));
    }
}
