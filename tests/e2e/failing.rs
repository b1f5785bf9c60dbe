//! What cannot be read, and what is no longer wanted: a sentence, and everything else stays as it was.

use anyhow::Result;
use patchbay_tests::{Page, archives};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_zip_is_named_and_what_is_open_stays() -> Result<()> {
    let page = Page::open().await?;
    let whole = archives::zip_of("shop")?;
    page.drop_bytes("shop-main.zip", &whole).await?;
    page.shows("shop").await?;
    let before = page.table("Services").await?;

    page.drop_bytes("half.zip", &whole[..whole.len() / 2]).await?;
    let said = page.text("alert", "half.zip…").await?;
    assert!(said.contains("half.zip") && said.contains("cut short") && said.trim_end().ends_with('.'), "{said}");
    page.shows("shop").await?;
    assert_eq!(page.table("Services").await?, before);

    page.drop_bytes("notes.zip", b"these are notes").await?;
    let said = page.text("alert", "notes.zip…").await?;
    assert!(said.contains("is not a zip"), "{said}");
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_stops_reading_and_the_next_file_is_read() -> Result<()> {
    let page = Page::open().await?;
    let folder = TempDir::new()?;
    let large = folder.path().join("large.zip");
    fs::write(&large, archives::large_zip(400)?)?;
    // Clicks "Cancel" in the moment it appears.
    let watch = "
        window.cancelled = 0;
        new MutationObserver(() => {
          const cancel = [...document.querySelectorAll('button')].find((button) => button.textContent === 'Cancel');
          if (cancel && !cancelled) { cancelled = 1; setTimeout(() => cancel.click(), 100); }
        }).observe(document.body, { childList: true, subtree: true });";
    page.script(watch, vec![]).await?;
    page.choose(&large).await?;
    page.until("Cancel, clicked, and nothing being read", async || {
        let script = "return window.cancelled === 1 && find('progressbar', '').length === 0";
        Ok((page.script(script, vec![]).await? == json!(true)).then_some(()))
    })
    .await?;
    assert!(page.names("tab").await?.is_empty(), "nothing was opened");
    assert!(page.names("alert").await?.is_empty(), "nothing went wrong");

    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.is_calm().await
}
