//! Terraform: buckets that anybody reads, databases and administrators' ports that anybody reaches, passwords written out.

use super::{lines, push};
use crate::facts::Sink;
use crate::limits::NESTING;
use crate::path;
use crate::read::{File, ReadError, Reader};
use crate::risk::{Risk, is_placeholder, says_secret};
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "terraform, risks", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::extension(path), "tf" | "tofu")
}

/// Ports that nobody on the internet has business with: remote shells, desktops, databases. Sorted.
const INNER_PORTS: &[u32] = &[22, 1433, 3306, 3389, 5432, 5984, 6379, 9200, 11211, 27017];

/// A block that is open.
#[derive(Default)]
struct Block {
    /// Its first line.
    head: String,
    /// The ports that it names, from and to.
    ports: (Option<u32>, Option<u32>),
    /// Where it lets everybody in.
    open: Option<Range<usize>>,
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut blocks: Vec<Block> = Vec::new();
    for (start, line) in lines(file.text) {
        let code = line.trim();
        if code.starts_with(['#', '/', '*']) {
            continue;
        }
        let at = start + line.len() - line.trim_start().len();
        let span = at..at + code.len();
        if let Some((name, value)) = code.split_once('=') {
            attribute(sink, &mut blocks, span, name.trim(), value.trim());
        }
        if code.ends_with('{') && blocks.len() < NESTING {
            blocks.push(Block { head: code.to_owned(), ..Block::default() });
        } else if code.starts_with('}')
            && let Some(Block { head, ports: (Some(from), to), open: Some(span) }) = blocks.pop()
        {
            let to = to.unwrap_or(from);
            let reaches = |port: &&u32| (from..=to).contains(*port);
            // Everything is let out, and a whole range is let in on purpose.
            if let Some(port) = INNER_PORTS.iter().find(reaches).filter(|_| !head.contains("egress") && to - from < 100)
            {
                push(sink, span, Risk::OpenNetwork, format!("port {port}"));
            }
        }
    }
    Ok(())
}

fn attribute(sink: &mut Sink<'_>, blocks: &mut [Block], span: Range<usize>, name: &str, value: &str) {
    let plain = value.trim_matches('"');
    let in_bucket = blocks.iter().any(|block| block.head.contains("bucket"));
    match name {
        "acl" if plain.starts_with("public-read") => push(sink, span, Risk::PublicBucket, plain),
        "block_public_acls" | "block_public_policy" if plain == "false" => push(sink, span, Risk::PublicBucket, name),
        "member" | "members" if in_bucket && value.contains("allUsers") => {
            push(sink, span, Risk::PublicBucket, "allUsers");
        }
        "publicly_accessible" if plain == "true" => push(sink, span, Risk::OpenNetwork, name),
        "from_port" | "to_port" | "port" => {
            let port = plain.parse().ok();
            if let Some(block) = blocks.last_mut() {
                match name {
                    "to_port" => block.ports.1 = port,
                    _ => block.ports.0 = port,
                }
            }
        }
        "ports" => {
            let port = value.split(['"', '[', ']', ',']).find_map(|part| part.trim().parse().ok());
            if let Some(block) = blocks.last_mut() {
                block.ports.0 = port;
            }
        }
        "cidr_blocks" | "cidr_ipv4" | "source_ranges" | "source_address_prefix" | "source_addresses"
            if value.contains("0.0.0.0/0") =>
        {
            if let Some(block) = blocks.last_mut() {
                block.open = Some(span);
            }
        }
        _ if value.starts_with('"') => {
            let variable = blocks.last().filter(|_| name == "default").map(|block| block.head.as_str());
            let name = variable.and_then(|head| head.split('"').nth(1)).unwrap_or(name);
            if says_secret(&name.to_ascii_uppercase()) && !is_placeholder(plain) {
                push(sink, span, Risk::WrittenSecret, name);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn ports_are_sorted() {
        assert!(super::INNER_PORTS.is_sorted());
    }
}
