//! GDScript, the language of Godot.

use super::{C_STRINGS, Language, Need, Shows, Table};
use crate::source::lex::Syntax;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax { line_comments: &["#"], strings: C_STRINGS, word_comments: true, ..Syntax::BARE },
    idioms: &[
        ("OS.get_environment('')", Shows::Env(Need::Asked)),
        ("OS.has_environment('')", Shows::Env(Need::Optional)),
        ("OS.execute('',", Shows::Run),
        ("OS.create_process('',", Shows::Run),
    ],
    ..Table::BARE
});
