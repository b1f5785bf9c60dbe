//! Swift and Objective-C: the platform's frameworks, Vapor, and what the languages do themselves.

use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, QUOTED, SINGLE, Scan, Shows, TRIPLE, Table};
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::source::lex::{Kind, StringForm, Syntax};
use crate::source::literals::is_env_name;

/// How Swift is read.
pub static SWIFT: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["//"],
        block_comments: &[("/*", "*/", true)],
        strings: &[
            StringForm { open: "#\"", close: "\"#", escapes: false, multiline: true, interpolation: "" },
            TRIPLE,
            QUOTED,
        ],
        ..Syntax::BARE
    },
    imports: Imports {
        ecosystem: Some(Ecosystem::Swift),
        words: &["import"],
        separator: ".",
        keep: Keep::First,
        inline: Inline::Never,
        own: &[],
        own_segments: 1,
        common: COMMON,
    },
    idioms: &[
        ("ProcessInfo.processInfo.environment['']", Shows::Env(Need::Asked)),
        ("ProcessInfo().environment['']", Shows::Env(Need::Asked)),
        (".environment['']", Shows::Env(Need::Asked)),
        ("Environment.get('')", Shows::Env(Need::Asked)),
        ("getenv('')", Shows::Env(Need::Asked)),
        (".launchPath = ''", Shows::Run),
        (".executableURL = URL(fileURLWithPath: ''", Shows::Run),
        (".executableURL = URL(filePath: ''", Shows::Run),
        ("Process.run(URL(fileURLWithPath: ''", Shows::Run),
        (".isValidAuthenticationCode(", Shows::Signature("hmac")),
        (".collection('')", Shows::Store("collection", "")),
        ("let schema = ''", Shows::Store("table", "")),
        ("hostname: ''", Shows::Calls),
        (".<verb>(''", Shows::Segments),
        (".grouped(''", Shows::Chain),
        (".group(''", Shows::Within),
    ],
    serves: |_, text| {
        ["import Vapor", "import Hummingbird"]
            .iter()
            .any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
    },
    also: swift_also,
    ..Table::BARE
});

/// How Objective-C is read, and Objective-C++.
pub static OBJECTIVE_C: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["//"],
        block_comments: &[("/*", "*/", false)],
        strings: &[
            StringForm { open: "@\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
            QUOTED,
            SINGLE,
        ],
        ..Syntax::BARE
    },
    imports: Imports { ecosystem: Some(Ecosystem::Swift), common: COMMON, ..Imports::NONE },
    idioms: &[
        ("#import <NAME/", Shows::Import(Ecosystem::Swift)),
        ("#include <NAME/", Shows::Import(Ecosystem::Swift)),
        ("@import NAME", Shows::Import(Ecosystem::Swift)),
        ("getenv('')", Shows::Env(Need::Asked)),
        ("environment]['']", Shows::Env(Need::Asked)),
        ("environment['']", Shows::Env(Need::Asked)),
        ("environment] objectForKey:''", Shows::Env(Need::Asked)),
        (".launchPath = ''", Shows::Run),
        ("setLaunchPath:''", Shows::Run),
        ("system('')", Shows::Run),
        ("collectionWithPath:''", Shows::Store("collection", "firestore")),
    ],
    ..Table::BARE
});

/// Frameworks that every application has, and none of which reaches a service; sorted.
const COMMON: &[&str] = &[
    "AppKit",
    "CFNetwork",
    "Cocoa",
    "Combine",
    "CommonCrypto",
    "CoreFoundation",
    "CoreGraphics",
    "CoreImage",
    "CoreText",
    "CryptoKit",
    "Darwin",
    "Dispatch",
    "Foundation",
    "ImageIO",
    "MachO",
    "OSLog",
    "ObjectiveC",
    "Observation",
    "PackageDescription",
    "QuartzCore",
    "SwiftUI",
    "Testing",
    "UIKit",
    "UniformTypeIdentifiers",
    "Vapor",
    "XCTest",
    "arpa",
    "dispatch",
    "libkern",
    "mach",
    "net",
    "netinet",
    "objc",
    "os",
    "simd",
    "sys",
];

/// What the build puts into the application's property list: `Bundle.main.object(forInfoDictionaryKey: "API_KEY")`.
fn swift_also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let Some(name) = code.string(i).filter(|name| is_env_name(name) && name.contains('_')) else { return };
    let labelled = i > 1 && code.is(i - 2, "forInfoDictionaryKey") && code.punct(i - 1, b':');
    let indexed =
        i > 2 && code.punct(i - 1, b'[') && (code.is(i - 2, "infoDictionary") || code.is(i - 3, "infoDictionary"));
    if labelled || indexed {
        let close = code.mate(if labelled { i.saturating_sub(3) } else { i - 1 }).max(i);
        let required = super::env::required(&code, i, close, Need::Asked);
        scan.push(i, What::EnvRead { name: name.to_owned(), required });
    }
    debug_assert_eq!(code.kind(i), Some(Kind::Str));
}

#[cfg(test)]
mod tests {
    #[test]
    fn common_modules_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
