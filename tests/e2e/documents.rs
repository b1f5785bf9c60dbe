//! Audit documents: pasted, dropped, chosen; drawn without any of their markup; and linked with what they speak of.

use anyhow::Result;
use patchbay_tests::{Page, archives, row};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// A small audit, as people keep them.
pub const AUDIT: &str = "# Integrations of the shop

**Analysis Date:** 2026-01-31

## APIs & External Services

**Payments:**
- Stripe - Takes the money at checkout
  - SDK/Client: `stripe` 13.2.0
  - Auth: `STRIPE_SECRET_KEY`, `STRIPE_PUBLISHABLE_KEY`
  - Implementation: `src/stripe.js`
  - Refunds: by hand, once a week

**Mail:**
- Resend - Receipts
  - SDK/Client: `resend`
  - Implementation: `src/letters.js`

## Monitoring & Observability

**Error Tracking:**
- Sentry

## House rules

- Nobody deploys on a Friday.
";

async fn shows_the_audit(page: &Page) -> Result<()> {
    let services = page.table("Services").await?;
    for service in ["Stripe", "Resend", "Sentry"] {
        assert!(row(&services, service)?.iter().any(|cell| cell == "used"), "{services:?}");
    }
    assert!(row(&services, "Stripe")?.join(" ").contains("stripe 13.2.0"), "{services:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_pasted_into_its_box() -> Result<()> {
    let page = Page::open().await?;
    page.click("textbox", "Paste an audit").await?;
    page.paste(AUDIT).await?;
    page.one("tab", "Services").await?;
    shows_the_audit(&page).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_written_into_its_box_is_read_on_the_button() -> Result<()> {
    let page = Page::open().await?;
    page.one("textbox", "Paste an audit").await?.send_keys("# Mine\n\n- Stripe\n").await?;
    page.click("button", "Read it").await?;
    page.one("tab", "Services").await?;
    assert!(row(&page.table("Services").await?, "Stripe").is_ok());
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_pasted_anywhere_and_what_is_none() -> Result<()> {
    let page = Page::open().await?;
    page.script("document.activeElement?.blur()", vec![]).await?;
    page.paste("just words").await?;
    let said = page.text("alert", "What was pasted…").await?;
    assert!(said.contains("no heading, list or table"), "{said}");
    page.paste(AUDIT).await?;
    page.one("tab", "Services").await?;
    shows_the_audit(&page).await?;

    // What is pasted into a text box stays there.
    page.click("searchbox", "Search").await?;
    page.paste("# Another\n\n- Redis\n").await?;
    let others = page.script("return document.querySelectorAll('.switcher button').length", vec![]).await?;
    assert_eq!(others, json!(0), "nothing else was opened");
    shows_the_audit(&page).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_and_code_dropped_together_are_an_audit_each() -> Result<()> {
    let page = Page::open().await?;
    let folder = TempDir::new()?;
    let (code, one, two) = (folder.path().join("shop.zip"), folder.path().join("one.md"), folder.path().join("two.md"));
    fs::write(&code, archives::zip_of("shop")?)?;
    fs::write(&one, AUDIT)?;
    fs::write(&two, "# Two\n\n- Redis\n")?;
    page.drag(&[&one, &code, &two]).await?;
    for name in ["one.md", "shop", "two.md"] {
        page.one("button", name).await?;
    }
    shows_the_audit(&page).await?;
    page.click("button", "two.md").await?;
    page.until("Redis", async || Ok(row(&page.table("Services").await?, "Redis").is_ok().then_some(()))).await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_document_is_said_in_a_sentence() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("empty.md", b"").await?;
    assert!(page.text("alert", "empty.md…").await?.contains("empty"));
    page.drop_bytes("photo.md", b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0\0\0\0\0").await?;
    assert!(page.text("alert", "photo.md…").await?.contains("is not text"));
    assert!(page.names("tab").await?.is_empty());
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_lead_to_their_service_and_services_back_to_their_line() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("INTEGRATIONS.md", AUDIT.as_bytes()).await?;
    page.click("tab", "Document").await?;
    let drawn = page.text("article", "Document").await?;
    for words in ["Integrations of the shop", "Takes the money at checkout", "Nobody deploys on a Friday."] {
        assert!(drawn.contains(words), "{words} is missing in:\n{drawn}");
    }
    page.click("link", "stripe").await?;
    page.one("heading", "In the document").await?;
    let detail = page.text("main", "").await?;
    for words in ["Takes the money at checkout", "Refunds", "by hand, once a week", "Nobody deploys on a Friday."] {
        assert!(detail.contains(words), "{words} is missing in:\n{detail}");
    }
    page.click("link", "line 8").await?;
    let at = page.until("the line", async || {
        let at = page.script("return document.querySelector('.paper .at')?.innerText ?? null", vec![]).await?;
        Ok(at.as_str().map(str::to_owned))
    });
    assert!(at.await?.contains("Takes the money"));
    let address = page.driver.client.current_url().await?;
    assert!(address.as_str().contains("tab=document") && address.as_str().contains("line=8"), "{address}");
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_base_is_written_as_a_document() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.click("tab", "Document").await?;
    let drawn = page.text("article", "Document").await?;
    assert!(drawn.contains("External Integrations") && drawn.contains("STRIPE_SECRET_KEY"), "{drawn}");
    page.one("button", "Copy Markdown").await?;
    page.click("link", "Resend").await?;
    page.one("heading", "Evidence").await?;
    page.is_calm().await
}

/// All that a document could try, in every place where its words are shown.
const HOSTILE: &str = "# <img src=x onerror=\"window.hit=1\">

<script>window.hit=2</script>

<iframe src=\"https://out.example/frame\"></iframe>

## APIs <b onclick=\"window.hit=3\">bold</b>

- Stripe <svg onload=\"window.hit=4\"> - <style>body{display:none}</style> pays
  - Auth: `STRIPE_SECRET_KEY` <a href=\"javascript:window.hit=5\">a</a>
  - Run: [run me](javascript:window.hit=6), [data](data:text/html,<script>window.hit=7</script>), [way out](https://out.example/ok)
  - Picture: ![seen](https://out.example/pixel.png \"t\") ![](x\" onerror=\"window.hit=8)
- Sentry \"><img src=x onerror=window.hit=9>

| <u>K</u> | V |
|---|---|
| `<i>REDIS_URL</i>` | <form action=\"https://out.example\"><input></form> |

<https://out.example/auto> <javascript:window.hit=10>

<!-- a comment --> &lt;script&gt;window.hit=11&lt;/script&gt;
";

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_document_is_nothing_but_text() -> Result<()> {
    let page = Page::open().await?;
    let asked = page.site.requests();
    page.drop_bytes("hostile.md", HOSTILE.as_bytes()).await?;
    page.one("tab", "Services").await?;
    page.click("button", "Sentry").await?;
    for tab in page.names("tab").await? {
        page.click("tab", &tab).await?;
        let strange = "return [...document.querySelectorAll('#app script, #app img, #app iframe, #app object, #app embed, #app form, #app style, #app u, #app [onerror], #app [onload], #app [onclick], #app [src]')].map((it) => it.outerHTML)";
        assert_eq!(page.script(strange, vec![]).await?, json!([]), "in {tab}");
        assert_eq!(page.script("return window.hit ?? 0", vec![]).await?, json!(0), "in {tab}");
    }
    page.click("tab", "Document").await?;
    let drawn = page.text("article", "Document").await?;
    for words in [
        "<script>window.hit=2</script>",
        "onerror=\"window.hit=1\"",
        "run me (javascript:window.hit=6)",
        "<!-- a comment -->",
        "https://out.example/pixel.png",
    ] {
        assert!(drawn.contains(words), "{words} is missing in:\n{drawn}");
    }
    let links = "return [...document.querySelectorAll('.paper a')].filter((link) => !link.getAttribute('href').startsWith('#')).map((link) => [link.href, link.rel])";
    let safe = "noopener noreferrer";
    assert_eq!(
        page.script(links, vec![]).await?,
        json!([["https://out.example/ok", safe], ["https://out.example/auto", safe]])
    );
    assert_eq!(page.site.requests(), asked, "nothing was asked for");
    page.is_calm().await
}
