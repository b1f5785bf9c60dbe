//! GraphQL: schemas and queries, and the settings of what makes code of them, which name the API that is asked.
//! <https://the-guild.dev/graphql/config/docs/user/usage>

use super::variable::push_address;
use super::{File, ReadError, Reader, lines};
use crate::facts::{Sink, Usage, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "graphql", wants, read };

/// Settings by name. Sorted.
const SETTINGS: &[&str] = &[
    ".graphqlconfig",
    ".graphqlrc",
    ".graphqlrc.json",
    ".graphqlrc.yaml",
    ".graphqlrc.yml",
    "apollo-codegen-config.json",
    "codegen.yaml",
    "codegen.yml",
    "graphql.config.json",
    "graphql.config.yml",
    "rover.yaml",
    "supergraph.yaml",
];

fn wants(path: &str) -> bool {
    matches!(path::extension(path), "gql" | "graphql" | "graphqls") || SETTINGS.binary_search(&path::name(path)).is_ok()
}

/// What a federated schema takes over from the specification.
const FEDERATION: &str = "https://specs.apollo.dev/federation";

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if SETTINGS.binary_search(&file.name()).is_err() {
        if let Some(at) = file.text.find(FEDERATION) {
            sink.push(at..at + FEDERATION.len(), What::Config { key: "graphql:federation".into() });
        }
        return Ok(());
    }
    // The address of the API stands behind `schema:`, in a list below it, or behind `url`.
    for line in lines::lines(file.text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        push_address(sink, all.span(), "schema", all.text, Usage::Call);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_sorted() {
        assert!(super::SETTINGS.is_sorted());
    }
}
