//! Audits beside each other: two zips, a document and its code, three at once.

use super::documents::AUDIT;
use anyhow::Result;
use patchbay_tests::{Page, archives, row};
use serde_json::json;

/// The shop a year later: Stripe's package is newer, mail is gone, a model is new, a variable is called otherwise.
fn next_shop() -> Result<Vec<u8>> {
    let edit = |path: &str, text: &str| {
        let text = text
            .replace("\"version\": \"14.5.0\"", "\"version\": \"17.7.0\"")
            .replace("^14.0.0", "^17.0.0")
            .replace("\"resend\": \"^3.4.0\",", "")
            .replace("RATES_TOKEN", "RATES_API_KEY");
        (path != "src/mail.js").then(|| text.replace("RESEND_API_KEY", "UNUSED"))
    };
    let ask = "import Anthropic from '@anthropic-ai/sdk';\nnew Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });\n";
    archives::zip_edited("shop", edit, &[("src/ask.js", ask)])
}

/// Both shops open, and compared.
pub async fn two_shops() -> Result<Page> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.click("button", "Compare").await?;
    page.one("heading", "Compare shop with …").await?;
    // What is dropped now is the other one.
    page.drop_bytes("shop-next.zip", &next_shop()?).await?;
    page.one("table", "Services").await?;
    Ok(page)
}

async fn address(page: &Page) -> Result<String> {
    Ok(page.driver.client.current_url().await?.to_string())
}

/// What has the focus says this.
async fn focused(page: &Page, words: &str) -> Result<()> {
    page.until(&format!("the focus on {words}"), async || {
        let at = page.script("return document.activeElement?.innerText ?? ''", vec![]).await?;
        Ok(at.as_str().is_some_and(|at| at.contains(words)).then_some(()))
    })
    .await
}

async fn press(page: &Page, key: &str) -> Result<()> {
    Ok(page.driver.client.active_element().await?.send_keys(key).await?)
}

/// The class of the row of that name.
pub async fn change(page: &Page, name: &str) -> Result<String> {
    let script = "
        const names = [...document.querySelectorAll('.compare-table .row-name')];
        const row = names.find((it) => it.innerText.trim() === arguments[0])?.closest('.row');
        return ['added', 'removed', 'changed', 'same'].find((word) => row?.classList.contains(word)) ?? 'no row';";
    Ok(page.script(script, vec![json!(name)]).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_zips_row_by_row() -> Result<()> {
    let page = two_shops().await?;
    let requests = page.site.requests().len();
    page.one("heading", "shop (shop-main.zip)…").await?;
    for (name, expected) in [
        ("Stripe", "changed"),
        ("Anthropic", "added"),
        ("Resend", "removed"),
        ("PostgreSQL", "same"),
        ("ANTHROPIC_API_KEY", "added"),
        ("RATES_API_KEY", "changed"),
    ] {
        let found = change(&page, name).await?;
        assert!(found == expected, "{name} is {found}, not {expected}");
    }
    let stripe = page.script("return [...document.querySelectorAll('.compare-table .row.changed')].map((row) => row.innerText.replace(/\\s+/g, ' ')).find((text) => text.includes('Stripe'))", vec![]).await?;
    let stripe = stripe.as_str().unwrap_or_default();
    assert!(stripe.contains("14.5.0") && stripe.contains("17.7.0") && stripe.contains("major"), "{stripe}");
    let summary = page.script("return document.querySelector('#compare-summary').innerText", vec![]).await?;
    assert!(summary.as_str().is_some_and(|it| it.starts_with("2 services added, 2 removed, 1 changed; ")), "{summary}");
    assert_eq!(page.site.requests().len(), requests);
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_changes_search_and_filters_stand_in_the_address() -> Result<()> {
    let page = two_shops().await?;
    page.click("button", "Only changes").await?;
    page.until("what is the same is gone", async || {
        Ok((change(&page, "PostgreSQL").await? == "no row" && change(&page, "Stripe").await? == "changed")
            .then_some(()))
    })
    .await?;
    assert!(
        address(&page).await?.contains("view=compare")
            && address(&page).await?.contains("change=added,changed,removed")
    );
    page.one("searchbox", "Search").await?.send_keys("anthropic").await?;
    page.until("only what is searched for", async || {
        Ok((change(&page, "Stripe").await? == "no row" && change(&page, "Anthropic").await? == "added").then_some(()))
    })
    .await?;
    let link = address(&page).await?;
    assert!(link.contains("q=anthropic"), "{link}");

    // Back and forth, and the same again.
    page.driver.client.back().await?;
    page.until("all rows", async || Ok((change(&page, "PostgreSQL").await? == "same").then_some(()))).await?;
    page.driver.client.forward().await?;
    page.until("the search again", async || Ok((change(&page, "Stripe").await? == "no row").then_some(()))).await?;
    assert_eq!(address(&page).await?, link);
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sides_are_swapped() -> Result<()> {
    let page = two_shops().await?;
    page.click("button", "Swap").await?;
    page.one("heading", "shop (shop-next.zip)…").await?;
    assert_eq!(change(&page, "Anthropic").await?, "removed");
    assert_eq!(change(&page, "Resend").await?, "added");
    assert!(address(&page).await?.contains("of=2,1"), "{}", address(&page).await?);
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_is_enough() -> Result<()> {
    let page = two_shops().await?;
    press(&page, "n").await?;
    let first = page.script("return document.activeElement.innerText.trim()", vec![]).await?;
    assert_ne!(change(&page, first.as_str().unwrap_or_default()).await?, "same");
    press(&page, "n").await?;
    let second = page.script("return document.activeElement.innerText.trim()", vec![]).await?;
    assert_ne!(first, second);
    press(&page, "p").await?;
    focused(&page, first.as_str().unwrap_or_default()).await?;
    press(&page, "c").await?;
    page.until("only changes", async || Ok((change(&page, "PostgreSQL").await? == "no row").then_some(()))).await?;
    press(&page, "s").await?;
    page.one("heading", "shop (shop-next.zip)…").await?;
    press(&page, "/").await?;
    page.until("the search has the focus", async || {
        let at = page.script("return document.activeElement.id", vec![]).await?;
        Ok((at == json!("search")).then_some(()))
    })
    .await?;
    press(&page, "\u{E007}").await?;
    page.click("button", "Back to the audit").await?;
    page.one("tab", "Services").await?;
    assert!(!address(&page).await?.contains("compare"));
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_leads_to_it_in_its_audit() -> Result<()> {
    let page = two_shops().await?;
    page.click("button", "Resend").await?;
    page.one("tab", "Services").await?;
    assert!(address(&page).await?.contains("service=resend"));
    page.driver.client.back().await?;
    page.one("heading", "shop (shop-main.zip)…").await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_with_its_code_offers_to_verify() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("old.md", AUDIT.as_bytes()).await?;
    page.one("tab", "Services").await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.click("button", "Compare").await?;
    page.one("heading", "Compare shop with …").await?;
    page.script(
        "[...document.querySelectorAll('.others button')].find((it) => it.innerText === 'old.md').click()",
        vec![],
    )
    .await?;
    page.one("table", "Services").await?;
    let summary = page.script("return document.querySelector('#compare-summary').innerText", vec![]).await?;
    assert!(summary.as_str().is_some_and(|it| it.contains("only in the code")), "{summary}");
    page.click("button", "Verify").await?;
    page.one("heading", "old.md against shop").await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn three_are_a_matrix() -> Result<()> {
    let page = two_shops().await?;
    page.drop_bytes("old.md", AUDIT.as_bytes()).await?;
    page.one("heading", "3 audits").await?;
    let table = page.table("Services by audits").await?;
    assert_eq!(row(&table, "Stripe")?.get(1).map(String::as_str), Some("3"));
    assert!(row(&table, "Anthropic")?.get(1).is_some_and(|count| count == "1"));
    let first = table.get(1).and_then(|row| row.first()).cloned().unwrap_or_default();
    page.click("button", "Order…").await?;
    page.click("menuitemradio", "Least shared first").await?;
    page.until("another order", async || {
        let now = page.table("Services by audits").await?;
        Ok((now.get(1).and_then(|row| row.first()) != Some(&first)).then_some(()))
    })
    .await?;
    assert!(address(&page).await?.contains("sort=least"));
    page.is_calm().await
}
