//! Nothing leaves the tab: after the page has loaded, it asks for nothing any more.

use anyhow::Result;
use patchbay_tests::{Page, archives};

#[tokio::test(flavor = "multi_thread")]
async fn no_request_is_made_after_loading() -> Result<()> {
    let page = Page::open().await?;
    let asked = page.site.requests();
    let known = page.resources().await?;
    assert!(!asked.is_empty() && asked.iter().all(|path| path.starts_with("/some/sub/")), "{asked:?}");
    assert!(known.iter().all(|address| address.starts_with(&page.site.url())), "{known:?}");

    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.click("button", "Stripe").await?;
    page.one("heading", "Evidence").await?;
    for tab in page.names("tab").await? {
        page.click("tab", &tab).await?;
    }
    page.drop_bytes("broken.zip", b"PK").await?;
    page.one("alert", "broken.zip…").await?;
    page.export("JSON…").await?;
    page.click("button", "Share").await?;
    page.one("textbox", "Link").await?;
    page.driver.client.active_element().await?.send_keys("\u{E00C}").await?;
    page.click("button", "Compare").await?;
    page.drop_bytes("shop-next.zip", &archives::zip_of("shop")?).await?;
    page.one("table", "Services").await?;

    assert_eq!(page.site.requests(), asked, "the server was asked for more");
    assert_eq!(page.resources().await?, known, "the page loaded more");
    page.is_calm().await
}
