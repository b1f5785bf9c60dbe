//! Nix: flakes and other expressions. The hosts that they take packages and caches from.
//! <https://nix.dev/manual/nix/stable/command-ref/new-cli/nix3-flake>

use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use crate::url;

/// Reads it.
pub const READER: Reader = Reader { name: "nix", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path) == "nix"
}

/// Most inputs told of one flake.
const INPUTS: usize = 200;

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let program = Program::new(file.text, &program::NIX);
    let code = program.code();
    let flake = file.name() == "flake.nix";
    if flake {
        sink.push_file(What::Config { key: "nix-flake".into() });
    }
    let mut inputs = 0;
    for i in 0..code.len() {
        let Some(part) = program.string(i) else { continue };
        let key = if code.punct(i.wrapping_sub(1), b'=') { program.name(i.wrapping_sub(2)) } else { None };
        let link = matches!(key, Some("changelog" | "description" | "downloadPage" | "homepage" | "longDescription"));
        url::push_urls(sink, part.start, part.text, if link { Usage::Link } else { Usage::Value });
        let named = key == Some("url");
        let source = part.text.split_once(':').filter(|_| named && flake && inputs < INPUTS);
        let Some((host @ ("github" | "gitlab" | "sourcehut"), rest)) = source else { continue };
        let mut parts = rest.split(['/', '?']);
        if let (Some(owner), Some(name)) = (parts.next(), parts.next()) {
            inputs += 1;
            sink.push(part.span(), What::Config { key: format!("nix-input:{host}:{owner}/{name}") });
        }
    }
    Ok(())
}
