//! Links: made in one browser, opened in another that has never seen the page, and links that do not open.

use super::comparing::{change, two_shops};
use super::documents::AUDIT;
use anyhow::{Context, Result};
use patchbay_engine::audit::Audit;
use patchbay_engine::share;
use patchbay_tests::{Page, archives};
use std::fs;

/// The link of the dialog, once it is made.
async fn link(page: &Page) -> Result<String> {
    page.click("button", "Share").await?;
    shown_link(page).await
}

async fn shown_link(page: &Page) -> Result<String> {
    page.one("textbox", "Link").await?;
    let value = page.script("return find('textbox', 'Link')[0].value", vec![]).await?;
    Ok(value.as_str().context("a link")?.to_owned())
}

/// The same page in a browser with nothing in it, with the fragment of this address.
async fn fresh(address: &str) -> Result<Page> {
    let page = Page::open().await?;
    go(&page, address).await?;
    Ok(page)
}

async fn go(page: &Page, address: &str) -> Result<()> {
    let fragment = address.split_once('#').map_or(address, |(_, fragment)| fragment);
    // From elsewhere, so that the page is loaded and not only told.
    page.driver.client.goto("about:blank").await?;
    page.driver.client.goto(&format!("{}#{fragment}", page.site.url())).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_the_same_audit_in_another_browser() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let asked = page.site.requests();
    let address = link(&page).await?;
    let dialog = page.text("dialog", "Share").await?;
    assert!(dialog.contains(&format!("{} characters", thousands(address.len()))), "{dialog}");
    assert!(dialog.contains("It holds") && dialog.contains("services, with their clients"), "{dialog}");
    assert!(dialog.contains("It leaves out") && dialog.contains("lines of code"), "{dialog}");
    page.click("button", "Copy link").await?;
    page.until("that it was copied", async || {
        let said = page.text("dialog", "Share").await?;
        Ok((said.contains("Copied.") || said.contains("Copy it from the box")).then_some(()))
    })
    .await?;
    assert_eq!(page.site.requests(), asked, "sharing asked for something");

    // What the page shows is what the command line would say of the link.
    let audits = share::decode(share::find(&address).context("no link in the address")?)?;
    let other = fresh(&address).await?;
    other.shows("shop").await?;
    let exported: Audit = serde_json::from_slice(&other.export("JSON…").await?)?;
    assert_eq!([exported], audits.as_slice());
    let ids = |rows: Vec<Vec<String>>| rows.into_iter().filter_map(|row| row.into_iter().next()).collect::<Vec<_>>();
    page.driver.client.active_element().await?.send_keys("\u{E00C}").await?;
    assert_eq!(ids(other.table("Services").await?).len(), ids(page.table("Services").await?).len());
    assert!(other.text("main", "").await?.contains("From a link, which left out"));
    other.is_calm().await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn switches_say_what_the_link_carries() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let with_places = link(&page).await?;
    let switched = async |name: &str, before: &str| {
        page.click("checkbox", name).await?;
        page.until(&format!("another link after {name}"), async || {
            let shown = page.script("return find('textbox', 'Link')[0]?.value ?? null", vec![]).await?;
            Ok(shown.as_str().filter(|shown| *shown != before).map(str::to_owned))
        })
        .await
    };
    let with_lines = switched("Lines of code at those places", &with_places).await?;
    let without = switched("Places: the files and lines where things stand", &with_lines).await?;
    assert!(without.len() < with_places.len() && with_places.len() < with_lines.len());
    let json = |address: &str| -> Result<String> {
        Ok(serde_json::to_string(&share::decode(share::find(address).context("no link")?)?)?)
    };
    assert!(json(&with_lines)?.contains("\"excerpt\"") && !json(&with_places)?.contains("\"excerpt\""));
    assert!(json(&with_places)?.contains("src/stripe.js") && !json(&without)?.contains("\"src/stripe.js\""));
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_a_comparison_opens_as_one() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    page.click("button", "Compare").await?;
    page.one("heading", "Compare shop with …").await?;
    page.drop_bytes("old.md", AUDIT.as_bytes()).await?;
    let summary = page.one("table", "Services").await?.text().await?;
    let address = link(&page).await?;
    let other = fresh(&address).await?;
    let shown = other.one("table", "Services").await?.text().await?;
    assert_eq!(first_words(&shown), first_words(&summary));
    assert!(other.driver.client.current_url().await?.as_str().contains("view=compare"));
    other.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrowed_comparison_of_two_zips_is_the_same_in_another_browser() -> Result<()> {
    let page = two_shops().await?;
    let asked = page.site.requests();
    page.click("button", "Only changes").await?;
    page.one("searchbox", "Search").await?.send_keys("anthropic").await?;
    let narrowed = async |page: &Page| {
        page.until("only what is searched for", async || {
            let gone = change(page, "Stripe").await? == "no row";
            Ok((gone && change(page, "Anthropic").await? == "added").then_some(()))
        })
        .await?;
        page.table("Services").await
    };
    let shown = narrowed(&page).await?;
    let address = link(&page).await?;
    assert_eq!(page.site.requests(), asked, "comparing and sharing asked for something");
    let other = fresh(&address).await?;
    assert_eq!(narrowed(&other).await?, shown);
    other.is_calm().await?;
    page.is_calm().await
}

/// The first line of a table, which names its columns.
fn first_words(text: &str) -> Vec<&str> {
    text.lines().take(2).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_do_not_open_say_why_and_leave_what_is_open() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let text = link(&page).await?;
    page.driver.client.active_element().await?.send_keys("\u{E00C}").await?;
    let (_, text) = text.split_once("#link=").context("a link")?;
    let text = text.split('&').next().unwrap_or_default();
    let mut damaged = text.to_owned();
    damaged.replace_range(40..41, if &text[40..41] == "A" { "B" } else { "A" });
    let long = format!("1{}", "A".repeat(5_000_000));
    for (link, sentence) in [
        (&text[..text.len() / 2], "was cut short"),
        (damaged.as_str(), "is damaged"),
        ("2abcdef", "newer Patchbay"),
        ("hello", "not one that Patchbay made"),
        (long.as_str(), "characters, more than"),
    ] {
        // A click on a link in the page, where everything else stays.
        page.script("location.hash = '#link=' + arguments[0]", vec![serde_json::json!(link)]).await?;
        let said = page
            .until(sentence, async || {
                let said = page.text("alert", "The link…").await?;
                Ok(said.contains(sentence).then_some(said))
            })
            .await?;
        assert!(!said.contains("Patchbay itself failed"), "{said}");
        page.shows("shop").await?;
    }
    // One that opens still does.
    page.script("location.hash = '#link=' + arguments[0]", vec![serde_json::json!(text)]).await?;
    page.until("a second audit", async || {
        Ok((page.names("button").await?.iter().filter(|name| name.starts_with("Close ")).count() > 1).then_some(()))
    })
    .await?;
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_beside_the_page_open_from_its_address() -> Result<()> {
    // A copy of the page with audits beside it, as a host publishes it.
    let page = Page::open_with(|site| {
        fs::create_dir(site.join("audits"))?;
        let audits = [("shop", "shop"), ("app", "app-python")];
        for (name, tree) in audits {
            fs::write(site.join(format!("audits/{name}.zip")), archives::zip_of(tree)?)?;
        }
        Ok(())
    })
    .await?;
    go(&page, "#open=audits/shop.zip").await?;
    page.shows("shop").await?;
    go(&page, "#open=audits/shop.zip,audits/app.zip&view=compare").await?;
    page.one("table", "Services").await?;
    assert!(page.text("main", "").await?.contains("app-python"));
    go(&page, "#open=audits/none.json").await?;
    assert!(page.text("alert", "audits/none.json…").await?.contains("404"));
    let asked = page.site.requests().len();
    go(&page, "#open=https://example.com/a.json").await?;
    assert!(page.text("alert", "https://example.com/a.json…").await?.contains("another host"));
    assert!(page.site.requests()[asked..].iter().all(|path| !path.contains("a.json")));
    Ok(())
}

/// A number as the page writes it.
fn thousands(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{thousands},{:03}", number % 1000),
    }
}
