//! A document held against code: one that the code base carries, and one that is open beside it.

use super::documents::AUDIT;
use anyhow::Result;
use patchbay_tests::{Page, archives, row};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// Where tools keep the audit of a code base.
const PLACE: &str = ".planning/codebase/INTEGRATIONS.md";

async fn shop_with_its_audit() -> Result<Page> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_with("shop", &[(PLACE, AUDIT)])?).await?;
    page.shows("shop").await?;
    Ok(page)
}

/// What stands beside the passage with these words.
async fn beside(page: &Page, words: &str) -> Result<String> {
    let script = "
        const passages = [...document.querySelectorAll('.held .passage')];
        const passage = passages.find((it) => it.querySelector('.said').innerText.includes(arguments[0]));
        return passage?.querySelector('.beside')?.innerText.replace(/\\s+/g, ' ') ?? `no passage with ${arguments[0]}`;";
    Ok(page.script(script, vec![json!(words)]).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_base_that_carries_an_audit_of_itself() -> Result<()> {
    let page = shop_with_its_audit().await?;
    let said = page.text("region", "Verification").await?;
    assert!(said.contains(&format!("This code base carries an audit of itself: {PLACE}")), "{said}");
    page.click("button", "Verify").await?;
    page.one("heading", &format!("{PLACE} against shop")).await?;
    let main = page.text("main", "").await?;
    assert!(main.contains("checkable claims hold") && main.contains("contradicted"), "{main}");
    assert!(page.driver.client.current_url().await?.as_str().contains("view=verify"));

    let version = beside(&page, "13.2.0").await?;
    assert!(version.contains("contradicted") && version.contains("14.5.0"), "{version}");
    let gone = beside(&page, "src/letters.js").await?;
    assert!(gone.contains("not found") || gone.contains("contradicted"), "{gone}");
    let kept = beside(&page, "src/stripe.js").await?;
    assert!(kept.contains("confirmed") && kept.contains("src/stripe.js"), "{kept}");

    let missing = page.table("Undocumented services").await?;
    assert!(row(&missing, "PostgreSQL").is_ok(), "{missing:?}");
    let missing = page.table("Undocumented variables").await?;
    assert!(row(&missing, "DATABASE_URL").is_ok(), "{missing:?}");

    // Back, the banner says what came of it.
    page.click("button", "Back to the audit").await?;
    assert!(page.text("region", "Verification").await?.contains("checkable claims hold"));
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_narrow_the_document_and_stand_in_the_address() -> Result<()> {
    let page = shop_with_its_audit().await?;
    page.click("button", "Verify").await?;
    let whole = page.text("article", "Document").await?;
    assert!(whole.contains("Nobody deploys on a Friday."));
    page.click("button", "Contradicted…").await?;
    let narrowed = page
        .until("a narrowed document", async || {
            let text = page.text("article", "Document").await?;
            Ok((!text.contains("Nobody deploys")).then_some(text))
        })
        .await?;
    assert!(narrowed.contains("13.2.0") && narrowed.contains("Stripe"), "what it stands under stays: {narrowed}");
    assert!(page.driver.client.current_url().await?.as_str().contains("verdict=contradicted"));
    page.driver.client.active_element().await?.send_keys("\u{E00C}").await?;
    page.one("tab", "Services").await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_move_from_claim_to_claim() -> Result<()> {
    let page = shop_with_its_audit().await?;
    page.click("button", "Verify").await?;
    page.one("heading", &format!("{PLACE} against shop")).await?;
    let focused = async || {
        let script = "const at = document.activeElement; return at.closest('.claim') ? [nameOf(at), at.closest('.claim').innerText.trim()] : null";
        page.script(script, vec![]).await
    };
    let press = async |key: &str, words: &str| -> Result<()> {
        page.driver.client.active_element().await?.send_keys(key).await?;
        page.until(&format!("{words} after {key}"), async || {
            let at = focused().await?;
            Ok((at[1] == json!(words) && at[0].as_str().is_some_and(|name| !name.is_empty())).then_some(()))
        })
        .await
    };
    press("n", "Stripe").await?;
    press("n", "stripe").await?;
    press("\u{E015}", "13.2.0").await?;
    press("p", "stripe").await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_and_code_that_are_open_together() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("old.md", AUDIT.as_bytes()).await?;
    page.one("tab", "Services").await?;
    assert!(page.text("region", "Verification").await?.contains("Drop the code"));
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    assert!(page.text("region", "Verification").await?.contains("old.md is open, too"));
    page.click("button", "Verify").await?;
    page.one("heading", "old.md against shop").await?;
    let from_code = page.text("article", "Document").await?;

    // From the document's side it is the same, and its own tab shows the verdicts, too.
    page.click("button", "Back to the audit").await?;
    page.click("button", "old.md").await?;
    page.click("tab", "Document").await?;
    assert!(page.text("article", "Document").await?.contains("contradicted"));
    page.click("button", "Verify").await?;
    page.one("heading", "old.md against shop").await?;
    assert_eq!(page.text("article", "Document").await?, from_code);
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_changed_on_disk_is_said_in_a_sentence() -> Result<()> {
    let page = Page::open().await?;
    let folder = TempDir::new()?;
    let path = folder.path().join("shop-main.zip");
    fs::write(&path, archives::zip_with("shop", &[(PLACE, AUDIT)])?)?;
    page.choose(&path).await?;
    page.shows("shop").await?;
    fs::write(&path, b"something else")?;
    page.click("button", "Verify").await?;
    let said = page.text("alert", "shop…").await?;
    assert!(said.contains("changed since it was opened"), "{said}");
    page.one("tab", "Services").await?;
    page.is_calm().await
}
