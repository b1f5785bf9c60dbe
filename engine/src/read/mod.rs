//! Readers: each a pure function from one file to facts.
//!
//! A reader says by name, ending or path which files it wants, and writes what it finds to a [`Sink`]. Several readers may
//! want one file. Adding a format is one new file here and one line in [`READERS`].

use crate::facts::{Fact, Sink};
use crate::path;
use crate::redact::{self, Style};

mod actions;
mod android;
mod ansible;
mod apple;
mod bun_lock;
mod cargo;
mod carthage;
mod cocoapods;
mod compose;
mod composer;
mod conan;
pub(crate) mod deno;
mod deploy;
mod docker;
mod document;
mod dotenv;
mod expo;
mod extension;
mod framework;
mod gem;
mod gleam;
mod gomod;
mod gradle;
mod graphql;
mod helmfile;
mod html;
mod image;
mod json;
mod julia;
mod kubernetes;
mod kustomize;
mod lines;
mod lua;
mod make;
mod maven;
mod mcp;
mod mix;
mod n8n;
mod nix;
mod notebook;
mod npm;
mod npm_lock;
mod npm_scripts;
mod nuget;
mod odoo;
mod openapi;
mod perl;
mod pixi;
mod pnpm_lock;
mod prisma;
mod program;
mod protobuf;
mod pub_dart;
mod pulumi;
mod python;
mod python_lock;
mod python_requirement;
mod python_setup;
mod r_project;
mod rebar;
mod registries;
pub mod risks;
mod sbt;
mod script;
mod settings;
mod sql;
mod swift;
mod terraform;
mod terraform_json;
mod toml;
mod vagrant;
mod variable;
mod vcpkg;
mod wordpress;
mod xml;
mod yaml;
mod yarn_lock;

pub use document::is_document;

/// A file as readers see it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path from the top of the code base, with `/`.
    pub path: &'a str,
    /// Its text; bytes that are not UTF-8 were replaced.
    pub text: &'a str,
}

impl<'a> File<'a> {
    /// The last part of the path.
    pub fn name(&self) -> &'a str {
        path::name(self.path)
    }

    /// What stands behind the last dot of the name.
    pub fn extension(&self) -> &'a str {
        path::extension(self.path)
    }
}

/// Why a reader could not read a file to its end. Facts found before stay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file is not what its name says.
    #[error("not valid {format} at line {line}: {message}")]
    Syntax {
        /// The format expected.
        format: &'static str,
        /// The line, from 1; 0 where the parser does not say.
        line: u32,
        /// What the parser says.
        message: String,
    },
    /// It is nested deeper than [`crate::limits::NESTING`].
    #[error("nested too deeply to read")]
    TooDeep,
    /// Its lines are longer than [`crate::limits::MINIFIED_LINE`] on average: no person wrote them.
    #[error("minified")]
    Minified,
}

impl ReadError {
    /// The error without what the parser quotes of the file: it may be a secret.
    fn without_input(self) -> Self {
        match self {
            ReadError::Syntax { format, line, message } => {
                ReadError::Syntax { format, line, message: redact::message(&message) }
            }
            ReadError::TooDeep | ReadError::Minified => self,
        }
    }
}

/// One file format, or one language.
#[derive(Debug)]
pub struct Reader {
    /// What it reads, in a word or two.
    pub name: &'static str,
    /// Whether it wants the file at this path. Called for every path: it must be quick.
    pub wants: fn(&str) -> bool,
    /// Writes what the file shows.
    pub read: fn(&File<'_>, &mut Sink<'_>) -> Result<(), ReadError>,
}

/// Every reader, by name.
pub static READERS: &[Reader] = &[
    actions::READER,
    android::READER,
    ansible::READER,
    apple::READER,
    cargo::READER,
    carthage::READER,
    cocoapods::READER,
    compose::READER,
    composer::READER,
    conan::READER,
    deno::READER,
    deploy::READER,
    docker::READER,
    document::READER,
    dotenv::READER,
    expo::READER,
    extension::READER,
    framework::READER,
    gem::READER,
    gleam::READER,
    gomod::READER,
    gradle::READER,
    graphql::READER,
    helmfile::READER,
    html::READER,
    julia::READER,
    kubernetes::READER,
    kustomize::READER,
    lua::READER,
    make::READER,
    maven::READER,
    mcp::READER,
    mix::READER,
    n8n::READER,
    nix::READER,
    notebook::READER,
    npm::READER,
    npm_lock::READER,
    nuget::READER,
    odoo::READER,
    openapi::READER,
    perl::READER,
    pixi::READER,
    prisma::READER,
    protobuf::READER,
    pub_dart::READER,
    pulumi::READER,
    python::READER,
    r_project::READER,
    python_lock::READER,
    rebar::READER,
    registries::READER,
    sbt::READER,
    settings::READER,
    crate::source::READER,
    sql::READER,
    swift::READER,
    terraform::READER,
    terraform_json::READER,
    vagrant::READER,
    vcpkg::READER,
    wordpress::READER,
];

/// Whether any reader wants the file at `path`.
pub fn wanted(path: &str) -> bool {
    READERS.iter().chain(&risks::READERS).any(|reader| (reader.wants)(path))
}

pub(crate) use program::is_build_script;

/// What every reader that wants the file finds in it, by place; and what went wrong, if anything did.
pub fn read(file: &File<'_>) -> (Vec<Fact>, Option<ReadError>) {
    let mut sink = Sink::styled(file.text, Style::of(file.path));
    let mut error = None;
    for reader in READERS.iter().chain(&risks::READERS).filter(|reader| (reader.wants)(file.path)) {
        if let Err(e) = (reader.read)(file, &mut sink) {
            error.get_or_insert(e.without_input());
        }
    }
    risks::anywhere::read(file, &mut sink);
    (sink.finish(), error)
}

#[cfg(test)]
mod tests {
    use super::READERS;

    #[test]
    fn readers_have_names_of_their_own() {
        let mut names: Vec<_> = READERS.iter().chain(&super::risks::READERS).map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), READERS.len() + super::risks::READERS.len());
    }
}
