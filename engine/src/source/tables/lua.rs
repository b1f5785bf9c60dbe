//! Lua: OpenResty and Lapis, and what the language does itself.

use super::{Language, Need, QUOTED, SINGLE, Shows, Table};
use crate::source::lex::{StringForm, Syntax};

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["--"],
        block_comments: &[("--[[", "]]", false), ("--[=[", "]=]", false)],
        strings: &[
            QUOTED,
            SINGLE,
            StringForm { open: "[[", close: "]]", escapes: false, multiline: true, interpolation: "" },
        ],
        ..Syntax::BARE
    },
    idioms: &[
        ("os.getenv('')", Shows::Env(Need::Asked)),
        ("os.getenv ''", Shows::Env(Need::Asked)),
        ("os.execute(''", Shows::Run),
        ("io.popen(''", Shows::Run),
        ("require('')", Shows::Config("lua:")),
        ("require ''", Shows::Config("lua:")),
        ("ngx.hmac_sha1(", Shows::Signature("hmac")),
        ("app:<verb>('',", Shows::Route),
        ("app:match('',", Shows::Route),
    ],
    handler: |_, _| String::new(),
    blocks: super::Blocks::End,
    ..Table::BARE
});
