//! A small static server on this machine: what any plain file host does, and a record of what was asked for.

use anyhow::{Result, anyhow};
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use tiny_http::{Method, Request, Server};

/// Content types by file ending. A browser compiles WebAssembly while it loads only under its own type.
const TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("woff2", "font/woff2"),
    ("zip", "application/zip"),
];

/// Follows the content type of what is sent gzipped.
const GZIP: &str = "\r\nContent-Encoding: gzip";

/// As many as a browser opens connections to one host.
const THREADS: usize = 6;

/// A folder, served under a prefix until it is dropped.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    prefix: String,
    asked: Arc<Mutex<Vec<String>>>,
    server: Handle,
    threads: Vec<JoinHandle<()>>,
}

struct Handle(Arc<Server>);

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server")
    }
}

impl Site {
    /// Serves `folder` under `prefix`, which begins and ends with `/`, on a port of this machine; 0 takes a free one. Where `.gz`
    /// behind a file's name is a file, too, that is sent to whoever takes it.
    pub fn open(folder: &Path, prefix: &str, port: u16) -> Result<Site> {
        let server = Server::http(("127.0.0.1", port)).map_err(|e| anyhow!("port {port} cannot be served on: {e}"))?;
        let server = Arc::new(server);
        let address = server.server_addr().to_ip().ok_or_else(|| anyhow!("the server has no address"))?;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let threads = (0..THREADS).map(|_| {
            let (server, asked) = (Arc::clone(&server), Arc::clone(&asked));
            let (folder, prefix) = (folder.to_path_buf(), prefix.to_owned());
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    asked.lock().unwrap_or_else(PoisonError::into_inner).push(request.url().to_owned());
                    answer(request, &folder, &prefix);
                }
            })
        });
        let threads = threads.collect();
        Ok(Site { address, prefix: prefix.to_owned(), asked, server: Handle(server), threads })
    }

    /// The address of its first page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// The paths that were asked for, in order.
    pub fn requests(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves for ever.
    pub fn wait(mut self) -> Result<()> {
        for thread in self.threads.drain(..) {
            thread.join().map_err(|_| anyhow!("the server broke down"))?;
        }
        Ok(())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Each call wakes one thread, whichever comes first.
        self.threads.iter().for_each(|_| self.server.0.unblock());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn answer(request: Request, folder: &Path, prefix: &str) {
    let takes_gzip = request.headers().iter().any(|header| {
        header.field.equiv("Accept-Encoding") && header.value.as_str().split([',', ' ']).any(|coding| coding == "gzip")
    });
    let read = |path: &Path| {
        let gzipped = takes_gzip.then(|| fs::read(path.with_added_extension("gz")).ok()).flatten();
        gzipped.map(|bytes| (GZIP, bytes)).or_else(|| Some(("", fs::read(path).ok()?)))
    };
    let found = matches!(request.method(), Method::Get | Method::Head)
        .then(|| request.url().strip_prefix(prefix).and_then(|path| file(folder, path)))
        .flatten()
        .and_then(|path| Some((content_type(&path), read(&path)?)));
    let with_body = *request.method() != Method::Head;
    // Whoever asked may be gone; that is no trouble of ours.
    let _ = match found {
        Some((kind, (coding, bytes))) => write(request, "200 OK", &format!("{kind}{coding}"), &bytes, with_body),
        None => write(request, "404 Not Found", "text/plain; charset=utf-8", b"Not found\n", with_body),
    };
}

/// Answers, and asks for an end of the connection: tiny_http keeps a thread busy for each that stays open, and lets the next
/// wait for one while more than four do.
fn write(request: Request, status: &str, kind: &str, body: &[u8], with_body: bool) -> io::Result<()> {
    let mut out = request.into_writer();
    let length = body.len();
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n"
    )?;
    if with_body {
        out.write_all(body)?;
    }
    out.flush()
}

/// The file for a path as asked for, never one outside of the folder.
fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = decode(path.split(['?', '#']).next()?)?;
    let mut out = folder.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with("..") || part.contains(['\\', ':', '\0']) {
            return None;
        }
        out.push(part);
    }
    if out.is_dir() {
        out.push("index.html");
    }
    out.is_file().then_some(out)
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut out = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

fn content_type(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    TYPES.iter().find(|row| row.0 == ending).map_or("application/octet-stream", |row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::net::TcpStream;

    fn get(site: &Site, path: &str) -> String {
        let mut stream = TcpStream::connect(site.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn serves_a_folder_under_a_prefix_and_records_what_was_asked_for() {
        let site = Site::open(&crate::root().join("xtask"), "/some/sub/", 0).unwrap();
        assert!(get(&site, "/some/sub/src/site.rs").contains("200 OK"));
        assert!(get(&site, "/some/sub/src%2Fsite.rs?x=1").contains("200 OK"));
        assert!(get(&site, "/src/site.rs").contains("404"), "outside of the prefix");
        assert!(get(&site, "/some/sub/../Cargo.toml").contains("404"), "outside of the folder");
        assert!(get(&site, "/some/sub/%2e%2e/Cargo.toml").contains("404"), "outside of the folder");
        assert!(get(&site, "/some/sub/").contains("404"), "there is no index.html here");
        assert_eq!(site.requests().len(), 6);
        assert_eq!(site.requests()[0], "/some/sub/src/site.rs");
    }

    #[test]
    fn sends_what_is_gzipped_to_whoever_takes_it() {
        let folder = std::env::temp_dir().join(format!("patchbay-site-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.txt"), "plain").unwrap();
        fs::write(folder.join("a.txt.gz"), "small").unwrap();
        let site = Site::open(&folder, "/", 0).unwrap();
        let plain = get(&site, "/a.txt");
        let gzipped = get(&site, "/a.txt HTTP/1.1\r\nAccept-Encoding: br, gzip\r\nX: ");
        fs::remove_dir_all(&folder).unwrap();
        assert!(plain.ends_with("plain") && !plain.contains("Content-Encoding"), "{plain}");
        assert!(gzipped.ends_with("small") && gzipped.contains("\r\nContent-Encoding: gzip\r\n"), "{gzipped}");
    }

    #[test]
    fn types_are_sorted() {
        assert!(TYPES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
