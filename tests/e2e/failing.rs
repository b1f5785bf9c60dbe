//! What cannot be read, and what is no longer wanted: a sentence, and everything else stays as it was.

use anyhow::Result;
use patchbay_tests::{Page, archives};
use serde_json::{Value, json};
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
async fn cancel_stops_reading_and_all_else_goes_on() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let before = page.export("CSV…").await?;
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
    page.shows("shop").await?;
    assert!(page.names("alert").await?.is_empty(), "nothing went wrong");
    assert_eq!(page.export("CSV…").await?, before, "the workers that were started anew know what is open");

    page.drop_bytes("two.md", b"# Two\n\n- Redis\n").await?;
    page.one("button", "two.md").await?;
    page.is_calm().await
}

/// The shop's audit as the page exports it, with changes.
async fn exported(page: &Page) -> Result<Value> {
    Ok(serde_json::from_slice(&page.export("JSON…").await?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_of_another_version_or_shape_is_a_sentence() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let services = page.table("Services").await?;
    let audit = exported(&page).await?;

    let with = |change: fn(&mut Value)| {
        let mut audit = audit.clone();
        change(&mut audit);
        serde_json::to_vec(&audit)
    };
    let newer = with(|audit| audit["schema"] = json!("patchbay.audit/9"))?;
    let wrong = with(|audit| audit["services"] = json!("many"))?;
    let (half, _) = newer.split_at(newer.len() / 2);
    for (name, bytes, words) in [
        ("newer.json", newer.as_slice(), "which a newer Patchbay made"),
        ("wrong.json", wrong.as_slice(), "is not a valid audit"),
        ("half.json", half, "cut short"),
    ] {
        page.drop_bytes(name, bytes).await?;
        let said = page.text("alert", &format!("{name}…")).await?;
        assert!(said.contains(words) && said.trim_end().ends_with('.'), "{said}");
        page.shows("shop").await?;
        assert_eq!(page.table("Services").await?, services);
    }

    // What nobody knows is passed over.
    let more = with(|audit| {
        audit["title"] = json!("more");
        audit["mood"] = json!({ "today": [1, 2, 3] });
        audit["services"][0]["mood"] = json!("fine");
    })?;
    page.drop_bytes("more.json", &more).await?;
    page.shows("more").await?;
    assert_eq!(page.table("Services").await?, services);
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_files_with_one_name_are_two_audits_and_one_beside_itself_is_the_same() -> Result<()> {
    let page = Page::open().await?;
    let zip = archives::zip_of("shop")?;
    page.drop_bytes("shop-main.zip", &zip).await?;
    page.shows("shop").await?;
    page.click("button", "Compare").await?;
    page.one("heading", "Compare shop with …").await?;
    page.drop_bytes("shop-main.zip", &zip).await?;
    page.one("table", "Services").await?;
    let summary = page.script("return document.querySelector('#compare-summary').innerText", vec![]).await?;
    assert_eq!(summary, json!("No differences."));
    page.until("all rows the same", async || {
        let changes = "return [...document.querySelectorAll('.compare-table .row')].every((row) => row.classList.contains('same'))";
        Ok((page.script(changes, vec![]).await? == json!(true)).then_some(()))
    })
    .await?;

    // An address that names one audit twice.
    page.script("location.hash = 'view=compare&of=1,1'", vec![]).await?;
    page.until("that one", async || {
        let shown = page.script("return document.querySelector('main')?.innerText ?? ''", vec![]).await?;
        Ok(shown.as_str().is_some_and(|it| it.contains("shop")).then_some(()))
    })
    .await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screen_does_without_the_rest_of_the_program() -> Result<()> {
    // A host that lost it: what calls it all the same throws.
    let page = Page::open_with(|site| Ok(fs::write(site.join(xtask::split::REST), "no program")?)).await?;
    page.one("button", "Open folder").await?;
    page.click("button", "Keyboard shortcuts").await?;
    page.click("button", "Close").await?;
    page.click("button", "Colours").await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    let said = page.text("alert", "shop-main.zip…").await?;
    assert!(said.contains("did not load") && said.contains("Load the page again"), "{said}");
    page.is_calm().await
}
