//! The parts of a code base: its packages and top folders. Where one of them holds nearly everything it is divided further, and
//! where there are very many the smallest go together.

use super::places;
use crate::audit::{Audit, Service, Status};
use crate::order::{Arrange, Gather};
use crate::path;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The name of the part of files at the top.
pub const TOP: &str = "(top level)";

/// The name of what is too small for a part of its own.
pub const ELSEWHERE: &str = "(elsewhere)";

/// Most parts.
const MOST: usize = 14;

/// Fewest parts that are not divided further.
const FEW: usize = 4;

/// Share of all places, in percent, from which a part is worth dividing.
const LARGE: u32 = 50;

/// Deepest folder that becomes a part.
const DEEPEST: usize = 4;

/// Folders that only gather others: a monorepo's parts are one level deeper.
const GATHERING: &[&str] = &["apps", "cmd", "crates", "libs", "modules", "packages", "plugins", "projects", "services"];

/// Files that make their folder a package.
const MANIFESTS: &[&str] = &[
    "Cargo.toml",
    "Gemfile",
    "build.gradle",
    "build.gradle.kts",
    "composer.json",
    "deno.json",
    "go.mod",
    "mix.exs",
    "package.json",
    "pom.xml",
    "pubspec.yaml",
    "pyproject.toml",
    "requirements.txt",
];

/// The parts of one code base.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// The folders that are parts. What lies in none of them is at the top, or elsewhere.
    folders: BTreeSet<String>,
    /// Whether more than the files at the top belong to no folder.
    elsewhere: bool,
}

impl Parts {
    /// The parts of the code base that this audit is of.
    pub fn new(audit: &Audit) -> Self {
        let mut places_in: BTreeMap<&str, u32> = BTreeMap::new();
        let wired = audit.services.iter().filter(|service| service.status != Status::Mentioned);
        for path in wired.flat_map(places) {
            *places_in.entry(path::folder(path)).or_default() += 1;
        }
        let mut packages: BTreeSet<&str> = BTreeSet::new();
        let clients = audit.services.iter().flat_map(|service| &service.clients).map(|client| client.manifest.as_str());
        let read = audit.coverage.facts.iter().map(|file| file.path.as_str());
        for file in clients.chain(read) {
            if MANIFESTS.binary_search(&path::name(file)).is_ok() && depth(path::folder(file)) <= DEEPEST {
                packages.insert(path::folder(file));
            }
        }
        let mut parts = Self::default();
        for folder in places_in.keys().filter(|folder| !folder.is_empty()) {
            parts.folders.insert(top(folder).to_owned());
            let own = around(folder).find(|folder| packages.contains(folder));
            parts.folders.extend(own.map(str::to_owned));
        }
        parts.drop_empty(&places_in);
        parts.divide(&places_in);
        parts.gather(&places_in);
        let top_alone = places_in.keys().all(|folder| folder.is_empty() || parts.root(folder).is_some());
        parts.elsewhere = !top_alone;
        parts
    }

    /// The part in which a file stands.
    pub fn part(&self, path: &str) -> &str {
        match self.root(path::folder(path)) {
            Some(root) => root,
            None if self.elsewhere => ELSEWHERE,
            None => TOP,
        }
    }

    /// The parts that speak for a service, each with its number of places. A service without any has none.
    pub fn of<'a>(&'a self, service: &'a Service) -> BTreeMap<&'a str, u32> {
        let mut out = BTreeMap::new();
        for path in places(service) {
            *out.entry(self.part(path)).or_default() += 1;
        }
        out
    }

    /// The longest part that is the folder or around it.
    fn root(&self, folder: &str) -> Option<&str> {
        let mut at = folder;
        loop {
            if let Some(root) = self.folders.get(at) {
                return Some(root);
            }
            if at.is_empty() {
                return None;
            }
            at = path::folder(at);
        }
    }

    /// The places of each part; an empty name stands for what is in none.
    fn weights<'a>(&'a self, places_in: &BTreeMap<&str, u32>) -> BTreeMap<&'a str, u32> {
        let mut out = BTreeMap::new();
        for (folder, places) in places_in {
            *out.entry(self.root(folder).unwrap_or_default()).or_default() += places;
        }
        out
    }

    /// Drops the parts whose places are all in parts within them.
    fn drop_empty(&mut self, places_in: &BTreeMap<&str, u32>) {
        let filled: BTreeSet<String> = self.weights(places_in).keys().map(|name| (*name).to_owned()).gathered();
        self.folders.retain(|folder| filled.contains(folder));
    }

    /// Divides the largest part into its folders, while there are few parts and it holds most.
    fn divide(&mut self, places_in: &BTreeMap<&str, u32>) {
        let mut whole: BTreeSet<String> = BTreeSet::new();
        loop {
            let weights = self.weights(places_in);
            let all: u32 = weights.values().sum();
            let largest = weights
                .iter()
                .filter(|(name, _)| !name.is_empty() && !whole.contains(**name))
                .max_by_key(|(name, places)| (**places, Reverse(**name)));
            let Some((name, places)) = largest.map(|(name, places)| ((*name).to_owned(), *places)) else { return };
            if weights.len() >= FEW && u64::from(places) * 100 < u64::from(all) * u64::from(LARGE) {
                return;
            }
            let inner: BTreeSet<String> = places_in
                .keys()
                .filter(|folder| self.root(folder) == Some(&name))
                .filter_map(|folder| Some(format!("{name}/{}", folder.strip_prefix(&*name)?.split('/').nth(1)?)))
                .gathered();
            // The part itself stays for the files directly in it.
            let fits = depth(&name) < DEEPEST && weights.len() + inner.len() <= MOST;
            if inner.is_empty() || !fits {
                whole.insert(name);
                continue;
            }
            // A folder in a folder is no division yet.
            whole.insert(name.clone());
            self.folders.extend(inner);
            self.drop_empty(places_in);
        }
    }

    /// Takes the smallest parts together, in the folder around them where there are several of it, until few enough are left.
    /// What each holds is kept up to date, since a monorepo has thousands of packages.
    fn gather(&mut self, places_in: &BTreeMap<&str, u32>) {
        let mut holds: HashMap<String, usize> =
            self.weights(places_in).into_iter().map(|(name, places)| (name.to_owned(), places as usize)).collect();
        // The smallest last.
        let rank = |name: &str, places: usize| (Reverse(places), depth(name), Reverse(name.to_owned()));
        let mut ranks: Vec<_> = holds.iter().map(|(name, places)| rank(name, *places)).collect();
        ranks.retain(|(.., name)| !name.0.is_empty());
        ranks.arrange();
        let mut siblings: HashMap<String, usize> = HashMap::new();
        for folder in &self.folders {
            *siblings.entry(path::folder(folder).to_owned()).or_default() += 1;
        }
        let mut change = |ranks: &mut Vec<_>, name: &str, by: i64| {
            let before = holds.remove(name).unwrap_or_default();
            if let Ok(at) = ranks.binary_search(&rank(name, before)) {
                ranks.remove(at);
            }
            let after = usize::try_from(before as i64 + by).unwrap_or_default();
            if after > 0 {
                holds.insert(name.to_owned(), after);
                if !name.is_empty() {
                    let new = rank(name, after);
                    ranks.insert(ranks.partition_point(|known| *known < new), new);
                }
            }
            holds.len()
        };
        let mut count = change(&mut ranks, "", 0);
        while count > MOST {
            let Some((Reverse(places), _, Reverse(name))) = ranks.last().cloned() else { return };
            let around = path::folder(&name);
            self.folders.remove(&name);
            change(&mut ranks, &name, -(places as i64));
            let left = siblings.entry(around.to_owned()).or_default();
            *left = left.saturating_sub(1);
            let mut moved = places as i64;
            if !around.is_empty() && *left > 0 && !self.folders.contains(around) {
                // It takes what lies in it and in no part within it from the part around it.
                let outer = self.root(around).unwrap_or_default().to_owned();
                self.folders.insert(around.to_owned());
                *siblings.entry(path::folder(around).to_owned()).or_default() += 1;
                let inside = places_in.range(around..).take_while(|(folder, _)| folder.starts_with(around));
                let own = inside.filter(|(folder, _)| self.root(folder) == Some(around));
                moved = own.map(|(_, places)| i64::from(*places)).sum();
                change(&mut ranks, &outer, places as i64 - moved);
            }
            count = change(&mut ranks, self.root(around).unwrap_or_default(), moved);
        }
    }
}

/// A folder and those around it, from within, but for the top.
fn around(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| Some(path::folder(folder))).take_while(|folder| !folder.is_empty())
}

/// The top folder of a folder, or what it gathers.
fn top(folder: &str) -> &str {
    let mut slashes = folder.match_indices('/').map(|(at, _)| at);
    match (slashes.next(), slashes.next()) {
        (Some(first), second) if GATHERING.contains(&&folder[..first]) => &folder[..second.unwrap_or(folder.len())],
        (Some(first), _) => &folder[..first],
        (None, _) => folder,
    }
}

fn depth(folder: &str) -> usize {
    if folder.is_empty() { 0 } else { folder.matches('/').count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Evidence, EvidenceKind, FileFacts, Strength};
    use proptest::prelude::*;

    impl Parts {
        /// Takes the smallest parts together, in the folder around them where there are several of it, until few enough are left, and looks at
        /// all places again each time.
        fn gather_anew(&mut self, places_in: &BTreeMap<&str, u32>) {
            loop {
                let weights = self.weights(places_in);
                if weights.len() <= MOST {
                    return;
                }
                let smallest = weights
                    .iter()
                    .filter(|(name, _)| !name.is_empty())
                    .min_by_key(|(name, places)| (**places, Reverse(depth(name)), **name));
                let Some(name) = smallest.map(|(name, _)| (*name).to_owned()) else { return };
                let around = path::folder(&name).to_owned();
                let siblings = self.folders.iter().filter(|other| path::folder(other) == around).count();
                self.folders.remove(&name);
                if !around.is_empty() && siblings > 1 {
                    self.folders.insert(around);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn parts_go_together_as_if_all_were_counted_anew(
            folders in proptest::collection::vec("(packages/|a/|a/b/|)[a-e]{1,2}(/[a-c]){0,2}", 0..80),
            named in proptest::collection::vec("(packages/|a/|a/b/|)[a-e]{1,2}", 0..60),
        ) {
            let mut places_in: BTreeMap<&str, u32> = BTreeMap::new();
            for (number, folder) in (1..).zip(&folders) {
                *places_in.entry(folder).or_default() += number % 4 + 1;
            }
            let mut parts = Parts { folders: named.into_iter().collect(), elsewhere: false };
            parts.folders.extend(folders.iter().map(|folder| top(folder).to_owned()));
            parts.drop_empty(&places_in);
            let mut anew = parts.clone();
            parts.gather(&places_in);
            anew.gather_anew(&places_in);
            prop_assert_eq!(parts, anew);
        }
    }

    fn audit(paths: &[&str], files: &[&str]) -> Audit {
        let evidence = |path: &&str| Evidence {
            kind: EvidenceKind::Import,
            path: (*path).into(),
            line: 1,
            strength: Strength::Strong,
            excerpt: String::new(),
            matched: String::new(),
        };
        let service =
            Service { status: Status::Used, evidence: paths.iter().map(evidence).collect(), ..Service::default() };
        let mut audit = Audit { services: vec![service], ..Audit::default() };
        audit.coverage.facts = files.iter().map(|path| FileFacts { path: (*path).into(), facts: 1 }).collect();
        audit
    }

    fn names(audit: &Audit) -> Vec<String> {
        Parts::new(audit).of(&audit.services[0]).keys().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn manifests_are_sorted() {
        assert!(MANIFESTS.is_sorted() && GATHERING.is_sorted());
    }

    #[test]
    fn packages_and_top_folders_are_parts() {
        let paths = ["apps/web/a.ts", "apps/api/src/a.ts", "infra/a.tf", ".github/workflows/a.yml", "package.json"];
        assert_eq!(names(&audit(&paths, &[])), [TOP, ".github", "apps/api", "apps/web", "infra"]);
        let paths = ["work/one/src/a.go", "work/two/a.go", "work/a.go", "b/a.go"];
        let files = ["work/one/go.mod", "work/two/go.mod"];
        assert_eq!(names(&audit(&paths, &files)), ["b", "work", "work/one", "work/two"]);
    }

    #[test]
    fn a_part_that_holds_all_is_divided() {
        let paths = ["src/app/pay/a.ts", "src/app/b.ts", "src/lib/c.ts", "src/main.ts", "package.json"];
        assert_eq!(names(&audit(&paths, &["package.json"])), [TOP, "src", "src/app", "src/lib"]);
        let deep = ["a/b/c/d/e/f/g.ts", "a/b/c/d/e/h/g.ts"];
        assert_eq!(names(&audit(&deep, &[])), ["a/b/c/d"]);
        assert_eq!(names(&audit(&["a.ts"], &[])), [TOP]);
    }

    #[test]
    fn many_small_parts_go_together() {
        let mut paths: Vec<String> = (0..40).map(|n| format!("functions/f{n}/index.ts")).collect();
        let files: Vec<String> = (0..40).map(|n| format!("functions/f{n}/package.json")).collect();
        paths.extend(["web/a.ts", "web/b.ts", "web/c.ts"].map(str::to_owned));
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let found = names(&audit(&paths, &files));
        assert!(
            found.len() <= MOST && found.contains(&"functions".into()) && found.contains(&"web".into()),
            "{found:?}"
        );
        let scattered: Vec<String> = (0..60).map(|n| format!("d{n:02}/a.ts")).collect();
        let scattered: Vec<&str> = scattered.iter().map(String::as_str).collect();
        let found = names(&audit(&scattered, &[]));
        assert!(found.len() <= MOST && found.contains(&ELSEWHERE.into()), "{found:?}");
    }
}
