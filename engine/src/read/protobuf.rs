//! Protocol Buffers: `*.proto`, and Buf's files, which say whose definitions and plugins are taken.
//! <https://buf.build/docs/configuration/v2/buf-yaml/>

use super::yaml::{self, Node};
use super::{File, ReadError, Reader, lines};
use crate::facts::{Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "protobuf", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    path::extension(name) == "proto"
        || matches!(name, "buf.gen.yaml" | "buf.gen.yml" | "buf.work.yaml" | "buf.yaml" | "buf.yml")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.extension() == "proto" {
        proto(file.text, sink);
        return Ok(());
    }
    sink.push_file(What::Config { key: "buf".into() });
    let (documents, error) = yaml::documents(file.text);
    for root in &documents {
        let plugins = root.get("plugins").map_or(&[][..], Node::items);
        let remotes = plugins.iter().filter_map(|item| item.get("remote").or_else(|| item.get("plugin")));
        for node in root.get("deps").map_or(&[][..], Node::items).iter().chain(remotes) {
            let text = node.text().unwrap_or("").split(':').next().unwrap_or("");
            let fits = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/' | b'-' | b'_'));
            if text.starts_with("buf.build/") && fits {
                sink.push(node.span.clone(), What::Config { key: format!("buf:{}", &text["buf.build/".len()..]) });
            }
        }
    }
    error.map_or(Ok(()), Err)
}

/// Definitions of others that a file takes: `import "google/pubsub/v1/pubsub.proto"` as `proto:google/pubsub/v1`.
fn proto(text: &str, sink: &mut Sink<'_>) {
    for line in lines::lines(text) {
        let all = line.trimmed();
        let Some(rest) = all.text.strip_prefix("import ") else { continue };
        let path = rest.split('"').nth(1).unwrap_or("");
        let Some((folder, _)) = path.rsplit_once('/') else { continue };
        let known =
            ["envoy/", "google/", "grpc/", "opentelemetry/", "temporal/"].iter().any(|lead| path.starts_with(lead));
        let fits = folder.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'.'));
        if known && fits && !folder.starts_with("google/protobuf") {
            sink.push(all.span(), What::Config { key: format!("proto:{folder}") });
        }
    }
}
