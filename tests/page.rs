//! The built page, served from a sub-path as on a shared static host, and open in a browser. Things on it are found as a
//! screen reader finds them: by role and accessible name.

use crate::{Driver, Look, View};
use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use xtask::site::Site;

/// Longest wait for anything to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// Defines `find(role, name)` in the page: what is visible with that role and name, in the order of the document. An empty
/// name stands for any; one that ends in `…` for any that begins so.
const FIND: &str = r#"
const roles = {
  alert: '', article: 'article', button: 'button', heading: 'h1,h2,h3,h4', link: 'a[href]', list: 'ul,ol', main: 'main', menuitem: '',
  progressbar: 'progress', row: 'tr', region: 'section', searchbox: 'input[type=search]', tab: '', table: 'table', tabpanel: '', textbox: 'textarea,input[type=text]', checkbox: 'input[type=checkbox]', dialog: 'dialog[open]',
};
const nameOf = (element) => {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const by = element.getAttribute('aria-labelledby');
  if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  if (element.labels?.length) return element.labels[0].textContent.trim();
  const copy = element.cloneNode(true);
  copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
  return copy.textContent.replace(/\s+/g, ' ').trim();
};
const find = (role, name) => {
  const native = roles[role] ? roles[role].split(',').map((one) => `${one}:not([role])`).join(',') + ',' : '';
  return [...document.querySelectorAll(`${native}[role=${role}]`)].filter((element) => {
    const found = nameOf(element);
    const fits = !name || found === name || (name.endsWith('…') && found.startsWith(name.slice(0, -1)));
    return fits && element.checkVisibility();
  });
};
"#;

/// The page under test.
#[derive(Debug)]
pub struct Page {
    /// The browser.
    pub driver: Driver,
    /// The server, which records each request.
    pub site: Site,
    downloads: TempDir,
    /// The browser's name for the script that pretends a number of cores.
    pretended: Mutex<Option<String>>,
    /// A copy of the built page, where the test puts something beside it.
    _copy: Option<TempDir>,
}

impl Page {
    /// Serves `dist/` from a sub-path and opens it; returns when all that the page loads is there.
    pub async fn open() -> Result<Page> {
        Self::served(&built()?, None).await
    }

    /// The same with a copy of `dist/` that `publish` puts something into.
    pub async fn open_with(publish: impl FnOnce(&Path) -> Result<()>) -> Result<Page> {
        let copy = TempDir::new()?;
        copy_below(&built()?, copy.path())?;
        publish(copy.path())?;
        let folder = copy.path().to_owned();
        Self::served(&folder, Some(copy)).await
    }

    async fn served(dist: &Path, copy: Option<TempDir>) -> Result<Page> {
        let site = Site::open(dist, "/some/sub/", 0)?;
        let driver = Driver::start().await?;
        let downloads = TempDir::new()?;
        let to = json!({ "behavior": "allow", "downloadPath": downloads.path() });
        driver.devtools("Browser.setDownloadBehavior", to).await?;
        let watch = "window.violations = [];
            addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));";
        driver.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await?;
        let page = Page { driver, site, downloads, pretended: Mutex::default(), _copy: copy };
        page.load().await?;
        Ok(page)
    }

    /// Loads the page anew.
    pub async fn load(&self) -> Result<()> {
        self.driver.client.goto("about:blank").await?;
        self.driver.client.goto(&self.site.url()).await?;
        self.one("button", "Open files").await?;
        // The page's program and the worker's, the sample, and what is kept for later.
        self.until("all is loaded", async || {
            let known = self.resources().await?;
            let programs = known.iter().filter(|address| address.ends_with(".wasm")).count();
            let sample = known.iter().any(|address| address.ends_with(".zip"));
            let kept = "return navigator.serviceWorker.getRegistration().then((kept) => Boolean(kept?.active))";
            Ok((programs >= 2 && sample && self.script(kept, vec![]).await? == json!(true)).then_some(()))
        })
        .await?;
        // What they ask for in turn would come now.
        let mut requests = 0;
        while requests < self.site.requests().len() {
            requests = self.site.requests().len();
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        Ok(())
    }

    /// How many cores the page believes that the machine has.
    pub async fn cores(&self) -> Result<u64> {
        let cores = self.script("return navigator.hardwareConcurrency", vec![]).await?;
        cores.as_u64().context("a number of cores")
    }

    /// Has the page believe so from the next time on that it is loaded.
    pub async fn pretend_cores(&self, cores: u64) -> Result<()> {
        let before = self.pretended.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(script) = before {
            self.driver.devtools("Page.removeScriptToEvaluateOnNewDocument", json!({ "identifier": script })).await?;
        }
        let source = format!(
            "Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', {{ get: () => {cores}, configurable: true }});"
        );
        let added = self.driver.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
        let script = added["identifier"].as_str().map(str::to_owned);
        *self.pretended.lock().unwrap_or_else(PoisonError::into_inner) = script;
        Ok(())
    }

    /// Gives the page this look.
    pub async fn take_on(&self, look: Look) -> Result<()> {
        self.resize(look.width, look.height, look.dark).await
    }

    /// Gives the page a window of this size, and the system's colours.
    pub async fn resize(&self, width: u32, height: u32, dark: bool) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        // Nothing moves while it is looked at.
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        self.driver.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme, still] })).await?;
        self.settle().await
    }

    /// Waits until the page has drawn what it is about to.
    pub async fn settle(&self) -> Result<()> {
        let frames = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))";
        self.script(frames, vec![]).await?;
        Ok(())
    }

    /// Opens the sample, and holds the document in it against its code.
    pub async fn open_sample(&self) -> Result<()> {
        self.click("link", "Try a sample").await?;
        self.shows("tidewater-tea").await?;
        self.click("button", "Verify").await?;
        self.one("button", "Back to the audit").await?;
        Ok(())
    }

    /// Shows a view of what is open.
    pub async fn show(&self, view: &View) -> Result<()> {
        self.script("location.hash = arguments[0]", vec![json!(view.fragment)]).await?;
        self.settle().await
    }

    /// Runs a script in the page, in which `find(role, name)` is known and `arguments` holds the arguments.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver.client.execute(&format!("{FIND}\n{script}"), arguments).await?)
    }

    /// Tries until it gives something.
    pub async fn until<T>(&self, what: &str, mut attempt: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
        let since = Instant::now();
        loop {
            if let Some(found) = attempt().await? {
                return Ok(found);
            }
            if since.elapsed() > PATIENCE {
                let shown = self.script("return document.body.innerText.slice(0, 2000)", vec![]).await?;
                let console = self.driver.console().await?;
                bail!(
                    "not seen in {PATIENCE:?}: {what}. The page shows:\n{}\n{console:#?}",
                    shown.as_str().unwrap_or_default()
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The names of all that is visible with that role.
    pub async fn names(&self, role: &str) -> Result<Vec<String>> {
        strings(self.script("return find(arguments[0], '').map(nameOf)", vec![json!(role)]).await?)
    }

    /// The first with that role and name, once it is visible.
    pub async fn one(&self, role: &str, name: &str) -> Result<Element> {
        self.until(&format!("{role} {name:?}"), async || {
            let found = self
                .script("return find(arguments[0], arguments[1])[0] ?? null", vec![json!(role), json!(name)])
                .await?;
            match found {
                Value::Null => Ok(None),
                found => Ok(Some(Element::from_element_id(self.driver.client.clone(), element_id(&found)?))),
            }
        })
        .await
    }

    /// Clicks it, once it is there.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        Ok(self.one(role, name).await?.click().await?)
    }

    /// What the table with that name says, row by row, cell by cell, without its head.
    pub async fn table(&self, name: &str) -> Result<Vec<Vec<String>>> {
        self.one("table", name).await?;
        let script = "
            const rows = [...find('table', arguments[0])[0].querySelectorAll('[role=row],tr')];
            const cells = (row) => [...row.querySelectorAll('[role=rowheader],[role=cell],th,td')];
            return rows.map((row) => cells(row).map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim())).filter((row) => row.length);";
        let rows = self.script(script, vec![json!(name)]).await?;
        rows.as_array().context("a list of rows")?.iter().cloned().map(strings).collect()
    }

    /// The text of what has that role and name.
    pub async fn text(&self, role: &str, name: &str) -> Result<String> {
        Ok(self.one(role, name).await?.text().await?)
    }

    /// Drops a file made in the page from these bytes, with the events that a real drop fires.
    pub async fn drop_bytes(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let script = "
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(arguments[1])], arguments[0]));
            for (const kind of ['dragenter', 'dragover', 'drop']) {
              const at = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
              at.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, composed: true, dataTransfer: transfer }));
            }";
        self.script(script, vec![json!(name), json!(bytes)]).await?;
        Ok(())
    }

    /// Pastes a text with the event that a real paste fires, where the focus is.
    pub async fn paste(&self, text: &str) -> Result<()> {
        let script = "
            const data = new DataTransfer();
            data.setData('text/plain', arguments[0]);
            const at = document.activeElement ?? document.body;
            at.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));";
        self.script(script, vec![json!(text)]).await?;
        Ok(())
    }

    /// Drags files or folders of this machine onto the page and lets go, as a person's hand would.
    pub async fn drag(&self, paths: &[&Path]) -> Result<()> {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": 400, "y": 400, "data": data });
            self.driver.devtools("Input.dispatchDragEvent", event).await?;
        }
        Ok(())
    }

    /// Chooses a file through the file input behind "Open files".
    pub async fn choose(&self, path: &Path) -> Result<()> {
        let input = self.driver.client.find(Locator::Css("input[type=file]:not([webkitdirectory])")).await?;
        Ok(input.send_keys(&path.to_string_lossy()).await?)
    }

    /// Waits for the audit with this title to be shown.
    pub async fn shows(&self, title: &str) -> Result<()> {
        self.one("heading", title).await?;
        self.one("tab", "Services").await?;
        Ok(())
    }

    /// What the page saves when that item of the menu "Export" is chosen.
    pub async fn export(&self, item: &str) -> Result<Vec<u8>> {
        self.click("button", "Export").await?;
        self.click("menuitem", item).await?;
        self.until("a saved file", async || {
            for entry in fs::read_dir(self.downloads.path())? {
                let path = entry?.path();
                if path.extension().is_some_and(|ending| ending != "crdownload" && ending != "tmp") {
                    let bytes = fs::read(&path)?;
                    // The browser first holds the name with an empty file.
                    if bytes.is_empty() {
                        continue;
                    }
                    fs::remove_file(&path)?;
                    return Ok(Some(bytes));
                }
            }
            Ok(None)
        })
        .await
    }

    /// The addresses that the page itself knows to have loaded.
    pub async fn resources(&self) -> Result<Vec<String>> {
        let script = "return performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.startsWith('http'))";
        strings(self.script(script, vec![]).await?)
    }

    /// Fails if the browser reported an error, or the content policy forbade anything, since the page was opened.
    pub async fn is_calm(&self) -> Result<()> {
        let violations = strings(self.script("return window.violations", vec![]).await?)?;
        let console = self.driver.console().await?;
        let loud: Vec<_> =
            console.iter().filter(|entry| entry.contains("SEVERE") || entry.contains("WARNING")).collect();
        if !violations.is_empty() || !loud.is_empty() {
            bail!("the browser complains: {violations:#?} {loud:#?}");
        }
        Ok(())
    }
}

/// The built page.
fn built() -> Result<PathBuf> {
    let dist = xtask::dist();
    if !dist.join("index.html").is_file() {
        bail!("{} is not built: run `cargo xtask build`", dist.display());
    }
    Ok(dist)
}

fn copy_below(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let copy = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            fs::create_dir_all(&copy)?;
            copy_below(&path, &copy)?;
        } else {
            fs::copy(&path, &copy)?;
        }
    }
    Ok(())
}

/// The row whose first cell begins with this.
pub fn row<'a>(table: &'a [Vec<String>], first: &str) -> Result<&'a [String]> {
    let found = table.iter().find(|row| row.first().is_some_and(|cell| cell.starts_with(first)));
    found.map(Vec::as_slice).with_context(|| format!("no row for {first}: {table:#?}"))
}

fn strings(value: Value) -> Result<Vec<String>> {
    Ok(serde_json::from_value(value)?)
}

fn element_id(found: &Value) -> Result<fantoccini::elements::ElementRef> {
    let id = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
    Ok(id.context("an element")?.to_owned().into())
}
