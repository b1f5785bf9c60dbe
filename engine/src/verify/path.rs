//! Files and folders that a document names.

use super::check::{Answer, Check, Said};
use super::paths::{Found, is_open, tidy};
use crate::archive;
use crate::assemble::Fit;
use crate::audit::{EvidenceKind, Place, Service, Status, Strength};
use crate::catalog;
use crate::facts::What;
use crate::path;

/// Folders of the system that code runs on, sorted.
const SYSTEM: &[&str] = &[
    "Applications",
    "Library",
    "Program Files",
    "ProgramData",
    "bin",
    "dev",
    "etc",
    "lib64",
    "opt",
    "private",
    "proc",
    "root",
    "run",
    "sbin",
    "snap",
    "srv",
    "sys",
    "tmp",
    "usr",
    "var",
];

/// Names of files that keep secrets and are kept out of the code base, in lower case; how they end, or begin with `*`.
const SECRET: &[&str] = &[
    ".jks",
    ".key",
    ".keystore",
    ".p12",
    ".pem",
    ".pfx",
    "credentials.json",
    "secrets.json",
    "service-account.json",
    "serviceaccount.json",
    "serviceaccountkey.json",
];

/// Words in a template's name: that is kept in the code base, unlike what it is the template of.
const TEMPLATE: &[&str] = &["dist", "example", "sample", "schema", "template", "tpl"];

/// Checks that a file or folder is there.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let claimed = said.claim.subject.trim();
    let found = check.paths.find(claimed);
    match found {
        Found::File(file) => there(check, said, file),
        Found::Folder(folder) => Answer::confirmed(first_below(check, folder)),
        _ if is_output(claimed) => Answer::not_checked("a build writes it"),
        _ if is_elsewhere(claimed) => Answer::not_checked("it lies outside the code base"),
        Found::Nothing if is_open(claimed) => Answer::not_checked("it leaves open which file it is"),
        _ if is_local(claimed) => Answer::not_checked("such files are not kept in a code base"),
        Found::Moved(file) => {
            Answer::contradicted(format!("file is now {file}"), Some(Place { path: file.to_owned(), line: 1 }))
        }
        Found::Namesakes(files) => absent(check, said).remark(namesakes(&files)),
        Found::Nothing => absent(check, said),
    }
}

fn namesakes(files: &[&str]) -> String {
    match files {
        [one] => format!("only {one} has its name"),
        [first, ..] => format!("{first} and others have its name"),
        [] => String::new(),
    }
}

/// A file that is not there.
fn absent(check: &Check<'_>, said: Said<'_>) -> Answer {
    let tidy = tidy(&said.claim.subject);
    // What a build writes, and what others wrote, is in no code base.
    let entry = archive::Entry { path: format!("{}/x", tidy.trim_matches('/')), size: 0 };
    let whole = archive::Entry { path: tidy.trim_matches('/').to_owned(), size: 0 };
    if [entry, whole].iter().any(|entry| matches!(archive::skip(entry), Some("generated" | "vendored" | "git"))) {
        return Answer::not_checked("a build writes it");
    }
    let name = path::name(tidy.trim_end_matches('/'));
    // The code has its name in it: it writes the file, or asks for it where it runs.
    let whole = tidy.trim_end_matches('/');
    let named = check.in_code(whole, Fit::Word).filter(|place| place.path.rsplit('/').next() != Some(".gitignore"));
    if let Some(place) = named.filter(|_| is_data(name) || tidy.starts_with('/')) {
        return Answer::not_checked("not in the code base; the code names it").at(Some(place));
    }
    Answer::not_found()
}

/// Whether a name is of a file that programs write.
fn is_data(name: &str) -> bool {
    matches!(
        path::extension(name).to_ascii_lowercase().as_str(),
        "" | "bin"
            | "csv"
            | "db"
            | "index"
            | "json"
            | "jsonl"
            | "lock"
            | "log"
            | "pdf"
            | "pkl"
            | "png"
            | "sqlite"
            | "sqlite3"
            | "txt"
            | "zip"
    )
}

/// A file that is there, and what it is claimed to hold.
fn there(check: &Check<'_>, said: Said<'_>, file: &str) -> Answer {
    let place = Place { path: file.to_owned(), line: 1 };
    if check.code.commented_out.iter().any(|path| path == file) {
        return Answer::contradicted("all of it is commented out", Some(place));
    }
    if let Some((name, other)) = initialised_elsewhere(check, said, file) {
        return Answer::contradicted(format!("{name} is initialised in {}", other.path), Some(other));
    }
    if let Some((service, place)) = runs_more(check, said, file) {
        return Answer::contradicted(format!("it runs {service}, too"), Some(place));
    }
    let service = check.services.get(said.claim.service.as_str()).copied();
    let Some(service) = service.filter(|service| service.status == Status::Used) else {
        return Answer::confirmed(Some(place));
    };
    if let Some(evidence) = service.evidence.iter().find(|evidence| evidence.path == file) {
        return Answer::confirmed(Some(Place { path: file.to_owned(), line: evidence.line }));
    }
    match elsewhere(check, said, service, file) {
        Some((other, sure)) => {
            let truth = format!("shows nothing of {}; {} does", service.name, other.path);
            if sure { Answer::contradicted(truth, Some(other)) } else { Answer::confirmed(Some(place)).remark(truth) }
        }
        None => Answer::confirmed(Some(place)),
    }
}

/// The file that imports a service's client where the document says that another one sets it up, and that one does not.
fn initialised_elsewhere<'a>(check: &Check<'a>, said: Said<'_>, file: &str) -> Option<(&'a str, Place)> {
    let before = said.clause.before().to_ascii_lowercase();
    if !["initialised in", "initialized in", "created in", "instantiated in"]
        .iter()
        .any(|words| before.trim_end_matches(['`', ' ']).ends_with(words))
    {
        return None;
    }
    let service = check.documented(&said.claim.service)?;
    let client = |module: &str| {
        service.clients.iter().any(|client| {
            module.strip_prefix(client.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let imports = |read: &crate::assemble::FileRead| {
        let import = |fact: &&crate::facts::Fact| matches!(&fact.what, What::Import { module, .. } if client(module));
        read.facts.iter().find(import).map(|fact| Place { path: read.path.clone(), line: fact.line })
    };
    // Beside the claimed file, in the same part of the code base.
    let side = |path: &str| path.split('/').next().unwrap_or("").to_owned();
    let product = |read: &&crate::assemble::FileRead| {
        read.role == path::Role::Product && !path::is_by_hand(&read.path) && side(&read.path) == side(file)
    };
    let mut importing = check.code.files.iter().filter(product).filter_map(imports).peekable();
    let first = importing.peek().cloned()?;
    (!importing.any(|place| place.path == file)).then_some((service.name.as_str(), first))
}

/// What a compose file runs beside what the document says is all that it runs.
pub fn runs_more(check: &Check<'_>, said: Said<'_>, file: &str) -> Option<(String, Place)> {
    let after = said.clause.after().to_lowercase();
    if !["only covers", "only runs", "only defines", "only contains", "only has", "only starts"]
        .iter()
        .any(|words| after.contains(words))
    {
        return None;
    }
    let item = said.clause.item.to_lowercase();
    let found = check.code.files.iter().find(|read| read.path == file)?;
    found.facts.iter().find_map(|fact| match &fact.what {
        What::Image { name, base: false, .. } => {
            let entry = catalog::image(name)?;
            let named = std::iter::once(entry.name).chain(entry.aliases.iter().copied());
            let said = named.into_iter().any(|name| item.contains(&name.to_lowercase()));
            (!said).then(|| (entry.name.to_owned(), Place { path: file.to_owned(), line: fact.line }))
        }
        _ => None,
    })
}

/// Labels behind which a document names the file that talks to a service, sorted.
const IMPLEMENTS: &[&str] =
    &["backend init", "client", "implementation", "init", "initialization", "sdk", "sdk/client", "service"];

/// The file that is wired to a service where the claimed one shows nothing of it, with whether that is sure.
fn elsewhere(check: &Check<'_>, said: Said<'_>, service: &Service, file: &str) -> Option<(Place, bool)> {
    let wires = service.evidence.iter().find(|evidence| {
        evidence.strength == Strength::Strong
            && matches!(evidence.kind, EvidenceKind::Import | EvidenceKind::Call)
            && path::role(&evidence.path) == path::Role::Product
    })?;
    let place = super::check::place(wires);
    // A file may use a service through another one of the code base's own, by its name.
    let entry = catalog::by_id(&service.id);
    let mut names = vec![service.name.as_str()];
    names.extend(entry.into_iter().flat_map(|entry| entry.aliases.iter().copied()));
    let named = |name: &str| check.code.seen.in_file(name, Fit::Name, file);
    let known: Vec<Option<bool>> = names.iter().filter(|name| name.len() > 3).map(|name| named(name)).collect();
    let says_nothing = !known.is_empty() && known.iter().all(|seen| *seen == Some(false));
    let read = check.code.files.binary_search_by(|read| read.path.as_str().cmp(file)).is_ok();
    let folder = path::folder(file).to_ascii_lowercase();
    let in_name = names.iter().any(|name| {
        let name = catalog::fold(name);
        !name.is_empty() && catalog::fold(&format!("{folder}{}", path::name(file))).contains(&name)
    });
    if !says_nothing || !read || in_name {
        return None;
    }
    let label = said.clause.label().to_ascii_lowercase();
    Some((place, IMPLEMENTS.binary_search(&label.as_str()).is_ok()))
}

fn first_below(check: &Check<'_>, folder: &str) -> Option<Place> {
    let start = format!("{folder}/");
    let all = check.paths.all();
    let at = all.partition_point(|path| *path < start.as_str());
    all.get(at).filter(|path| path.starts_with(&start)).map(|path| Place { path: (*path).to_owned(), line: 1 })
}

/// Folders that builds write into, sorted.
const OUTPUT: &[&str] = &[
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".turbo",
    ".vercel",
    "_build",
    "build",
    "coverage",
    "dist",
    "node_modules",
    "obj",
    "out",
    "target",
    "venv",
];

/// Whether a path lies in a folder that a build writes into.
fn is_output(claimed: &str) -> bool {
    let tidy = tidy(claimed);
    let mut parts = tidy.split('/').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or("");
    OUTPUT.binary_search(&first).is_ok() && parts.next().is_some()
}

/// Whether a path leads out of the code base: home, the system's folders, a variable.
fn is_elsewhere(claimed: &str) -> bool {
    let path = claimed.trim_matches(['`', '"', '\'']);
    if path.starts_with(['~', '$', '%']) || path.contains("://") || path.contains("AppData") {
        return true;
    }
    let absolute = path.strip_prefix('/').or_else(|| path.get(1..).and_then(|rest| rest.strip_prefix(":\\")));
    let first = absolute.and_then(|rest| rest.split(['/', '\\']).next()).unwrap_or("");
    !first.is_empty() && SYSTEM.binary_search(&first).is_ok()
}

/// Whether a file is kept where the code runs, and not with it.
fn is_local(claimed: &str) -> bool {
    let lower = tidy(claimed).to_ascii_lowercase();
    let name = path::name(&lower);
    if name.split(['.', '-', '_']).any(|part| TEMPLATE.contains(&part)) {
        return false;
    }
    path::is_dotenv(name) || SECRET.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(
            OUTPUT.is_sorted()
                && SYSTEM.is_sorted()
                && SECRET.is_sorted()
                && TEMPLATE.is_sorted()
                && IMPLEMENTS.is_sorted()
        );
    }

    #[test]
    fn what_no_code_base_keeps() {
        for path in [".env", "server/.env", ".env.local", "config/prod.env", "keys/private.pem", "service-account.json"]
        {
            assert!(is_local(path), "{path}");
        }
        for path in [".env.example", "apps/web/.env.local.example", "src/env.ts", "env.sample"] {
            assert!(!is_local(path), "{path}");
        }
        for path in ["~/.cursor/mcp.json", "/etc/nginx/sites-enabled", "$HOME/x", "C:\\Program Files\\Godot"] {
            assert!(is_elsewhere(path), "{path}");
        }
        assert!(!is_elsewhere("/src/a.ts") && !is_elsewhere("src/a.ts"));
    }
}
