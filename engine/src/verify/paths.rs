//! The files and folders of a code base, found as people write their paths: relative to some package, with `*` and braces, from
//! the top of somebody's disk.

use crate::order::Arrange;
use std::collections::{BTreeSet, HashMap};

/// Most paths that one with braces stands for.
const BRACES: usize = 32;

/// Most files of one name that are looked at.
const NAMESAKES: usize = 2_000;

/// Most steps of matching one path against one with `*`.
const STEPS: usize = 10_000;

/// The files of a code base by name.
#[derive(Debug)]
pub struct Paths<'a> {
    files: Vec<&'a str>,
    /// By name in lower case.
    by_name: HashMap<String, Vec<&'a str>>,
    /// By stem in lower case: the name without its endings.
    by_stem: HashMap<String, Vec<&'a str>>,
    /// Folders, by their name in lower case.
    folders: HashMap<String, BTreeSet<&'a str>>,
    /// The name of the folder that all of it lies in, folded.
    own: Option<String>,
}

/// What a claimed path is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// It is there: the file, or a file in the folder.
    File(&'a str),
    /// A folder.
    Folder(&'a str),
    /// Not there; this is what it must be now.
    Moved(&'a str),
    /// Not there; these have its name.
    Namesakes(Vec<&'a str>),
    /// Nothing like it.
    Nothing,
}

/// Stems that files have in every second folder: their name says nothing of which is meant. Sorted.
const COMMON: &[&str] = &[
    "+layout",
    "+page",
    "+server",
    "__init__",
    "api",
    "app",
    "auth",
    "client",
    "common",
    "config",
    "constants",
    "database",
    "db",
    "default",
    "docker-compose",
    "dockerfile",
    "env",
    "error",
    "helpers",
    "index",
    "init",
    "layout",
    "lib",
    "loading",
    "logger",
    "main",
    "manifest",
    "mod",
    "models",
    "package",
    "page",
    "readme",
    "requirements",
    "route",
    "router",
    "routes",
    "schema",
    "server",
    "service",
    "services",
    "settings",
    "setup",
    "store",
    "test",
    "tsconfig",
    "types",
    "user",
    "users",
    "utils",
    "views",
];

/// Files that stand for their folder.
const INDEXES: &[&str] = &["index", "mod", "__init__", "main"];

impl<'a> Paths<'a> {
    /// The files of a sorted listing.
    pub fn new(files: Vec<&'a str>) -> Self {
        let mut out = Paths {
            files: Vec::new(),
            by_name: HashMap::new(),
            by_stem: HashMap::new(),
            folders: HashMap::new(),
            own: None,
        };
        let mut last = "";
        for path in &files {
            let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
            out.by_stem.entry(stem(&name).to_owned()).or_default().push(path);
            out.by_name.entry(name).or_default().push(path);
            // Of the folders only those that the file before did not have.
            for (at, _) in path.match_indices('/').collect::<Vec<_>>().into_iter().rev() {
                let folder = path.get(..at).unwrap_or("");
                if last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) {
                    break;
                }
                let name = folder.rsplit('/').next().unwrap_or(folder).to_ascii_lowercase();
                out.folders.entry(name).or_default().insert(folder);
            }
            last = path;
        }
        out.files = files;
        out
    }

    /// The same, of a code base of this name, in whose folder all of it lies.
    pub fn inside(self, name: &str) -> Self {
        let own = crate::catalog::fold(name.rsplit('+').next().unwrap_or(name));
        Paths { own: (own.len() > 3).then_some(own), ..self }
    }

    /// A folder of this name, else a file of this name or stem: the first.
    pub fn named(&self, name: &str) -> Option<&'a str> {
        let lower = name.to_ascii_lowercase();
        let folder = self.folders.get(&lower).and_then(|all| all.first()).copied();
        let file = || self.by_name.get(&lower).or_else(|| self.by_stem.get(&lower))?.first().copied();
        folder.or_else(file)
    }

    /// Every file's path, sorted.
    pub fn all(&self) -> &[&'a str] {
        &self.files
    }

    /// Looks for a path as a document writes it.
    pub fn find(&self, claimed: &str) -> Found<'a> {
        let mut missing = Found::Nothing;
        let mut first = None;
        let open = blanks(claimed);
        // With its name left open, any file would do.
        if open != claimed && open.trim_end_matches('/').rsplit('/').next() == Some("*") {
            return Found::Nothing;
        }
        for one in braces(&open) {
            match self.find_one(&one) {
                found @ (Found::File(_) | Found::Folder(_)) => {
                    first.get_or_insert(found);
                }
                // All of them have to be there.
                found => {
                    missing = found;
                    first = None;
                    break;
                }
            }
        }
        first.unwrap_or(missing)
    }

    fn find_one(&self, claimed: &str) -> Found<'a> {
        let tidy = tidy(claimed);
        let segments: Vec<&str> = tidy.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        // `../config/db` stands at some place that nobody names.
        let up = segments.iter().rposition(|part| *part == "..").map_or(0, |at| at + 1);
        let segments = segments.get(up..).unwrap_or_default();
        let Some((last, front)) = segments.split_last() else { return Found::Nothing };
        if segments.iter().any(|part| part.contains('*') || *part == "...") {
            return self.glob(segments);
        }
        if let Some(found) = self.ending(front, last, tidy.ends_with('/')) {
            return found;
        }
        // From the top of somebody's disk: what stands in front of the code base's own top is cut, as long as two parts stay.
        let absolute = claimed.starts_with('/') || tidy.get(1..2) == Some(":") || claimed.contains('\\');
        if absolute {
            for cut in 1..segments.len() {
                let rest = segments.get(cut..).unwrap_or_default();
                let Some((last, front)) = rest.split_last() else { break };
                // A bare name must lie at the top.
                let found = match front {
                    [] => self.files.binary_search(last).ok().and_then(|at| self.files.get(at)).map(|f| Found::File(f)),
                    front => self.ending(front, last, tidy.ends_with('/')),
                };
                if let Some(found) = found {
                    return found;
                }
            }
            return Found::Nothing;
        }
        // From the folder that holds the code base.
        if let Some((top, inside)) = front.split_first()
            && self.own.as_ref().is_some_and(|own| *own == crate::catalog::fold(top))
        {
            return self.ending(inside, last, tidy.ends_with('/')).unwrap_or_else(|| self.moved(inside, last));
        }
        self.moved(front, last)
    }

    /// The file or folder whose path ends so, the shortest first.
    fn ending(&self, front: &[&str], last: &str, folder: bool) -> Option<Found<'a>> {
        let lower = last.to_ascii_lowercase();
        let fits = |path: &&&'a str| ends_with(path, front, last);
        if !folder {
            let named = self.by_name.get(&lower).into_iter().flatten().take(NAMESAKES);
            if let Some(file) = named.filter(fits).min_by_key(|path| path.matches('/').count()) {
                return Some(Found::File(file));
            }
        }
        let folders = self.folders.get(&lower).into_iter().flatten().take(NAMESAKES);
        if let Some(found) = folders.filter(fits).min_by_key(|path| path.matches('/').count()) {
            return Some(Found::Folder(found));
        }
        // `server/db/client` may leave the ending out.
        let stems = self.by_stem.get(&lower).into_iter().flatten().take(NAMESAKES);
        let bare = !last.contains('.') && !front.is_empty() && !folder;
        let mut stems = stems.filter(|path| bare && ends_with_stem(path, front, last));
        stems.next().map(|file| Found::File(file))
    }

    /// The files that a path with `*` stands for.
    fn glob(&self, segments: &[&str]) -> Found<'a> {
        // What is named without a `*` at its end must be a file or folder of this name.
        let found = self.files.iter().find(|path| {
            let parts: Vec<&str> = path.split('/').collect();
            (0..parts.len()).any(|from| {
                let rest = parts.get(from..).unwrap_or_default();
                matches_parts(rest, segments, &mut { STEPS })
            })
        });
        found.map_or(Found::Nothing, |file| Found::File(file))
    }

    /// Where a file that is not at its path must be now, if that is sure.
    fn moved(&self, front: &[&str], last: &str) -> Found<'a> {
        let lower = last.to_ascii_lowercase();
        let stem = stem(&lower);
        // Without an ending it may be anything.
        if !last.contains('.') || last.starts_with('.') {
            return Found::Nothing;
        }
        let named: Vec<&'a str> = self.by_name.get(&lower).into_iter().flatten().copied().take(NAMESAKES).collect();
        let common = COMMON.binary_search(&stem).is_ok();
        // The folder of its name with what stands for the folder in it: `socket.ts` is `socket/index.ts`.
        let mut inside: Vec<&str> = front.to_vec();
        inside.push(stem);
        let index = self
            .folders
            .get(stem)
            .into_iter()
            .flatten()
            .filter(|folder| ends_with(folder, inside.get(..front.len()).unwrap_or_default(), stem));
        let index = index.flat_map(|folder| {
            INDEXES.iter().filter_map(move |name| {
                let ending = last.rsplit('.').next().unwrap_or("");
                let path = format!("{folder}/{name}.{ending}");
                self.files.binary_search(&path.as_str()).ok().and_then(|at| self.files.get(at)).copied()
            })
        });
        if let Some(found) = index.min_by_key(|path| path.len()).filter(|_| !front.is_empty()) {
            return Found::Moved(found);
        }
        // The same place with another ending: `config.js` is `config.ts`.
        let endings = self.by_stem.get(stem).into_iter().flatten().take(NAMESAKES);
        let mut kin = endings.filter(|path| ends_with_stem(path, front, stem) && kindred(path, last));
        if let (Some(found), None, false) = (kin.next(), kin.next(), front.is_empty()) {
            return Found::Moved(found);
        }
        let steps = |path: &str| {
            let folders: Vec<&str> = path.split('/').collect();
            apart(folders.split_last().map_or(&[][..], |(_, front)| front), front)
        };
        let mut near: Vec<(usize, &'a str)> = named.iter().map(|path| (steps(path), *path)).collect();
        near.arrange();
        match near.as_slice() {
            [] => Found::Nothing,
            // One of its name in all the code, and the name is its own.
            [(steps, only)] if !common && (is_telling(stem) || *steps < 3 && same_package(only, front)) => {
                Found::Moved(only)
            }
            // One step away, and nothing else is.
            [(1, nearest), rest @ ..]
                if !common && rest.first().is_none_or(|(next, _)| *next > 1) && front.len() > 1 =>
            {
                Found::Moved(nearest)
            }
            // All the folders are there, with others between them.
            _ if kept(front, &named).is_some() => kept(front, &named).map_or(Found::Nothing, Found::Moved),
            [(nearest, path), rest @ ..]
                if !common && front.len() > 1 && rest.first().is_some_and(|(next, _)| next > &(nearest + 1)) =>
            {
                Found::Moved(path)
            }
            _ => Found::Namesakes(near.into_iter().take(3).map(|(_, path)| path).collect()),
        }
    }
}

/// Whether a stem is of several words, or long, so that two files hardly have it by chance.
fn is_telling(stem: &str) -> bool {
    stem.contains(['-', '_', '.']) || stem.len() > 11
}

/// Folders that sort a package's code and name no part of it. Sorted.
const SORTING: &[&str] = &[
    "app", "common", "core", "helpers", "lib", "libs", "modules", "server", "services", "shared", "source", "src",
    "utils",
];

/// Whether a path lies in the folders of `front`, but for those that only sort code.
fn same_package(path: &str, front: &[&str]) -> bool {
    let telling = |folder: &&str| SORTING.binary_search(folder).is_err();
    let has: Vec<&str> = path.split('/').collect();
    let has = has.split_last().map_or(&[][..], |(_, folders)| folders);
    has.iter().copied().filter(telling).eq(front.iter().copied().filter(telling))
}

/// The one of these files whose folders are all of `front`, in order, the last one's name kept as its own folder or above, with
/// at most two others between them.
fn kept<'a>(front: &[&str], named: &[&'a str]) -> Option<&'a str> {
    let holds = |path: &&&'a str| {
        let mut folders = path.split('/').collect::<Vec<_>>();
        folders.pop();
        let start =
            folders.iter().position(|folder| front.first().is_some_and(|first| first.eq_ignore_ascii_case(folder)));
        let Some(rest) = start.and_then(|at| folders.get(at..)) else { return false };
        let mut wanted = front.iter().peekable();
        for folder in rest {
            wanted.next_if(|want| want.eq_ignore_ascii_case(folder));
        }
        wanted.peek().is_none() && rest.len() <= front.len() + 2
    };
    let mut found = named.iter().filter(holds);
    found.next().copied().filter(|_| found.next().is_none())
}

/// Whether a file's ending could have taken the place of the claimed one's: both are code, or both are data.
fn kindred(path: &str, claimed: &str) -> bool {
    const KIN: &[&[&str]] = &[
        &["cjs", "cts", "js", "jsx", "mjs", "mts", "svelte", "ts", "tsx", "vue"],
        &["cfg", "ini", "json", "json5", "jsonc", "toml", "yaml", "yml"],
    ];
    let ending = |path: &str| path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let (a, b) = (ending(path), ending(claimed));
    KIN.iter().any(|kin| kin.contains(&a.as_str()) && kin.contains(&b.as_str()))
}

/// How many folders have to be put in, left out or renamed to come from one list of folders to the other; what stands in
/// front of the shorter one's first common folder is free.
fn apart(has: &[&str], claimed: &[&str]) -> usize {
    // Edit distance, free at the front of the real path. Lists are short: paths are bounded.
    let mut row: Vec<usize> = vec![0; has.len() + 1];
    for (i, want) in claimed.iter().enumerate().take(64) {
        let mut diagonal = row.first().copied().unwrap_or(0);
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        let mut left = i + 1;
        for (j, part) in has.iter().enumerate() {
            let up = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let cost = usize::from(!part.eq_ignore_ascii_case(want));
            let best = (diagonal + cost).min(up + 1).min(left + 1);
            diagonal = up;
            left = best;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = best;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

/// A name without its last ending, and without the one before where that only says what sort of file it is.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// Whether a path ends with these folders and this name, in any case.
fn ends_with(path: &str, front: &[&str], last: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next().is_some_and(|name| name.eq_ignore_ascii_case(last))
        && front.iter().rev().all(|want| parts.next().is_some_and(|part| part.eq_ignore_ascii_case(want)))
}

fn ends_with_stem(path: &str, front: &[&str], last: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next().is_some_and(|name| stem(name).eq_ignore_ascii_case(last))
        && front.iter().rev().all(|want| parts.next().is_some_and(|part| part.eq_ignore_ascii_case(want)))
}

/// A path without what documents put around it: quotes, `./`, `@/`, a line number, a drive's backslashes.
pub fn tidy(claimed: &str) -> String {
    let path = claimed.trim().trim_matches(['`', '"', '\'', '<', '>', ',', ';']);
    let path = path.replace('\\', "/");
    let path = path.split(['#', '?']).next().unwrap_or("");
    // A line, or lines, or a member: `a.ts:12-30`, `core.py:Agent.run()`.
    let path = match path.find(':') {
        Some(at) if at > 1 => path.get(..at).unwrap_or(path),
        _ => path,
    };
    let path = ["./", "@/", "~/", "$lib/", "<project>/", "<root>/"]
        .iter()
        .find_map(|start| path.strip_prefix(start))
        .unwrap_or(path);
    path.to_owned()
}

/// The paths that one with braces stands for: `a.{ts,js}` is `a.ts` and `a.js`.
fn braces(claimed: &str) -> Vec<String> {
    let mut out = vec![claimed.to_owned()];
    while let Some(at) = out.iter().position(|path| list(path).is_some()) {
        let path = out.swap_remove(at);
        let Some((front, choices, back)) = list(&path) else { break };
        out.extend(choices.split(',').map(|choice| format!("{front}{}{back}", choice.trim())));
        if out.len() > BRACES {
            out.truncate(BRACES);
            break;
        }
    }
    out
}

/// A path with `*` for what it leaves open: `uploads/{id}/avatar.png`, `posts/<slug>.md`.
fn blanks(claimed: &str) -> String {
    let mut out = String::with_capacity(claimed.len());
    let mut rest = claimed;
    while let Some(at) = rest.find(['{', '<']) {
        let close = if rest.as_bytes().get(at) == Some(&b'{') { '}' } else { '>' };
        let (front, behind) = rest.split_at(at);
        let name = behind.get(1..).and_then(|inner| inner.split_once(close)).map(|(name, _)| name);
        let blank =
            |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        out.push_str(front.strip_suffix('$').filter(|_| name.is_some()).unwrap_or(front));
        match name.filter(blank) {
            Some(name) => {
                out.push('*');
                rest = behind.get(name.len() + 2..).unwrap_or("");
            }
            None => {
                out.push_str(behind.get(..1).unwrap_or(""));
                rest = behind.get(1..).unwrap_or("");
            }
        }
    }
    out + rest
}

/// Whether a path leaves something open, so that it is none of a file.
pub fn is_open(claimed: &str) -> bool {
    blanks(claimed).contains('*') && !claimed.contains('*')
}

/// The first braces with a comma in them, and what stands around them.
fn list(path: &str) -> Option<(&str, &str, &str)> {
    let open = path.match_indices('{').find(|(at, _)| {
        let inner = path.get(at + 1..).unwrap_or("");
        inner
            .find('}')
            .is_some_and(|end| inner.get(..end).is_some_and(|inner| inner.contains(',') && !inner.contains('{')))
    })?;
    let front = path.get(..open.0)?;
    let (choices, back) = path.get(open.0 + 1..)?.split_once('}')?;
    Some((front, choices, back))
}

/// Whether a path's parts are those of one with `*`; what lies below the last part fits, too.
fn matches_parts(parts: &[&str], wanted: &[&str], steps: &mut usize) -> bool {
    *steps = steps.saturating_sub(1);
    if *steps == 0 {
        return false;
    }
    match wanted {
        [] => true,
        ["**" | "...", rest @ ..] => {
            (0..=parts.len()).any(|skip| matches_parts(parts.get(skip..).unwrap_or_default(), rest, steps))
        }
        [want, rest @ ..] => match parts {
            [part, others @ ..] => matches_part(part, want) && matches_parts(others, rest, steps),
            [] => false,
        },
    }
}

/// Whether a name is that of a pattern with `*`, in any case.
fn matches_part(name: &str, pattern: &str) -> bool {
    if !pattern.contains('*') {
        return name.eq_ignore_ascii_case(pattern);
    }
    let (name, pattern) = (name.to_ascii_lowercase(), pattern.to_ascii_lowercase());
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or(""),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[&str] = &[
        ".github/workflows/ci.yml",
        "README.md",
        "back/src/auth/cas.provider.ts",
        "back/src/auth/index.ts",
        "back/src/jobs/index.ts",
        "back/src/socket/index.ts",
        "back/src/utils/cloud.ts",
        "front/lib/email.ts",
        "front/lib/pay/config.ts",
        "front/app/api/[id]/route.ts",
        "front/middleware.ts",
        "shared/src/middleware/auth.ts",
    ];

    fn find(claimed: &str) -> Found<'static> {
        let mut files = FILES.to_vec();
        files.sort_unstable();
        Paths::new(files).inside("acme+shop").find(claimed)
    }

    #[test]
    fn tables_are_sorted() {
        assert!(COMMON.is_sorted() && SORTING.is_sorted());
    }

    #[test]
    fn as_people_write_them() {
        for (claimed, path) in [
            ("front/lib/email.ts", "front/lib/email.ts"),
            ("lib/email.ts", "front/lib/email.ts"),
            ("./lib/email.ts:12", "front/lib/email.ts"),
            ("@/lib/email.ts", "front/lib/email.ts"),
            ("lib\\email.ts", "front/lib/email.ts"),
            ("/home/me/code/shop/front/lib/email.ts", "front/lib/email.ts"),
            ("C:\\work\\shop\\front\\lib\\email.ts", "front/lib/email.ts"),
            ("../lib/email.ts", "front/lib/email.ts"),
            ("lib/email", "front/lib/email.ts"),
            ("lib/*.ts", "front/lib/email.ts"),
            ("front/**/config.ts", "front/lib/pay/config.ts"),
            ("front/lib/{email,pay/config}.ts", "front/lib/email.ts"),
            ("api/[id]/route.ts", "front/app/api/[id]/route.ts"),
            ("shop/front/lib/email.ts", "front/lib/email.ts"),
            ("front/lib/{provider}/config.ts", "front/lib/pay/config.ts"),
            ("front/lib/<provider>/config.ts", "front/lib/pay/config.ts"),
            ("uploads/${id}/avatar.png", ""),
            ("front/lib/{name}", ""),
            ("{owner}/{repo}", ""),
            ("core.py:Agent.run()", ""),
        ] {
            match path {
                "" => assert_eq!(find(claimed), Found::Nothing, "{claimed}"),
                path => assert_eq!(find(claimed), Found::File(path), "{claimed}"),
            }
        }
        assert!(is_open("uploads/${id}/avatar.png") && !is_open("lib/{a,b}.ts") && !is_open("lib/*.ts"));
        assert_eq!(find("lib/pay/"), Found::Folder("front/lib/pay"));
        assert_eq!(find(".github/workflows"), Found::Folder(".github/workflows"));
        assert_eq!(find("front/lib/{email,mail}.ts"), Found::Nothing);
    }

    #[test]
    fn what_was_moved() {
        for (claimed, path) in [
            ("front/src/email.ts", "front/lib/email.ts"),
            ("back/src/auth/providers/cas.provider.ts", "back/src/auth/cas.provider.ts"),
            ("back/src/lib/cloud.ts", "back/src/utils/cloud.ts"),
            ("back/src/socket.ts", "back/src/socket/index.ts"),
            ("front/lib/pay/config.js", "front/lib/pay/config.ts"),
            ("back/jobs/index.ts", "back/src/jobs/index.ts"),
        ] {
            assert_eq!(find(claimed), Found::Moved(path), "{claimed}");
        }
        // A name of every second folder may be anybody's.
        assert_eq!(find("back/auth/src/routes/auth.ts"), Found::Namesakes(vec!["shared/src/middleware/auth.ts"]));
        assert_eq!(
            find("back/src/mail/index.ts"),
            Found::Namesakes(vec!["back/src/auth/index.ts", "back/src/jobs/index.ts", "back/src/socket/index.ts",])
        );
        assert_eq!(find("signaling-server.js"), Found::Nothing);
    }

    #[test]
    fn odd_paths_are_no_trouble() {
        for claimed in ["", "/", "*", "**/**/**/**/**/x", "{,}", "{{,},{,}}", "..", "a/../..", ":", "é:é", "C:", "\\"]
        {
            let _ = find(claimed);
        }
        assert_eq!(braces(&"{a,b}".repeat(40)).len(), BRACES);
        assert_eq!(apart(&["a", "b", "c"], &["b", "c"]), 0);
        assert_eq!(apart(&["a", "c"], &["b", "c"]), 1);
    }
}
