//! GitHub's workflows: what a stranger's pull request can make of them, and machines that are gone.

use super::push;
use crate::facts::Sink;
use crate::read::yaml::{self, Node};
use crate::read::{File, ReadError, Reader, actions};
use crate::risk::Risk;

/// Reads it.
pub const READER: Reader = Reader { name: "github actions, risks", wants: actions::wants, read };

/// Texts that anybody can write who opens an issue or a pull request, comments, or pushes a branch to a fork.
const FOREIGN: &[&str] = &[
    "github.event.comment.body",
    "github.event.commits",
    "github.event.discussion.body",
    "github.event.discussion.title",
    "github.event.head_commit.message",
    "github.event.issue.body",
    "github.event.issue.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.title",
    "github.event.review.body",
    "github.head_ref",
];

/// Labels of machines that GitHub has taken away, from its changelog. Sorted.
const RETIRED: &[&str] = &[
    "macos-10.15",
    "macos-11",
    "macos-12",
    "macos-13",
    "ubuntu-16.04",
    "ubuntu-18.04",
    "ubuntu-20.04",
    "windows-2016",
    "windows-2019",
];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (documents, _) = yaml::documents(file.text);
    for top in documents.iter().filter(|top| top.get("jobs").is_some()) {
        let target = top.get("on").or_else(|| top.get("true")).is_some_and(|on| triggers(on, "pull_request_target"));
        let mut permitted = top.get("permissions").is_some();
        let jobs = top.get("jobs").map_or(&[][..], Node::entries);
        permitted |= !jobs.is_empty() && jobs.iter().all(|job| job.value.get("permissions").is_some());
        if !permitted && let Some(at) = secret(file.text) {
            push(sink, at..at + 8, Risk::NoPermissions, "");
        }
        for job in jobs.iter().filter(|job| !job.value.alias) {
            if let Some(label) = job.value.get("runs-on")
                && let Some(text) = label.text()
                && RETIRED.binary_search(&text).is_ok()
            {
                push(sink, label.span.clone(), Risk::RetiredRunner, text);
            }
            for step in job.value.get("steps").map_or(&[][..], Node::items) {
                read_step(sink, step, target);
            }
        }
    }
    Ok(())
}

/// Whether a workflow starts on an event.
fn triggers(on: &Node<'_>, event: &str) -> bool {
    on.text() == Some(event)
        || on.items().iter().any(|item| item.text() == Some(event))
        || on.entries().iter().any(|entry| entry.key == event)
}

/// Where a workflow takes a secret that is not the token that every workflow has.
fn secret(text: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), "secrets.").find(|&at| {
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
        !line.trim_start().starts_with('#')
            && line.contains("${{")
            && !text.get(at + 8..).is_some_and(|rest| rest.starts_with("GITHUB_TOKEN"))
    })
}

fn read_step(sink: &mut Sink<'_>, step: &Node<'_>, target: bool) {
    let uses = step.text_of("uses").unwrap_or("");
    let head = step.get("with").and_then(|with| with.get("ref"));
    if target
        && uses.starts_with("actions/checkout@")
        && let Some(head) = head
        && head.text().is_some_and(|text| text.contains("pull_request.head") || text.contains("github.head_ref"))
    {
        push(sink, head.span.clone(), Risk::ForeignCheckout, "pull_request_target");
    }
    let script = step.get("run").or_else(|| {
        uses.starts_with("actions/github-script@")
            .then(|| step.get("with").and_then(|with| with.get("script")))
            .flatten()
    });
    let Some(script) = script.filter(|script| !script.alias) else { return };
    let text = script.text().unwrap_or("");
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("${{") {
        let (inside, after) = behind.split_once("}}").unwrap_or((behind, ""));
        let inside = inside.trim();
        // What is handed to a function or compared is no text in the script.
        if let Some(found) = FOREIGN.iter().find(|found| inside.starts_with(**found) && !inside.contains("==")) {
            push(sink, script.span.clone(), Risk::ScriptInjection, *found);
            return;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(FOREIGN.is_sorted() && RETIRED.is_sorted());
    }
}
