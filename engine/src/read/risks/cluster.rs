//! Kubernetes manifests: Secrets with values, and containers that may take over their host.

use super::push;
use crate::facts::Sink;
use crate::read::yaml::{self, Node};
use crate::read::{File, ReadError, Reader, kubernetes};
use crate::risk::{Risk, is_placeholder, is_real, says_secret};

/// Reads it.
pub const READER: Reader = Reader { name: "kubernetes, risks", wants: kubernetes::wants, read };

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let has = |word: &str| memchr::memmem::find(file.text.as_bytes(), word.as_bytes()).is_some();
    if !has("apiVersion:") || !(has("kind: Secret") || has("privileged: true") || has("docker.sock")) {
        return Ok(());
    }
    let (documents, _) = yaml::documents(file.text);
    for document in &documents {
        if document.text_of("kind") == Some("Secret") {
            secret(sink, document);
        }
        document.each_entry(&mut |entry| match &*entry.key {
            "privileged" if entry.value.text() == Some("true") => {
                push(sink, entry.value.span.clone(), Risk::HostAccess, "privileged");
            }
            "path" if entry.value.text().is_some_and(|path| path.ends_with("/docker.sock")) => {
                push(sink, entry.value.span.clone(), Risk::HostAccess, "docker.sock");
            }
            _ => {}
        });
    }
    Ok(())
}

fn secret(sink: &mut Sink<'_>, document: &Node<'_>) {
    for (part, coded) in [("data", true), ("stringData", false)] {
        for entry in document.get(part).map_or(&[][..], Node::entries) {
            let Some(value) = entry.value.text() else { continue };
            let plain = if coded { crate::redact::decoded(value) } else { value.to_owned() };
            let own_words = ["base64", "encoded", "secret-", "password"].iter().any(|word| plain.contains(word));
            let named = says_secret(&entry.key.to_ascii_uppercase().replace(['-', '.'], "_"));
            let secret = named && !is_placeholder(&plain) || is_real(&plain);
            if secret && !is_placeholder(value) && !own_words {
                push(sink, entry.key_span.clone(), Risk::ClusterSecret, &*entry.key);
            }
        }
    }
}
