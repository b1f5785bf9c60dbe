//! Choosing a file on the page, and how long it takes until its audit is seen.

use anyhow::{Result, bail};
use fantoccini::Locator;
use patchbay_tests::Page;
use std::path::Path;
use std::time::{Duration, Instant};

/// Milliseconds from a file's choice to the frame after its audit was drawn, and what the page itself says.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Milliseconds.
    pub milliseconds: f64,
    /// The line below the audit's title.
    pub said: String,
}

/// Opens the file through the file input. The clock runs in the page: from the input's event until nothing is being read
/// any more, the audit stands in the document, and the frame with it is due. Fails with the page's own words where the page says
/// that the file cannot be read.
pub async fn choose(page: &Page, file: &Path, patience: Duration) -> Result<Shown> {
    let watch = "
        window.shown = window.refused = undefined;
        let chosen, reading = false;
        addEventListener('change', () => { chosen = performance.now(); }, { capture: true, once: true });
        const observer = new MutationObserver(() => {
          reading ||= document.querySelector('progress') !== null;
          if (!reading || document.querySelector('progress')) return;
          const refused = document.querySelector('.reading [role=alert]');
          if (refused) {
            observer.disconnect();
            window.refused = refused.innerText.replace(/\\s+/g, ' ').trim();
          }
          if (refused || !document.querySelector('[role=tab]')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now() - chosen; }));
        });
        observer.observe(document.body, { childList: true, subtree: true });";
    page.script(watch, vec![]).await?;
    let input = page.driver.client.find(Locator::Css("input[type=file]:not([webkitdirectory])")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    let since = Instant::now();
    loop {
        let known = page.script("return [window.shown ?? null, window.refused ?? null]", vec![]).await?;
        if let Some(refused) = known[1].as_str() {
            bail!("{refused}");
        }
        if let Some(milliseconds) = known[0].as_f64() {
            let said = "return document.querySelector('main header p')?.innerText.replace(/\\s+/g, ' ') ?? ''";
            let said = page.script(said, vec![]).await?;
            return Ok(Shown { milliseconds, said: said.as_str().unwrap_or_default().to_owned() });
        }
        if since.elapsed() > patience {
            bail!("no audit after {} s", patience.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
