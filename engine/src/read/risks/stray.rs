//! Files that nothing else reads and that do not belong into a code base: keys, credentials of package registries,
//! Terraform's state.

use super::{lines, push};
use crate::facts::Sink;
use crate::path;
use crate::read::{File, ReadError, Reader};
use crate::risk::{Risk, is_placeholder};

/// Reads it.
pub const READER: Reader = Reader { name: "stray secrets", wants, read };

/// Names of files that hold credentials. Sorted.
const NAMES: &[&str] =
    &[".netrc", ".npmrc", ".pgpass", ".pypirc", ".yarnrc", "credentials", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa"];

fn wants(path: &str) -> bool {
    let name = path::name(path);
    let account = path::extension(name) == "json"
        && [
            "service-account",
            "service_account",
            "serviceaccount",
            "serviceAccount",
            "firebase-adminsdk",
            "credentials",
        ]
        .iter()
        .any(|word| name.contains(word));
    NAMES.binary_search(&name).is_ok()
        || matches!(path::extension(name), "key" | "pem" | "ppk" | "tfstate")
        || name.ends_with(".tfstate.backup")
        || account
}

/// Settings whose value is a credential.
const SETTINGS: &[&str] = &["_auth", "_authToken", "_password", "aws_secret_access_key", "password"];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name().contains(".tfstate") {
        if file.text.contains("\"instances\"") {
            push(sink, 0..1, Risk::TerraformState, "");
        }
        return Ok(());
    }
    if path::extension(file.name()) == "json" || file.text.contains("-----BEGIN") {
        // Every file is looked through for keys.
        return Ok(());
    }
    for (start, line) in lines(file.text) {
        let code = line.trim();
        let Some((key, value)) = code.split_once('=').filter(|_| !code.starts_with(['#', ';'])) else { continue };
        let key = key.trim().rsplit(':').next().unwrap_or("");
        let value = value.trim();
        if SETTINGS.binary_search(&key).is_ok() && value.len() >= 8 && !is_placeholder(value) {
            let at = start + line.find(key).unwrap_or(0);
            push(sink, at..at + key.len(), Risk::WrittenSecret, key);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_files() {
        assert!(NAMES.is_sorted() && SETTINGS.is_sorted());
        for path in
            ["a/id_rsa", ".npmrc", "certs/server.key", "x-firebase-adminsdk-ab.json", "terraform.tfstate.backup"]
        {
            assert!(wants(path), "{path}");
        }
        for path in ["key", "src/key.ts", "package.json", "é"] {
            assert!(!wants(path), "{path}");
        }
    }
}
