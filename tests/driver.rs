//! A chromedriver with one session in it. Both end when it is dropped, also after a failed test.

use anyhow::{Context, Result, bail};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;
use url::{ParseError, Url};
use xtask::browser::Browser;

/// A browser under control.
#[derive(Debug)]
pub struct Driver {
    /// Speaks to it.
    pub client: Client,
    process: Child,
    port: u16,
    session: String,
    /// All that the driver and the browser write: the profile, and what they share as memory.
    scratch: TempDir,
}

/// Least free space, in bytes, with which a browser is started. One writes some 40 MB; where a disk is full, it goes on without its
/// stores, and tests fail with whatever comes of that.
const ROOM: u64 = 256 << 20;

/// Where the driver says its port on starting.
const PORT_FOLLOWS: &str = "was started successfully on port ";

impl Driver {
    /// Starts a driver on a free port, and in it a browser without a window.
    pub async fn start() -> Result<Driver> {
        let browser = Browser::find().context("Chromium and chromedriver are not on the search path")?;
        let scratch = TempDir::new()?;
        enough(scratch.path())?;
        let mut process = Command::new(&browser.driver)
            .args(["--port=0", "--log-level=SEVERE"])
            .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, scratch.path())))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} could not be started", browser.driver.display()))?;
        let Some(port) = process.stdout.take().and_then(|out| port(BufReader::new(out))) else {
            let _ = process.kill();
            bail!("{} said no port", browser.driver.display());
        };
        let arguments = [
            "--headless=new",
            // A container lets root have no sandbox; the only page that is opened is ours.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-first-run",
            "--window-size=1280,900",
        ];
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": browser.chromium, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted.as_object().cloned().unwrap_or_default());
        let connected = builder.connect(&format!("http://127.0.0.1:{port}")).await;
        let session = match &connected {
            Ok(client) => client.session_id().await.ok().flatten(),
            Err(_) => None,
        };
        match (connected, session) {
            (Ok(client), Some(session)) => Ok(Driver { client, process, port, session, scratch }),
            (connected, _) => {
                let _ = process.kill();
                let _ = process.wait();
                bail!("no session in {}: {:?}", browser.driver.display(), connected.err());
            }
        }
    }

    /// The number of the driver's process, which starts the browser's.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// A command of the browser's own protocol for developers.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        Ok(self.client.issue_cmd(Extra { path: "goog/cdp/execute", body }).await?)
    }

    /// What the browser's console holds since the last call: warnings and errors, those of the content policy among them.
    pub async fn console(&self) -> Result<Vec<String>> {
        let log = self.client.issue_cmd(Extra { path: "se/log", body: json!({ "type": "browser" }) }).await?;
        let entries = log.as_array().cloned().unwrap_or_default();
        Ok(entries.iter().map(|entry| format!("{}: {}", entry["level"], entry["message"])).collect())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Without this, the browser would outlive its driver.
        let end = || -> io::Result<()> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            let session = &self.session;
            write!(stream, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
            let _ = stream.read(&mut [0; 256])?;
            Ok(())
        };
        let _ = end();
        let _ = self.process.kill();
        let _ = self.process.wait();
        // The browser's own processes may write for a moment longer.
        for _ in 0..100 {
            if fs::remove_dir_all(self.scratch.path()).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Fails if the disk of this folder has no room for what a browser writes.
fn enough(folder: &Path) -> Result<()> {
    let free = fs4::available_space(folder)?;
    if free < ROOM {
        let (free, room) = (free >> 20, ROOM >> 20);
        bail!("the disk of {} has {free} MB left, and a browser wants {room}: make room", folder.display());
    }
    Ok(())
}

fn port(said: impl BufRead) -> Option<u16> {
    said.lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once(PORT_FOLLOWS)?;
        port.trim_end_matches('.').trim().parse().ok()
    })
}

/// A command of the session's that the standard does not name.
#[derive(Debug)]
struct Extra {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
