//! What the browser keeps: found again after a reload, renamed, pinned and removed, in every tab, and not at all where it may not.

use anyhow::Result;
use patchbay_tests::{Page, archives};
use serde_json::json;

async fn shop() -> Result<Page> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    Ok(page)
}

/// The names in the list, once there are so many.
async fn recent(page: &Page, many: usize) -> Result<Vec<String>> {
    page.until(&format!("{many} recent audits"), async || {
        let script = "return [...document.querySelectorAll('.recent .open')].map((it) => it.innerText.trim())";
        let names: Vec<String> = serde_json::from_value(page.script(script, vec![]).await?)?;
        Ok((names.len() == many).then_some(names))
    })
    .await
}

/// What the database holds: the entries and the texts.
async fn stored(page: &Page, many: u64) -> Result<()> {
    let script = "
        window.stored = undefined;
        indexedDB.open('patchbay.kept').onsuccess = (event) => {
          const database = event.target.result;
          const counts = ['entries', 'texts'].map((name) => database.transaction(name).objectStore(name).count());
          counts[1].transaction.oncomplete = () => { window.stored = counts.map((count) => count.result); database.close(); };
        };";
    page.until(&format!("{many} stored audits"), async || {
        page.script(script, vec![]).await?;
        let counts = page.until("a count", async || {
            let counts = page.script("return window.stored ?? null", vec![]).await?;
            Ok((!counts.is_null()).then_some(counts))
        });
        Ok((counts.await? == json!([many, many])).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_is_found_again_after_a_reload() -> Result<()> {
    let page = shop().await?;
    let before = page.export("JSON…").await?;
    stored(&page, 1).await?;
    page.load().await?;
    assert_eq!(recent(&page, 1).await?, ["shop"]);
    page.click("button", "shop").await?;
    page.shows("shop").await?;
    assert_eq!(page.export("JSON…").await?, before, "the same bytes come back");
    // Opening it again keeps it once.
    page.load().await?;
    assert_eq!(recent(&page, 1).await?, ["shop"]);
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_renamed_pinned_and_cleared() -> Result<()> {
    let page = shop().await?;
    stored(&page, 1).await?;
    page.drop_bytes("app-main.zip", &archives::zip_of("app-python")?).await?;
    stored(&page, 2).await?;
    page.load().await?;
    assert_eq!(recent(&page, 2).await?, ["app-python", "shop"], "the latest comes first");

    page.click("button", "Pin shop").await?;
    page.until("the pinned one first", async || Ok((recent(&page, 2).await? == ["shop", "app-python"]).then_some(())))
        .await?;
    page.click("button", "Rename shop").await?;
    let field = page.one("textbox", "Name of shop").await?;
    // Control and A, then the name, then Enter.
    field.send_keys("\u{E009}a\u{E000}Tea shop\u{E007}").await?;
    page.until("the new name", async || Ok((recent(&page, 2).await?[0] == "Tea shop").then_some(()))).await?;
    page.click("button", "Remove app-python").await?;
    assert_eq!(recent(&page, 1).await?, ["Tea shop"]);
    page.load().await?;
    assert_eq!(recent(&page, 1).await?, ["Tea shop"], "it stays so");

    page.click("button", "Clear all").await?;
    page.click("button", "Keep them").await?;
    assert_eq!(recent(&page, 1).await?.len(), 1);
    page.click("button", "Clear all").await?;
    page.click("button", "Remove 1 audit").await?;
    recent(&page, 0).await?;
    stored(&page, 0).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_audit_is_compared_with() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("app-main.zip", &archives::zip_of("app-python")?).await?;
    page.shows("app-python").await?;
    stored(&page, 1).await?;
    page.load().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    stored(&page, 2).await?;
    page.click("button", "Compare").await?;
    // What is open is not offered twice.
    assert_eq!(recent(&page, 1).await?, ["app-python"]);
    page.click("button", "app-python").await?;
    page.one("table", "Services").await?;
    assert!(page.text("main", "").await?.contains("Stripe"));
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn other_tabs_keep_step() -> Result<()> {
    let page = shop().await?;
    stored(&page, 1).await?;
    let first = page.driver.client.window().await?;
    let second = page.driver.client.new_window(true).await?.handle;
    page.driver.client.switch_to_window(second.clone()).await?;
    page.driver.client.goto(&page.site.url()).await?;
    assert_eq!(recent(&page, 1).await?, ["shop"]);
    page.driver.client.switch_to_window(first.clone()).await?;
    page.drop_bytes("app-main.zip", &archives::zip_of("app-python")?).await?;
    stored(&page, 2).await?;
    page.driver.client.switch_to_window(second).await?;
    recent(&page, 2).await?;
    page.driver.client.switch_to_window(first).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_version_1_kept_is_still_there() -> Result<()> {
    let page = Page::open().await?;
    // The page has made its database by now: an old one takes its place, before the page is loaded anew.
    let old = "
        const audit = { schema: 'patchbay.audit/1', title: 'old shop', source: { kind: 'zip', name: 'old.zip', bytes: 1 }, services: [] };
        window.made = false;
        indexedDB.deleteDatabase('patchbay.kept').onsuccess = () => {
          const request = indexedDB.open('patchbay.kept', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('audits', { autoIncrement: true });
          request.onsuccess = () => {
            const work = request.result.transaction('audits', 'readwrite');
            work.objectStore('audits').put(JSON.stringify({ name: 'Old shop', saved: 1700000000000, audit }));
            work.oncomplete = () => { request.result.close(); window.made = true; };
          };
        };";
    page.script(old, vec![]).await?;
    page.until("the old database", async || {
        Ok((page.script("return window.made", vec![]).await? == json!(true)).then_some(()))
    })
    .await?;
    page.load().await?;
    assert_eq!(recent(&page, 1).await?, ["Old shop"]);
    page.click("button", "Old shop").await?;
    page.shows("old shop").await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_else_works_where_storage_is_blocked() -> Result<()> {
    let page = Page::open().await?;
    let block =
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } });";
    page.driver.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": block })).await?;
    page.load().await?;
    let said = page.text("main", "").await?;
    assert!(said.contains("keeps no audits for this page") && said.contains("Everything else works"), "{said}");
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.click("button", "Share").await?;
    page.one("textbox", "Link").await?;
    page.is_calm().await
}
