//! How long the engine and the page take for an archive, each as a ratio to `unzip -tq`, which inflates every file and keeps
//! none: about the least that a program which looks into the files can take. The page is measured with one reader and with one
//! for each core, just loaded and warm. All alternate in one run; the best of each counts, and the median stands beside it.
//!
//! Where `@specfy/stack-analyser` is installed and `cdxgen` is on the search path, they read the same files, unpacked. It asserts
//! nothing.
//!
//! Then how long the page takes to compare two audits of 5,000 services and 20,000 variables, and which frames it leaves out while
//! one of them is searched and scrolled.
//!
//! `cargo xtask bench ZIP...` builds what is measured, then runs this.

use anyhow::{Context, Result, bail};
use patchbay_tests::Page;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

mod chosen;
mod made;
mod typing;

use chosen::choose;
use made::{SERVICES, VARIABLES, made};

/// Rounds for each file.
const ROUNDS: usize = 5;

/// Rounds for each file of the programs that are no part of this, which take seconds.
const RIVAL_ROUNDS: usize = 3;

/// Longest wait for an audit in the browser.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is measured, and the milliseconds that it took, round by round; none where it is not here.
#[derive(Debug, Clone)]
struct Measured {
    what: String,
    times: Vec<f64>,
    /// What else is to be said.
    said: String,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    let given = arguments.next_if(|argument| argument == "--stack-analyser").and_then(|_| arguments.next());
    let rival = given.map(PathBuf::from);
    let page = Page::open().await?;
    let cores = page.cores().await?;
    println!("{cores} cores, the best and the median of {ROUNDS} rounds");
    let mut all: Vec<Vec<Measured>> = Vec::new();
    for file in arguments {
        println!("\n{file}");
        let measured = measure(&page, Path::new(&file), cores, rival.as_deref()).await?;
        print(&measured);
        all.push(measured);
    }
    if let ([first, ..], true) = (all.as_slice(), all.len() > 1) {
        println!("\nall {} files together", all.len());
        let sum = |at: usize| -> [f64; 2] {
            let of =
                |times: fn(&[f64]) -> f64| all.iter().filter_map(|file| file.get(at)).map(|it| times(&it.times)).sum();
            [of(best), of(median)]
        };
        let unzip = sum(0);
        for (at, Measured { what, .. }) in first.iter().enumerate() {
            let [best, median] = sum(at);
            // Not a number where a file has no time.
            if best.is_finite() {
                println!("{}", row(what, best, median, unzip));
            }
        }
    }
    compare(&page).await?;
    typing::measure(&page).await
}

/// Prints a row for each of what was measured for a file; ratios are to the first.
fn print(measured: &[Measured]) {
    let unzip = measured.first().map_or([f64::NAN; 2], |first| [best(&first.times), median(&first.times)]);
    for Measured { what, times, said } in measured {
        let row = if times.is_empty() { format!("  {what:<24}") } else { row(what, best(times), median(times), unzip) };
        println!("{row}   {said}");
    }
}

fn row(what: &str, best: f64, median: f64, unzip: [f64; 2]) -> String {
    let ratio = |time: f64, unzip: f64| if unzip > 0.0 { format!("{:.2} x", time / unzip) } else { String::new() };
    format!("  {what:<24} {best:9.1} ms {:>9} {median:12.1} ms {:>9}", ratio(best, unzip[0]), ratio(median, unzip[1]))
}

/// The least; not a number where there is none.
fn best(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::NAN, f64::min)
}

/// The middle; not a number where there is none.
fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Has the page compare two large audits. The clock runs in the page: from asking for it until both columns are drawn, and the
/// frame with them is due.
async fn compare(page: &Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    page.load().await?;
    for (name, every) in [("old", 0), ("new", 10)] {
        let file = folder.path().join(format!("{name}.json"));
        std::fs::write(&file, serde_json::to_vec(&made(every))?)?;
        choose(page, &file, PATIENCE).await?;
    }
    // The worker still lays out the audits' documents, and would do that first.
    tokio::time::sleep(Duration::from_secs(8)).await;
    let watch = "
        window.shown = undefined;
        const since = performance.now();
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (...message) {
          const asked = performance.now();
          // When the answer came, not when the page has laid it out.
          this.addEventListener('message', (event) => { window.worked = event.timeStamp - asked; }, { once: true });
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
    println!("  the clerk has both, compares and answers     {worked:8.1} ms");
    println!("  from asking for it to seeing it              {shown:8.1} ms");
    Ok(())
}

async fn measure(page: &Page, file: &Path, cores: u64, rival: Option<&Path>) -> Result<Vec<Measured>> {
    // Beside the folder that holds this program.
    let here = std::env::current_exe()?;
    let target = here.ancestors().nth(2).context("this program lies in Cargo's target folder")?;
    let program = target.join("release").join(format!("patchbay{}", std::env::consts::EXE_SUFFIX));
    let named = |what: &str, said: &str| Measured { what: what.to_owned(), times: vec![], said: said.to_owned() };
    let mut unzip = named("unzip -tq", "");
    let mut native = named("native", "the command line as a process");
    let readers: Vec<u64> = if cores > 1 { vec![1, cores] } else { vec![1] };
    let mut shown: Vec<Measured> = Vec::new();
    for number in &readers {
        let readers = if *number == 1 { "1 reader".to_owned() } else { format!("{number} readers") };
        shown.extend([named(&format!("fresh page, {readers}"), ""), named(&format!("again, {readers}"), "")]);
    }
    for _ in 0..ROUNDS {
        unzip.times.extend(time(Command::new("unzip").arg("-tq").arg(file))?);
        let time = time(Command::new(&program).args(["audit", "--date", "2026-01-01"]).arg(file))?;
        native.times.push(time.with_context(|| format!("{} is not built", program.display()))?);
        for (pair, number) in shown.chunks_mut(2).zip(&readers) {
            page.pretend_cores(*number).await?;
            page.load().await?;
            if page.cores().await? != *number {
                bail!("the page was not to be told that there are {number} cores");
            }
            // The second time, the browser has compiled the worker's program for speed.
            for measured in pair {
                let shown = choose(page, file, PATIENCE).await?;
                measured.times.push(shown.milliseconds);
                measured.said = format!("the page says: {}", shown.said);
            }
        }
    }
    if unzip.times.is_empty() {
        unzip.said = "is not on the search path: install it to see ratios".to_owned();
    }
    let mut all = vec![unzip, native];
    all.extend(shown);
    all.extend(rivals(file, rival)?);
    Ok(all)
}

/// How long other detectors take for the same files, unpacked.
fn rivals(file: &Path, stack_analyser: Option<&Path>) -> Result<Vec<Measured>> {
    let work = tempfile::tempdir()?;
    let tree = work.path().join("tree");
    let unpacked = time(Command::new("unzip").arg("-q").arg(file).arg("-d").arg(&tree))?.is_some();
    let mut analyse = stack_analyser.map(Command::new);
    if let Some(command) = &mut analyse {
        command.arg(&tree).args(["--flat", "--output", "out.json"]);
    }
    let mut list = Command::new("cdxgen");
    list.args(["--recurse", "--no-install-deps", "--output", "bom.json"]).arg(&tree);
    let mut all = Vec::new();
    for (what, command, missing) in [
        ("stack-analyser", analyse, "is not installed: `cargo xtask rivals` installs it"),
        ("cdxgen", Some(list), "is not on the search path"),
    ] {
        let mut measured = Measured { what: what.to_owned(), times: vec![], said: String::new() };
        if let (Some(mut command), true) = (command, unpacked) {
            command.current_dir(work.path());
            for _ in 0..RIVAL_ROUNDS {
                measured.times.extend(time(&mut command)?);
            }
        }
        measured.said = if measured.times.is_empty() { missing } else { "the unpacked files" }.to_owned();
        all.push(measured);
    }
    Ok(all)
}

/// Milliseconds that a program takes from start to end, its output thrown away; `None` where it is not there.
fn time(command: &mut Command) -> Result<Option<f64>> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let since = Instant::now();
    match command.status() {
        Ok(status) if status.success() => Ok(Some(since.elapsed().as_secs_f64() * 1000.0)),
        Ok(status) => bail!("{command:?} failed: {status}"),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("{command:?}")),
    }
}
