//! After one visit the page is there without its host.

use anyhow::{Result, ensure};
use patchbay_tests::{Page, row};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_when_its_host_is_gone() -> Result<()> {
    let page = Page::open().await?;
    let before = page.site.requests().len();
    page.driver.devtools("Network.enable", json!({})).await?;
    let gone = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.driver.devtools("Network.emulateNetworkConditions", gone).await?;
    page.load().await?;
    page.click("link", "Try a sample").await?;
    page.shows("tidewater-tea").await?;
    let services = page.table("Services").await?;
    ensure!(row(&services, "Stripe")?.iter().any(|cell| cell == "used"), "{services:?}");
    // A browser may ask whether there is a newer version, and for nothing else.
    let asked: Vec<String> = page.site.requests().into_iter().skip(before).collect();
    ensure!(asked.iter().all(|path| path.ends_with("/sw.js")), "{asked:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_which_programs_it_is() -> Result<()> {
    let page = Page::open().await?;
    page.click("button", "Keyboard shortcuts").await?;
    let said = page.text("dialog", "Keyboard shortcuts").await?;
    let programs = xtask::size::files(&xtask::dist())?;
    let programs: Vec<_> = programs.iter().filter(|path| path.extension().is_some_and(|it| it == "wasm")).collect();
    ensure!(programs.len() == 5, "{programs:?}");
    for program in programs {
        ensure!(said.contains(&xtask::build::digest(program)?), "{} is not in: {said}", program.display());
    }
    page.is_calm().await
}
