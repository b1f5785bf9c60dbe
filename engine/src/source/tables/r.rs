//! R: packages are loaded by name, the environment is asked by a function.

use super::{Language, Need, QUOTED, SINGLE, Shows, Table};
use crate::audit::Ecosystem;
use crate::source::lex::Syntax;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax { line_comments: &["#"], strings: &[QUOTED, SINGLE], name_bytes: b".", ..Syntax::BARE },
    idioms: &[
        ("Sys.getenv('')", Shows::Env(Need::Asked)),
        ("Sys.getenv('',", Shows::Env(Need::Optional)),
        ("system(''", Shows::Run),
        ("system2(''", Shows::Run),
        ("processx::run(''", Shows::Run),
        ("library(NAME)", Shows::Import(Ecosystem::Cran)),
        ("library('')", Shows::Import(Ecosystem::Cran)),
        ("require(NAME)", Shows::Import(Ecosystem::Cran)),
        ("requireNamespace(''", Shows::Import(Ecosystem::Cran)),
    ],
    ..Table::BARE
});
