//! `cargo xtask`: builds, serves, tests and measures Patchbay.

use anyhow::{Result, bail};
use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [--port PORT]   build the page and serve it on this machine, port 8080 unless told
cargo xtask test                  format, lints, tests natively and in WebAssembly, then the page in Chromium
cargo xtask build                 build the page into dist/, for any static host
cargo xtask bench ZIP...          time the engine and the page against `unzip -tq`, and what follows
cargo xtask bench sizes [--most BYTES] [--shape code|mixed]
                                  measure time and memory against size, from 1 MiB to 4 GiB, and write both into docs/
cargo xtask bench made code|mixed BYTES FILE
                                  write a zip as the one above measures: BYTES as 1048576, 1M or 4G
cargo xtask bench                 time only what needs no file: comparing large audits, and frames while one is searched
cargo xtask bench documents LABELS DOCS [AUDITS [CODE]]
                                  score and time the reader of audit documents, and verifying them against the code
cargo xtask screenshots           build the page and take a picture of every view into docs/screens/
cargo xtask lighthouse            build the page and hold it against Lighthouse's marks, as a desktop and as a telephone
cargo xtask rivals TREES LABELS   find what Patchbay and stack-analyser find of labelled repositories
cargo xtask tools                 find or install the build tools and say where they are
cargo xtask schema                write docs/*.schema.json from the engine's types
cargo xtask licences              check the licences of all that Patchbay is made from
cargo xtask advisories [DB]       hold these packages against RustSec's advisories, from a folder or as published
cargo xtask reproduce             build what is committed twice, in two folders, and compare every file of the page";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<()> {
    match words {
        ["serve"] => xtask::serve::serve(8080),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => xtask::serve::serve(port),
            Err(_) => bail!("{port:?} is not a port: give a number from 0 to 65535"),
        },
        ["test"] => xtask::test::test(),
        ["build"] => xtask::build::build(),
        ["bench", "documents", folders @ ..] if (2..=4).contains(&folders.len()) => xtask::bench::documents(folders),
        ["bench", "sizes", options @ ..] => xtask::bench::sizes(options),
        ["bench", "made", shape, bytes, file] => xtask::bench::made(shape, bytes, file),
        ["bench", files @ ..] => xtask::bench::bench(files),
        ["screenshots"] => xtask::screenshots::screenshots(),
        ["lighthouse"] => xtask::lighthouse::lighthouse(),
        ["rivals", trees, labels] => xtask::bench::rivals(trees, labels),
        ["tools"] => xtask::tools::show(),
        ["schema"] => xtask::schema::write(),
        ["licences"] => xtask::licences::check(),
        ["advisories"] => xtask::advisories::check(None),
        ["advisories", folder] => xtask::advisories::check(Some(folder)),
        ["reproduce"] => xtask::reproduce::reproduce(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("no such command: {}\n\n{USAGE}", words.join(" ")),
    }
}
