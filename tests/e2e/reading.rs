//! What is read off the page: services, variables, endpoints, files, evidence; and that the command line says the same.

use anyhow::{Result, ensure};
use patchbay_engine::audit::{Audit, SCHEMA, Variable};
use patchbay_tests::{Page, archives, row};
use serde_json::Value;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

async fn shop() -> Result<Page> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_opens_to_its_evidence() -> Result<()> {
    let page = shop().await?;
    let services = page.table("Services").await?;
    let stripe = row(&services, "Stripe")?.join(" | ");
    assert!(stripe.contains("stripe 14.5.0") && stripe.contains("payment"), "{stripe}");
    let twilio = row(&services, "Twilio")?.join(" | ");
    assert!(twilio.contains("only") && !twilio.contains("| used |"), "{twilio}");

    page.click("button", "Stripe").await?;
    page.one("heading", "Evidence").await?;
    let detail = page.text("main", "").await?;
    for said in [
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "src/stripe.js",
        "/api/webhooks/stripe",
        "import Stripe from 'stripe';",
        "package.json",
    ] {
        assert!(detail.contains(said), "{said} is missing in:\n{detail}");
    }
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_say_their_owner_and_what_is_missing() -> Result<()> {
    let page = shop().await?;
    page.click("tab", "Environment").await?;
    let variables = page.table("Environment variables").await?;
    let key = row(&variables, "STRIPE_SECRET_KEY")?.join(" | ");
    assert!(key.contains("Stripe") && key.contains("required"), "{key}");
    assert!(key.contains("src/stripe.js:3") && key.contains(".env.example:3"), "{key}");
    let token = row(&variables, "RATES_TOKEN")?.join(" | ");
    assert!(token.contains("declared nowhere"), "{token}");
    let mailgun = row(&variables, "MAILGUN_API_KEY")?.join(" | ");
    assert!(mailgun.contains("never read"), "{mailgun}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn endpoints_and_files_are_listed() -> Result<()> {
    let page = shop().await?;
    page.click("tab", "Endpoints").await?;
    let endpoints = page.table("Endpoints").await?;
    let hook = row(&endpoints, "POST")?.join(" | ");
    assert!(
        hook.contains("/api/webhooks/stripe")
            && hook.contains("signature")
            && hook.contains("checkout.session.completed"),
        "{hook}"
    );
    assert!(hook.contains("src/routes/webhooks.js:9"), "{hook}");

    page.click("tab", "Files").await?;
    let files = page.table("Files").await?;
    assert!(row(&files, "logo.png")?.join(" | ").contains("binary"));
    assert!(row(&files, "node_modules/left-pad/index.js")?.join(" | ").contains("vendored"));
    assert!(row(&files, "src/stripe.js")?.join(" | ").contains("read"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn search_narrows_the_services_and_stands_in_the_address() -> Result<()> {
    let page = shop().await?;
    page.one("searchbox", "Search").await?.send_keys("stripe").await?;
    page.until("Stripe alone", async || {
        let services = page.table("Services").await?;
        Ok((services.len() < 3 && row(&services, "Stripe").is_ok()).then_some(()))
    })
    .await?;
    let address = page.driver.client.current_url().await?;
    assert!(address.as_str().contains("stripe"), "{address}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_searched_letter_by_letter() -> Result<()> {
    let variable = |at: usize| Variable { name: format!("PART{:04}_KEY_{}", at / 5, at % 5), ..Variable::default() };
    let audit = Audit {
        schema: SCHEMA.into(),
        title: "long".into(),
        env: (0..20_000).map(variable).collect(),
        ..Audit::default()
    };
    let folder = TempDir::new()?;
    let path = folder.path().join("long.json");
    fs::write(&path, serde_json::to_vec(&audit)?)?;
    let page = Page::open().await?;
    page.choose(&path).await?;
    page.shows("long").await?;
    page.click("tab", "Environment").await?;
    let search = page.one("searchbox", "Search").await?;
    // Searches of which each takes several tasks, and the next letter comes before the last.
    let all = "\u{E009}a\u{E000}\u{E017}";
    for (keys, found, first) in [
        ("part1987", "5 of 20,000", "PART1987_KEY_0"),
        ("_key_3", "1 of 20,000", "PART1987_KEY_3"),
        ("9", "0 of 20,000", ""),
        (all, "", "PART0000_KEY_0"),
        ("prt3210ky2", "1 of 20,000", "PART3210_KEY_2"),
        (all, "", "PART0000_KEY_0"),
    ] {
        search.send_keys(keys).await?;
        page.until(&format!("{found:?} and {first} after {keys}"), async || {
            let said = page.script("return document.querySelector('.found')?.innerText ?? ''", vec![]).await?;
            let name = page.script("return find('rowheader', '')[0]?.innerText ?? ''", vec![]).await?;
            Ok((said == found && name == first).then_some(()))
        })
        .await?;
    }
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_arrows_move_between_tabs() -> Result<()> {
    let page = shop().await?;
    let selected =
        "return find('tab', '').filter((tab) => tab.getAttribute('aria-selected') === 'true').map(nameOf)[0]";
    page.script("find('tab', 'Services')[0].focus()", vec![]).await?;
    for (key, tab) in
        [('\u{E014}', "Environment"), ('\u{E014}', "Endpoints"), ('\u{E012}', "Environment"), ('\u{E010}', "Files")]
    {
        page.driver.client.active_element().await?.send_keys(&key.to_string()).await?;
        page.until(&format!("tab {tab}"), async || Ok((page.script(selected, vec![]).await? == tab).then_some(())))
            .await?;
        let focused = page.script("return nameOf(document.activeElement)", vec![]).await?;
        assert_eq!(focused, tab, "the focus goes along");
    }
    page.one("table", "Files").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_and_the_command_line_give_the_same_audit() -> Result<()> {
    let page = shop().await?;
    let saved = String::from_utf8(page.export("JSON…").await?)?;
    let audit: Value = serde_json::from_str(&saved)?;

    let folder = TempDir::new()?;
    let path = folder.path().join("shop-main.zip");
    fs::write(&path, archives::zip_of("shop")?)?;
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--package", "patchbay", "--", "audit", "--date"]);
    command.arg(audit["date"].as_str().unwrap_or_default()).arg(&path).current_dir(xtask::root());
    let output = command.output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout)?;
    assert!(audit["services"].as_array().is_some_and(|services| services.len() > 5), "{saved}");
    if saved != printed {
        let at = saved.lines().zip(printed.lines()).find(|(page, terminal)| page != terminal);
        panic!("the page and the command line differ: {at:?}");
    }
    Ok(())
}
