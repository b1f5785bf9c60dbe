//! What an audit costs in time and in memory as the repository grows: natively and in Chromium, beside `unzip -tq` on the same
//! file in the same run. The repositories are made by [`patchbay_tests::generated`]. It asserts nothing.
//!
//! `cargo xtask bench sizes [--most BYTES] [--shape code|mixed]` builds what is measured, then runs this, which prints a table and
//! writes it and two plots into `docs/`. `cargo xtask bench made SHAPE BYTES FILE` only makes the archive.

use anyhow::{Context, Result, bail};
use patchbay_tests::Page;
use patchbay_tests::generated::{self, Shape, Written};
use serde_json::Value;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use xtask::marked;
use xtask::plot::{Line, Plot, Tick};

mod chosen;
mod memory;

use memory::Peak;

/// The sizes, in bytes.
const SIZES: [u64; 7] = [MIB, 4 * MIB, 16 * MIB, 64 * MIB, 256 * MIB, 1024 * MIB, 4096 * MIB];

const MIB: u64 = 1024 * 1024;

/// Up to this size there are three rounds, above it one.
const SEVERAL: u64 = 256 * MIB;

/// Longest wait for an audit in the browser.
const PATIENCE: Duration = Duration::from_secs(1800);

/// How often a process is asked for its memory. The system remembers a process's peak, but not behind its end.
const PACE: Duration = Duration::from_millis(2);

/// How often the browser is.
const PAGE_PACE: Duration = Duration::from_millis(50);

/// The time that something took, in milliseconds, and the most memory that it held, in bytes; or why it failed.
type Cost = Result<(f64, u64), String>;

/// What was measured at one size.
struct Row {
    size: u64,
    written: Written,
    /// Files that the command line read.
    read: u64,
    unzip: Cost,
    native: Cost,
    page: Cost,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["made", shape, bytes, file] => {
            let written = make(Path::new(file), shaped(shape)?, number(bytes)?)?;
            println!("{file}: {written:?}");
            Ok(())
        }
        options => {
            let (mut most, mut shapes) = (u64::MAX, vec![Shape::Code, Shape::Mixed]);
            for pair in options.chunks(2) {
                match pair {
                    ["--most", bytes] => most = number(bytes)?,
                    ["--shape", shape] => shapes = vec![shaped(shape)?],
                    _ => bail!("usage: sizes [--most BYTES] [--shape code|mixed]"),
                }
            }
            for shape in shapes {
                measure(shape, most).await?;
            }
            Ok(())
        }
    }
}

fn shaped(word: &str) -> Result<Shape> {
    let shape = [Shape::Code, Shape::Mixed].into_iter().find(|shape| shape.word() == word);
    shape.with_context(|| format!("{word:?} is no shape: say code or mixed"))
}

/// A number of bytes, as `1048576`, `1M` or `4G`.
fn number(word: &str) -> Result<u64> {
    let (digits, factor) = match word.strip_suffix(['M', 'G']) {
        Some(digits) if word.ends_with('M') => (digits, MIB),
        Some(digits) => (digits, 1024 * MIB),
        None => (word, 1),
    };
    let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    bytes.with_context(|| format!("{word:?} is no number of bytes: write it as 1048576, 1M or 4G"))
}

fn make(file: &Path, shape: Shape, bytes: u64) -> Result<Written> {
    let to = File::create(file).with_context(|| format!("{} cannot be made", file.display()))?;
    Ok(generated::write(BufWriter::with_capacity(1 << 20, to), shape, bytes)?)
}

async fn measure(shape: Shape, most: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut rows = Vec::new();
    println!("\n{} repositories", shape.word());
    for size in SIZES.into_iter().filter(|size| *size <= most) {
        let file = folder.path().join(format!("works-{}.zip", label(size).replace(' ', "")));
        let written = make(&file, shape, size)?;
        let rounds = if size <= SEVERAL { 3 } else { 1 };
        let (mut unzip, mut native, mut page) = (Vec::new(), Vec::new(), Vec::new());
        let mut read = 0;
        for _ in 0..rounds {
            unzip.push(process(Command::new("unzip").arg("-tq").arg(&file)));
            let out = folder.path().join("audit.json");
            let mut audit = Command::new(patchbay()?);
            native.push(process(audit.args(["audit", "--date", "2026-01-01", "--out"]).arg(&out).arg(&file)));
            if let Ok(json) = fs::read(&out) {
                let audit: Value = serde_json::from_slice(&json)?;
                read = audit["coverage"]["read"].as_u64().unwrap_or_default();
                fs::remove_file(&out)?;
            }
            page.push(in_page(&file).await);
        }
        fs::remove_file(&file)?;
        // What fails names the file, whose folder is nobody's business.
        let within = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
        let cost = |costs| middle(costs).map_err(|why: String| why.replace(&within, ""));
        let row = Row { size, written, read, unzip: cost(unzip), native: cost(native), page: cost(page) };
        println!("{}", line(&row));
        for (what, why) in failures(&row) {
            println!("  {what} failed: {why}");
        }
        rows.push(row);
    }
    record(shape, &rows)
}

/// The command line, beside the folder that holds this program.
fn patchbay() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let target = here.ancestors().nth(2).context("this program lies in Cargo's target folder")?;
    Ok(target.join("release").join(format!("patchbay{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs a program to its end. Its memory is `VmHWM`: the most that it ever held, files that it has mapped among it.
fn process(command: &mut Command) -> Cost {
    let name = command.get_program().to_string_lossy().into_owned();
    let since = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let child = child.map_err(|error| format!("{name} could not be started: {error}"))?;
    let id = child.id();
    let peak = Peak::watch(PACE, move || memory::status(id, "VmHWM").unwrap_or_default());
    let output = child.wait_with_output();
    let time = since.elapsed().as_secs_f64() * 1000.0;
    let most = peak.end();
    match output {
        Ok(output) if output.status.success() => Ok((time, most)),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(said.lines().next().map_or_else(|| output.status.to_string(), str::to_owned))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Opens the file on a page in a browser that has just started. The memory is what the browser's renderer processes hold more of
/// their own than just before the file was chosen: the page, its workers and what these compile live in one of them.
async fn in_page(file: &Path) -> Cost {
    let shown = async {
        let page = Page::open().await?;
        let driver = page.driver.process();
        let renderers = memory::renderers(driver);
        let before = memory::anonymous(&renderers);
        let (mut processes, mut asked) = (renderers, 0);
        let peak = Peak::watch(PAGE_PACE, move || {
            asked += 1;
            if asked % 20 == 0 {
                processes = memory::renderers(driver);
            }
            memory::anonymous(&processes)
        });
        let shown = chosen::choose(&page, file, PATIENCE).await;
        let most = peak.end();
        let shown = shown?;
        println!("  the page says: {}", shown.said);
        anyhow::Ok((shown.milliseconds, most.saturating_sub(before)))
    };
    shown.await.map_err(|error| format!("{error:#}").lines().next().unwrap_or_default().to_owned())
}

/// The middle of several times, and of several peaks; the first failure, if there is one.
fn middle(costs: Vec<Cost>) -> Cost {
    let costs = costs.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (mut times, mut peaks): (Vec<f64>, Vec<u64>) = costs.into_iter().unzip();
    times.sort_by(f64::total_cmp);
    peaks.sort_unstable();
    let at = times.len() / 2;
    times.get(at).copied().zip(peaks.get(at).copied()).ok_or_else(|| "not measured".to_owned())
}

fn label(size: u64) -> String {
    if size >= 1024 * MIB { format!("{} GiB", size / MIB / 1024) } else { format!("{} MiB", size / MIB) }
}

fn failures(row: &Row) -> Vec<(&'static str, String)> {
    let costs = [("`unzip -tq`", &row.unzip), ("native", &row.native), ("Chromium", &row.page)];
    let mut failures: Vec<_> =
        costs.into_iter().filter_map(|(what, cost)| Some((what, cost.as_ref().err()?.clone()))).collect();
    if row.native.is_ok() && row.read < row.written.texts {
        failures.push(("native", format!("read {} of {} files of text", row.read, row.written.texts)));
    }
    failures
}

/// A row of the table, in Markdown.
fn line(row: &Row) -> String {
    let time = |cost: &Cost| cost.as_ref().map_or("failed".to_owned(), |(time, _)| seconds(*time));
    let memory = |cost: &Cost| cost.as_ref().map_or("–".to_owned(), |(_, most)| megabytes(*most));
    let ratio = |cost: &Cost| match (cost, &row.unzip) {
        (Ok((time, _)), Ok((unzip, _))) => format!("{:.2}", time / unzip),
        _ => "–".to_owned(),
    };
    let Written { files, texts, bytes, packed, .. } = row.written;
    format!(
        "| {} | {} | {} | {files} | {texts} | {} | {} | {} | {} | {} | {} | {} | {} |",
        label(row.size),
        megabytes(bytes),
        megabytes(packed),
        time(&row.unzip),
        time(&row.native),
        ratio(&row.native),
        time(&row.page),
        ratio(&row.page),
        memory(&row.unzip),
        memory(&row.native),
        memory(&row.page)
    )
}

fn seconds(milliseconds: f64) -> String {
    if milliseconds < 10_000.0 { format!("{milliseconds:.0} ms") } else { format!("{:.1} s", milliseconds / 1000.0) }
}

fn megabytes(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    if megabytes < 100.0 { format!("{megabytes:.1} MB") } else { format!("{megabytes:.0} MB") }
}

/// Writes the table and the plots into the documentation.
fn record(shape: Shape, rows: &[Row]) -> Result<()> {
    let mut table = String::from(
        "\n| size | unpacked | packed | files | of text | `unzip -tq` | native | ratio | Chromium | ratio | memory of unzip | native | Chromium |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        table += &format!("{}\n", line(row));
    }
    for row in rows {
        for (what, why) in failures(row) {
            table += &format!("\n{}, {what}: {why}\n", label(row.size));
        }
    }
    println!("{table}");
    let docs = xtask::root().join("docs");
    let page = docs.join("performance.md");
    let text = fs::read_to_string(&page).with_context(|| format!("{} cannot be read", page.display()))?;
    fs::write(&page, marked::replaced(&text, &format!("sizes {}", shape.word()), &format!("{table}\n"))?)?;

    let lines = |of: fn(&(f64, u64)) -> f64| {
        let points = |cost: fn(&Row) -> &Cost| {
            rows.iter().filter_map(|row| Some((row.size as f64, cost(row).as_ref().ok().map(of)?))).collect()
        };
        vec![
            Line { name: "Chromium".into(), points: points(|row| &row.page) },
            Line { name: "native".into(), points: points(|row| &row.native) },
            Line { name: "unzip -tq".into(), points: points(|row| &row.unzip) },
        ]
    };
    let sizes: Vec<Tick> = rows.iter().map(|row| Tick { at: row.size as f64, label: label(row.size) }).collect();
    let what = match shape {
        Shape::Code => "a repository of text alone",
        Shape::Mixed => "a repository that is mostly pictures",
    };
    let folder = docs.join("performance");
    fs::create_dir_all(&folder)?;
    let plots = [
        ("time", "time, seconds", lines(|(time, _)| time / 1000.0)),
        ("memory", "peak memory, MB", lines(|(_, most)| *most as f64 / 1e6)),
    ];
    for (name, scale, lines) in plots {
        let title = format!("{} against size: {what}", if name == "time" { "Time" } else { "Peak memory" });
        let plot = Plot { title, x: "size".into(), y: scale.into(), ticks: sizes.clone(), lines };
        let file = folder.join(format!("{}-{name}.svg", shape.word()));
        fs::write(&file, plot.svg())?;
        println!("written: {}", file.display());
    }
    Ok(())
}
