//! `yarn.lock`: that of yarn 1, and that of yarn 2 and later ("berry"), which is YAML.
//!
//! Both have a block for every package, headed by all the requirements that it answers. Berry also has blocks for the
//! manifests of the code base, with what they ask for, so that only that need be told.

use super::ReadError;
use super::lines::{Line, Part, lines, scalar};
use super::npm::{alias, split_version};
use super::npm_lock::tell;
use crate::facts::Sink;
use std::collections::HashMap;

/// Reads it.
pub fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut lock = Lock::default();
    for line in lines(text) {
        lock.take(line);
    }
    lock.end_block();
    if lock.berry {
        lock.tell_what_is_asked(sink);
    } else {
        for answer in &lock.answers {
            let (real, requirement) = alias(answer.requirement).unwrap_or((answer.name.text, answer.requirement));
            tell(sink, answer.name.span(), real, answer.version, "", requirement);
        }
    }
    Ok(())
}

/// A requirement with the version that it got.
struct Answer<'a> {
    name: Part<'a>,
    requirement: &'a str,
    version: &'a str,
}

/// A requirement of a manifest of the code base.
struct Asked<'a> {
    importer: &'a str,
    name: &'a str,
    requirement: &'a str,
}

#[derive(Default)]
struct Lock<'a> {
    berry: bool,
    answers: Vec<Answer<'a>>,
    asked: Vec<Asked<'a>>,
    /// The requirements that head the block at hand.
    head: Vec<(Part<'a>, &'a str)>,
    version: &'a str,
    /// The folder of the manifest whose block it is.
    workspace: Option<&'a str>,
    in_dependencies: bool,
}

impl<'a> Lock<'a> {
    fn take(&mut self, line: Line<'a>) {
        if line.is_blank() {
            return;
        }
        match line.indent() {
            0 => {
                self.end_block();
                self.head(line);
            }
            2 => self.field(line),
            4 if self.in_dependencies => {
                if let (Some(importer), Some((name, requirement))) = (self.workspace, line.entry()) {
                    self.asked.push(Asked { importer, name: name.text, requirement: requirement.text });
                }
            }
            _ => {}
        }
    }

    /// `"react@^18.0.0", react@^18.2.0:` of yarn 1, `"react@npm:^18.0.0, react@npm:^18.2.0":` of berry.
    fn head(&mut self, line: Line<'a>) {
        let all = line.trimmed();
        self.berry |= all.text == "__metadata:";
        let Some(heads) = all.text.strip_suffix(':') else { return };
        let mut at = 0;
        for head in heads.split(',') {
            let start = at + head.len() - head.trim_start_matches([' ', '"']).len();
            at += head.len() + 1;
            let head = head.trim_matches([' ', '"']);
            if let Some((name, requirement)) = split_version(head) {
                self.head.push((Part { start: all.start + start, text: name }, requirement));
                self.workspace = self.workspace.or(requirement.strip_prefix("workspace:"));
            }
        }
    }

    fn field(&mut self, line: Line<'a>) {
        let field = line.trimmed();
        self.in_dependencies = false;
        if let Some(version) = field.text.strip_prefix("version") {
            let version = version.trim_start_matches([':', ' ']);
            self.version = scalar(Part { start: field.start, text: version }).text;
        } else if let Some(resolution) = field.text.strip_prefix("resolution:") {
            // The head of a manifest's block may say `workspace:*`; its resolution has the folder.
            if let Some((_, folder)) = resolution.split_once("@workspace:") {
                self.workspace = Some(folder.trim_end_matches('"'));
            }
        } else {
            self.in_dependencies = self.workspace.is_some()
                && matches!(field.text, "dependencies:" | "devDependencies:" | "optionalDependencies:");
        }
    }

    fn end_block(&mut self) {
        let version = std::mem::take(&mut self.version);
        let workspace = self.workspace.take();
        self.in_dependencies = false;
        for (name, requirement) in self.head.drain(..) {
            if workspace.is_none() && !version.is_empty() {
                self.answers.push(Answer { name, requirement, version });
            }
        }
    }

    /// Berry: every requirement of a manifest with its answer. The lock writes `npm:^1` where the manifest may write `^1`.
    /// Where the requirement was overridden and has no answer, the only version of that name is it.
    fn tell_what_is_asked(&self, sink: &mut Sink<'_>) {
        let plain = |requirement: &'a str| requirement.strip_prefix("npm:").unwrap_or(requirement);
        let mut answers = HashMap::new();
        let mut only: HashMap<&str, Option<&Answer<'_>>> = HashMap::new();
        for answer in &self.answers {
            answers.insert((answer.name.text, plain(answer.requirement)), answer);
            only.entry(answer.name.text)
                .and_modify(|known| *known = known.filter(|known| known.version == answer.version))
                .or_insert(Some(answer));
        }
        for asked in &self.asked {
            if asked.requirement.starts_with("workspace:") {
                continue;
            }
            let exact = answers.get(&(asked.name, plain(asked.requirement))).copied();
            let Some(answer) = exact.or_else(|| only.get(asked.name).copied().flatten()) else { continue };
            let importer = if asked.importer == "." { "" } else { asked.importer };
            let real = alias(answer.requirement)
                .filter(|(_, version)| !version.is_empty())
                .map_or(answer.name.text, |(real, _)| real);
            tell(sink, answer.name.span(), real, answer.version, importer, "");
        }
    }
}
