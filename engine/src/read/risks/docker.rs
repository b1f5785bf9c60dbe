//! Dockerfiles: secrets in `ENV` and `ARG`, which stay in the image's history for whoever pulls it.

use super::{lines, push};
use crate::facts::Sink;
use crate::read::{File, ReadError, Reader, docker};
use crate::risk::{Risk, is_placeholder, is_real, says_secret};

/// Reads it.
pub const READER: Reader = Reader { name: "dockerfile, risks", wants: docker::wants, read };

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // `ENV` may go on over lines.
    let mut open = false;
    for (start, line) in lines(file.text) {
        let code = line.trim_start();
        let word = code.split_whitespace().next().unwrap_or("");
        // What a build is given by default may be anything, for the build to go on.
        let argument = word.eq_ignore_ascii_case("ARG");
        let begins = argument || word.eq_ignore_ascii_case("ENV");
        if !begins && !open || code.starts_with('#') {
            continue;
        }
        let rest = if begins { code.get(3..).unwrap_or("") } else { code };
        // The old form, `ENV NAME value`.
        let old = begins.then(|| rest.trim().split_once(' ')).flatten().filter(|(name, _)| !name.contains('='));
        let pairs = rest.split_whitespace().filter_map(|word| word.split_once('=')).chain(old);
        for (name, value) in pairs {
            if says_secret(name) && !is_placeholder(value) && (!argument || is_real(value)) {
                let at = start + line.find(name).unwrap_or(0);
                push(sink, at..at + name.len(), Risk::ImageSecret, name);
            }
        }
        open = code.trim_end().ends_with('\\');
    }
    Ok(())
}
