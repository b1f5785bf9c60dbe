//! The ways to open a code base, each to the same inventory.

use anyhow::Result;
use patchbay_tests::{Page, archives, row};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

async fn shows_the_shop(page: &Page) -> Result<()> {
    let services = page.table("Services").await?;
    for service in ["Stripe", "PostgreSQL", "Resend", "Sentry", "GitHub Actions"] {
        let row = row(&services, service)?;
        assert!(row.iter().any(|cell| cell == "used"), "{row:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_zip() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    shows_the_shop(&page).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_dragged_from_the_desktop() -> Result<()> {
    let page = Page::open().await?;
    let folder = TempDir::new()?;
    let path = folder.path().join("shop.zip");
    fs::write(&path, archives::zip_of("shop")?)?;
    page.drag(&[&path]).await?;
    page.shows("shop").await?;
    shows_the_shop(&page).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_chosen_by_its_name() -> Result<()> {
    let page = Page::open().await?;
    let folder = TempDir::new()?;
    let path = folder.path().join("shop.zip");
    fs::write(&path, archives::zip_of("shop")?)?;
    page.choose(&path).await?;
    page.shows("shop").await?;
    shows_the_shop(&page).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_dragged_from_the_desktop() -> Result<()> {
    let page = Page::open().await?;
    page.drag(&[&archives::tree("shop")]).await?;
    page.shows("shop").await?;
    shows_the_shop(&page).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screen_stands_until_the_page_is_drawn() -> Result<()> {
    let page = Page::open().await?;
    // Counts the frames that are drawn without it, from the first on.
    let count = "window.bare = 0; window.frames_drawn = 0;
        const look = () => {
            if (document.readyState !== 'loading') {
                window.frames_drawn += 1;
                if (!document.querySelector('#app h1')) window.bare += 1;
            }
            if (!document.querySelector('#app button')) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);";
    page.driver.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": count })).await?;
    page.load().await?;
    page.one("button", "Open folder").await?;
    let counted = page.driver.client.execute("return [window.frames_drawn, window.bare]", Vec::new()).await?;
    let [drawn, bare] = [&counted[0], &counted[1]].map(|number| number.as_u64().unwrap_or_default());
    assert!(drawn > 0 && bare == 0, "{bare} of {drawn} frames");
    page.is_calm().await
}
