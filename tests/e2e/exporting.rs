//! The menu "Export": each format is downloaded and is what it should be, and nothing is asked of any server.

use anyhow::{Context, Result, ensure};
use patchbay_engine::audit::Audit;
use patchbay_engine::export::Format;
use patchbay_tests::{Page, archives};
use serde_json::Value;

/// The items of the menu, as people see them.
const ITEMS: [(&str, Format); 6] = [
    ("Markdown…", Format::Markdown),
    ("HTML…", Format::Html),
    ("CSV…", Format::Csv),
    ("JSON…", Format::Json),
    ("CycloneDX…", Format::CycloneDx),
    ("SARIF…", Format::Sarif),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_format_of_an_audit_of_code_is_what_the_engine_writes() -> Result<()> {
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let asked = page.site.requests();
    let audit: Audit = serde_json::from_slice(&page.export("JSON…").await?)?;
    for (item, format) in ITEMS {
        let saved = String::from_utf8(page.export(item).await?)?;
        ensure!(saved == format.write(&audit), "{item} differs from what the engine writes");
    }
    let bom: Value = serde_json::from_slice(&page.export("CycloneDX…").await?)?;
    let services = bom["services"].as_array().context("a list")?;
    let stripe = services.iter().find(|service| service["name"] == "Stripe").context("Stripe")?;
    ensure!(stripe["authenticated"] == true && stripe["x-trust-boundary"] == true, "{stripe:#}");
    ensure!(page.site.requests() == asked, "the server was asked for more");
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_exported_as_it_was_read() -> Result<()> {
    let page = Page::open().await?;
    let text = "# External Integrations\n\n**Analysis Date:** 2026-01-31\n\n## APIs & External Services\n\n\
        **Payment Processing:**\n- Stripe - Donations\n  - Auth: `STRIPE_SECRET_KEY`\n\n<script>alert(1)</script>\n";
    page.drop_bytes("INTEGRATIONS.md", text.as_bytes()).await?;
    page.one("heading", "External Integrations").await?;
    ensure!(page.export("Markdown…").await? == text.as_bytes(), "the document is another");
    let report = String::from_utf8(page.export("HTML…").await?)?;
    ensure!(report.contains("Donations") && !report.contains("<script"), "{report}");
    let table = String::from_utf8(page.export("CSV…").await?)?;
    ensure!(table.contains("STRIPE_SECRET_KEY"), "{table}");
    page.is_calm().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_opens_from_a_disk_and_runs_nothing() -> Result<()> {
    let page = Page::open().await?;
    let name = "shop-<img src=x onerror=document.title='run'>.zip";
    page.drop_bytes(name, &archives::zip_of("shop")?).await?;
    page.shows("shop").await?;
    let report = page.export("HTML…").await?;
    let folder = tempfile::TempDir::new()?;
    let path = folder.path().join("report.html");
    std::fs::write(&path, &report)?;
    let asked = page.site.requests();
    let address = url::Url::from_file_path(&path).ok().context("an absolute path")?;
    page.driver.client.goto(address.as_str()).await?;
    page.one("heading", "shop").await?;
    let seen = page.script("return [document.title, getComputedStyle(document.body).maxWidth, document.images.length, performance.getEntriesByType('resource').length]", vec![]).await?;
    ensure!(seen == serde_json::json!(["shop: integration audit", "1040px", 0, 0]), "{seen}");
    ensure!(page.site.requests() == asked, "the server was asked for more");
    page.is_calm().await
}
