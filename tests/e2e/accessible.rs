//! Every view, wide and narrow, light and dark, as axe-core sees it; and what only a keyboard can do.

use anyhow::{Result, ensure};
use patchbay_tests::{Page, VIEWS, tour};
use serde_json::{Value, json};
use std::fs;

/// What axe looks for: WCAG 2.2 to AA, and what its makers call best practice.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Runs axe; each violation as its rule and the elements that break it.
async fn violations(page: &Page, axe: &str) -> Result<Vec<String>> {
    if page.script("return typeof axe", vec![]).await? == json!("undefined") {
        page.script(&format!("{axe}; window.axe = axe;"), vec![]).await?;
    }
    let script = "
        return axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then((found) =>
            found.violations.map((one) => `${one.id}: ` + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' ' + node.any.concat(node.all, node.none).map((check) => check.message).join('; ')).join(' | ')))";
    let found = page.script(script, vec![json!(RULES)]).await?;
    Ok(serde_json::from_value(found)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_view() -> Result<()> {
    let axe = fs::read_to_string(xtask::tools::axe()?)?;
    let page = Page::open().await?;
    let mut all = Vec::new();
    tour(&page, async |view, look| {
        let found = violations(&page, &axe).await?;
        all.extend(found.into_iter().map(|one| format!("{view}, {look:?}: {one}")));
        Ok(())
    })
    .await?;
    ensure!(all.is_empty(), "{all:#?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cut_off_at_a_phones_width_or_at_twice_the_size() -> Result<()> {
    let page = Page::open().await?;
    page.open_sample().await?;
    // 640 wide is a window of 1280 at 200 %; 320 is what reflow asks for.
    for width in [320, 390, 640, 1280, 2560] {
        page.resize(width, 800, false).await?;
        for view in VIEWS {
            page.show(view).await?;
            let over = page.script("return document.documentElement.scrollWidth - innerWidth", vec![]).await?;
            ensure!(over.as_i64().is_some_and(|over| over <= 0), "{} at {width}: {over} pixels too wide", view.name);
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_walks_the_map_and_opens_a_service() -> Result<()> {
    let page = Page::open().await?;
    page.open_sample().await?;
    page.script("location.hash = '#tab=map'", vec![]).await?;
    page.one("button", "Save as SVG").await?;
    // The map is laid out anew once its width is known.
    page.settle().await?;
    page.until("a part to stand on", async || {
        let focus = "const first = document.querySelector('.map-drawing [tabindex=\"0\"]'); first?.focus(); return Boolean(first)";
        Ok((page.script(focus, vec![]).await? == json!(true)).then_some(()))
    })
    .await?;
    let press = async |key: char| -> Result<Value> {
        page.driver.client.active_element().await?.send_keys(&key.to_string()).await?;
        page.settle().await?;
        page.script("return document.activeElement.getAttribute('aria-label')", vec![]).await
    };
    // Right along a cable to a service, and Enter.
    let cable = press('\u{E014}').await?;
    ensure!(cable.as_str().is_some_and(|name| name.contains(" to ")), "{cable}");
    let service = press('\u{E014}').await?;
    let name = service.as_str().and_then(|name| name.split(',').next()).unwrap_or_default().to_owned();
    ensure!(cable.as_str().is_some_and(|cable| cable.contains(&name)), "{cable} leads to {service}");
    let lit = page.script("return document.querySelectorAll('.map-service.on').length", vec![]).await?;
    ensure!(lit == json!(1), "the service alone is lit: {lit}");
    page.driver.client.active_element().await?.send_keys("\u{E007}").await?;
    page.one("heading", &name).await?;
    page.is_calm().await
}
