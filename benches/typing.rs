//! Which frames the page leaves out while somebody types into the search of a long list, or scrolls it.

use anyhow::{Context, Result};
use patchbay_tests::Page;
use serde_json::{Value, json};
use std::time::Duration;

use crate::PATIENCE;
use crate::chosen::choose;
use crate::made::{VARIABLES, made};

/// What is typed and taken back: letters that most rows have, some, letters left out, two words, a path.
const SEARCHES: [&str; 5] = ["vendor012", "key_3", "vndr012", "vendor012 key_1", "src/vendor0"];

/// From a letter to the next, which is as fast as good typists write.
const LETTER: Duration = Duration::from_millis(150);

/// Pixels that are scrolled with each frame.
const SCROLLS: [u32; 3] = [60, 200, 600];

/// Notes the time from each frame to the next, from here on.
const WATCH: &str = "
    const own = window.frames = [];
    let last;
    const note = (time) => {
      if (window.frames !== own) return;
      if (last !== undefined) own.push(time - last);
      last = time;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);";

/// Measures both on the variables of a large audit.
pub async fn measure(page: &Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.json");
    std::fs::write(&file, serde_json::to_vec(&made(0))?)?;
    page.load().await?;
    choose(page, &file, PATIENCE).await?;
    page.click("tab", "Environment").await?;
    page.click("searchbox", "Search").await?;
    // The worker still writes the audit's document.
    tokio::time::sleep(Duration::from_secs(8)).await;

    println!("\n{VARIABLES} variables, a letter every {} ms: frames that came late", LETTER.as_millis());
    for search in SEARCHES {
        page.script(WATCH, vec![]).await?;
        let keys = search.chars().map(|letter| json!({ "text": letter, "key": letter }));
        let back = json!({ "key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8 });
        for key in keys.chain(search.chars().map(|_| back.clone())) {
            for kind in ["keyDown", "keyUp"] {
                let mut event = key.clone();
                event["type"] = kind.into();
                page.driver.devtools("Input.dispatchKeyEvent", event).await?;
            }
            tokio::time::sleep(LETTER).await;
        }
        print(page, search).await?;
    }
    for step in SCROLLS {
        let scroll = "
            scrollTo(0, 0);
            let left = 180;
            const down = () => {
              scrollBy(0, arguments[0]);
              left -= 1;
              if (left > 0) requestAnimationFrame(down);
              else window.scrolled = true;
            };
            window.scrolled = false;
            setTimeout(() => requestAnimationFrame(down), 500);";
        page.script(scroll, vec![json!(step)]).await?;
        page.script(WATCH, vec![]).await?;
        page.until("the end", async || {
            Ok((page.script("return window.scrolled", vec![]).await? == json!(true)).then_some(()))
        })
        .await?;
        print(page, &format!("scrolled {step} px a frame")).await?;
    }
    Ok(())
}

/// Ends watching, and prints how many frames took more than one and a half times as long as usual.
async fn print(page: &Page, what: &str) -> Result<()> {
    let noted = page.script("const noted = frames; window.frames = null; return noted", vec![]).await?;
    let mut frames: Vec<f64> = noted.as_array().context("a list")?.iter().filter_map(Value::as_f64).collect();
    frames.sort_by(f64::total_cmp);
    let usual = crate::median(&frames);
    let late = frames.iter().filter(|time| **time > usual * 1.5).count();
    let longest = frames.last().map_or(f64::NAN, |longest| longest / usual);
    println!("  {what:<24} {late:5} of {:5}   the longest {longest:.1} x the usual {usual:.1} ms", frames.len());
    Ok(())
}
