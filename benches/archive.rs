//! How long the engine and the page take for an archive, each as a ratio to `unzip -tq`, which inflates every file and keeps
//! none: about the least that a program which looks into the files can take. All three alternate in one run, and the best
//! of each counts. It asserts nothing.
//!
//! Then how long the page takes to compare two audits of 5,000 services and 20,000 variables.
//!
//! `cargo xtask bench ZIP...` builds what is measured, then runs this.

use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use patchbay_tests::Page;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

mod made;
use made::{SERVICES, VARIABLES, made};

/// Rounds for each file.
const ROUNDS: usize = 5;

/// Milliseconds from a file's choice to the frame after its audit was drawn, and what the page itself says.
#[derive(Debug, Clone)]
struct Shown {
    milliseconds: f64,
    said: String,
}

#[tokio::main]
async fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let page = Page::open().await?;
    let mut all = Vec::new();
    for file in &files {
        all.push(measure(&page, Path::new(file)).await?);
    }
    if all.len() > 1 {
        println!("\nall {} files together, the best of each", all.len());
        let sum = |of: fn(&Best) -> Option<f64>| all.iter().map(of).sum::<Option<f64>>();
        let unzip = sum(|best| best.unzip);
        for (what, time) in [
            ("unzip -tq", unzip),
            ("native", sum(|best| best.native)),
            ("fresh page", sum(|best| best.fresh)),
            ("again", sum(|best| best.again)),
        ] {
            if let Some(time) = time {
                println!("  {what:<12}  {time:8.1} ms{}", ratio(time, unzip));
            }
        }
    }
    compare(&page).await
}

/// The best times for a file, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Best {
    unzip: Option<f64>,
    native: Option<f64>,
    fresh: Option<f64>,
    again: Option<f64>,
}

fn ratio(time: f64, unzip: Option<f64>) -> String {
    unzip.map_or_else(String::new, |unzip| format!("   {:.2} x unzip", time / unzip))
}

/// Has the page compare two large audits. The clock runs in the page: from asking for it until both columns are drawn, and the
/// frame with them is due.
async fn compare(page: &Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    page.load().await?;
    for (name, every) in [("old", 0), ("new", 10)] {
        let file = folder.path().join(format!("{name}.json"));
        std::fs::write(&file, serde_json::to_vec(&made(every))?)?;
        in_page(page, &file).await?;
    }
    // The worker still lays out the audits' documents, and would do that first.
    tokio::time::sleep(Duration::from_secs(8)).await;
    let watch = "
        window.shown = undefined;
        const since = performance.now();
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (...message) {
          const asked = performance.now();
          this.addEventListener('message', () => { window.worked = performance.now() - asked; }, { once: true });
          return post.apply(this, message);
        };
        const observer = new MutationObserver(() => {
          if (document.querySelector('progress') || !document.querySelector('.compare-table .row')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now() - since; }));
        });
        observer.observe(document.body, { childList: true, subtree: true });
        location.hash = 'view=compare';";
    page.script(watch, vec![]).await?;
    let shown =
        page.until("the comparison", async || Ok(page.script("return window.shown ?? null", vec![]).await?.as_f64()));
    println!("\n{SERVICES} services, {VARIABLES} variables, one in ten changed, compared in Chromium");
    let shown = shown.await?;
    let worked = page.script("return window.worked", vec![]).await?.as_f64().unwrap_or_default();
    println!("  the worker reads both, compares and answers  {worked:8.1} ms");
    println!("  from asking for it to seeing it              {shown:8.1} ms");
    Ok(())
}

async fn measure(page: &Page, file: &Path) -> Result<Best> {
    // Beside the folder that holds this program.
    let here = std::env::current_exe()?;
    let target = here.ancestors().nth(2).context("this program lies in Cargo's target folder")?;
    let program = target.join("release").join(format!("patchbay{}", std::env::consts::EXE_SUFFIX));
    let (mut unzips, mut natives, mut fresh, mut again) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        unzips.extend(time(Command::new("unzip").arg("-tq").arg(file))?);
        let native = time(Command::new(&program).args(["audit", "--date", "2026-01-01"]).arg(file))?;
        natives.push(native.with_context(|| format!("{} is not built", program.display()))?);
        page.load().await?;
        fresh.push(in_page(page, file).await?);
        // The browser has by now compiled the worker's program for speed.
        again.push(in_page(page, file).await?);
    }
    let best = |times: &[f64]| times.iter().copied().reduce(f64::min);
    let unzip = best(&unzips);
    println!("\n{} (best of {ROUNDS})", file.display());
    match unzip {
        Some(unzip) => println!("  unzip -tq     {unzip:8.1} ms"),
        None => println!("  unzip -tq     unzip is not on the search path: install it to see ratios"),
    }
    let native = best(&natives);
    if let Some(native) = native {
        println!("  native        {native:8.1} ms{}   the command line as a process", ratio(native, unzip));
    }
    println!("  in Chromium, from choosing the file to seeing its audit:");
    let show = |when: &str, mut shown: Vec<Shown>| {
        shown.sort_by(|a, b| a.milliseconds.total_cmp(&b.milliseconds));
        let Shown { milliseconds, said } = shown.first()?;
        println!("  {when:<12}  {milliseconds:8.1} ms{}   the page says: {said}", ratio(*milliseconds, unzip));
        Some(*milliseconds)
    };
    Ok(Best { unzip, native, fresh: show("fresh page", fresh), again: show("again", again) })
}

/// Milliseconds that a program takes from start to end, its output thrown away; `None` where it is not there.
fn time(command: &mut Command) -> Result<Option<f64>> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let since = Instant::now();
    match command.status() {
        Ok(status) if status.success() => Ok(Some(since.elapsed().as_secs_f64() * 1000.0)),
        Ok(status) => bail!("{command:?} failed: {status}"),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("{command:?}")),
    }
}

/// Opens the file through the file input. The clock runs in the page: from the input's event until nothing is being read
/// any more, the audit stands in the document, and the frame with it is due.
async fn in_page(page: &Page, file: &Path) -> Result<Shown> {
    let watch = "
        window.shown = undefined;
        let chosen, reading = false;
        addEventListener('change', () => { chosen = performance.now(); }, { capture: true, once: true });
        const observer = new MutationObserver(() => {
          reading ||= document.querySelector('progress') !== null;
          if (!reading || document.querySelector('progress') || !document.querySelector('[role=tab]')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now() - chosen; }));
        });
        observer.observe(document.body, { childList: true, subtree: true });";
    page.script(watch, vec![]).await?;
    let input = page.driver.client.find(Locator::Css("input[type=file]:not([webkitdirectory])")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    let milliseconds = page
        .until("the audit", async || Ok(page.script("return window.shown ?? null", vec![]).await?.as_f64()))
        .await?;
    let said = page
        .script("return document.querySelector('main header p')?.innerText.replace(/\\s+/g, ' ') ?? ''", vec![])
        .await?;
    Ok(Shown { milliseconds, said: said.as_str().map(str::to_owned).unwrap_or_else(|| Value::to_string(&said)) })
}
