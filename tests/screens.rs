//! Takes a picture of every view, wide and narrow, light and dark, into `docs/screens/`. `cargo xtask screenshots` builds the
//! page first.

use anyhow::{Context, Result};
use patchbay_tests::{Look, Page, tour};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Quality of the pictures, of 100: text stays sharp, and all of them together stay small.
const QUALITY: u32 = 78;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = xtask::root().join("docs/screens");
    fs::create_dir_all(&folder)?;
    let page = Page::open().await?;
    tour(&page, async |view, look| take(&page, &folder, view, look).await).await
}

async fn take(page: &Page, folder: &Path, view: &str, look: Look) -> Result<()> {
    let picture =
        page.driver.devtools("Page.captureScreenshot", json!({ "format": "webp", "quality": QUALITY })).await?;
    let text = picture["data"].as_str().context("a picture")?;
    let size = if look.width < 800 { "narrow" } else { "wide" };
    let colours = if look.dark { "dark" } else { "light" };
    let path = folder.join(format!("{view}-{size}-{colours}.webp"));
    fs::write(&path, decode(text)).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

/// Base64, as the browser's protocol sends bytes.
fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}
