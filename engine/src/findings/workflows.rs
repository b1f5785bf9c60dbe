//! Pipelines: whose code they run, and with what rights.

use super::retired::instead;
use super::rules::*;
use super::{PRODUCT, Review, Seen, elsewhere, listed};
use crate::facts::What;
use crate::order::Gather;
use crate::path;
use crate::retired;
use crate::risk::Risk;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(review: &mut Review<'_>) {
    actions(review);
    runners(review);
    foreign(review);
    permissions(review);
}

/// Names of branches that move. Sorted.
const BRANCHES: &[&str] = &["HEAD", "canary", "dev", "develop", "edge", "main", "master", "next", "nightly", "trunk"];

fn actions(review: &mut Review<'_>) {
    let mut by_action: BTreeMap<(&str, &str), Vec<Seen<'_>>> = BTreeMap::new();
    let mut by_branch: BTreeMap<(String, &str), Vec<(&str, Seen<'_>)>> = BTreeMap::new();
    for seen in review.facts(PRODUCT) {
        let What::Action { name, version } = &seen.fact.what else { continue };
        by_action.entry((name, version)).or_default().push(seen);
        let owner = name.split('/').next().unwrap_or("");
        // An organisation calls its own workflows by branch; this toolchain's branches are its versions.
        let own = name.contains("/.github/workflows/") || matches!(owner, "actions" | "github");
        if BRANCHES.binary_search(&version.as_str()).is_ok() && !own && name != "dtolnay/rust-toolchain" {
            let repository: Vec<&str> = name.split('/').take(2).collect();
            by_branch.entry((repository.join("/"), version)).or_default().push((name, seen));
        }
    }
    for ((repository, version), seen) in by_branch {
        let Some((_, first)) = seen.first() else { continue };
        let names: BTreeSet<&str> = seen.iter().map(|(name, _)| *name).gathered();
        let what = match (names.first(), names.len()) {
            (Some(name), 1) => format!("`{name}@{version}` follows"),
            (_, number) => format!("{number} actions of `{repository}@{version}` follow"),
        };
        let message = format!(
            "{what} a branch, so that its owner can change at any time what the workflow runs: name a release, or better a commit.{}",
            elsewhere(seen.len()),
        );
        review.raise(&BRANCH_ACTION, first.place(), message);
    }
    for ((name, version), seen) in by_action {
        if let (Some(first), Some(retired)) = (seen.first(), retired::action(name, version)) {
            let message = format!("`{name}@{version}` {}.{}{}", retired.why, instead(retired), elsewhere(seen.len()));
            review.raise(&RETIRED_ACTION, first.place(), message);
        }
    }
}

fn runners(review: &mut Review<'_>) {
    for (label, found) in review.risks_by_subject(Risk::RetiredRunner, PRODUCT) {
        let Some(first) = found.first() else { continue };
        let message = format!(
            "GitHub has no `{label}` machines any more, so that the job never starts: ask for a newer one.{}",
            elsewhere(found.len()),
        );
        review.raise(&RETIRED_ACTION, first.seen.place(), message);
    }
}

fn foreign(review: &mut Review<'_>) {
    for danger in review.risks(Risk::ForeignCheckout, PRODUCT) {
        let message = "A workflow that starts on `pull_request_target` has the repository's secrets, and this step checks out what the pull request brings: use `pull_request`, or run nothing of what was checked out.";
        review.raise(&FOREIGN_CHECKOUT, danger.seen.place(), message.into());
    }
    for danger in review.risks(Risk::ScriptInjection, PRODUCT) {
        let message = format!(
            "`{}` is written by whoever opens the request and is put into the script as it is: hand it over as a variable of `env`.",
            danger.of,
        );
        review.raise(&SCRIPT_INJECTION, danger.seen.place(), message);
    }
}

/// One finding for all workflows.
fn permissions(review: &mut Review<'_>) {
    let found = review.risks(Risk::NoPermissions, PRODUCT);
    let Some(first) = found.first() else { return };
    let names: Vec<&str> = found.iter().map(|danger| path::name(&danger.seen.file.path)).collect();
    let (verb, does) = if names.len() == 1 { ("uses", "does") } else { ("use", "do") };
    let message = format!(
        "{} {verb} secrets and {does} not say what the workflow's own token may do: add `permissions`, with `contents: read` to begin with.",
        listed(&names),
    );
    review.raise(&NO_PERMISSIONS, first.seen.place(), message);
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        assert!(super::BRANCHES.is_sorted());
    }
}
