//! The views of the page, each with its address while the sample is open, and a tour of them all.

use crate::Page;
use anyhow::Result;
use std::fs;

/// A view of an open audit.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Its name, for a file.
    pub name: &'static str,
    /// Its address.
    pub fragment: &'static str,
}

/// Every view of an audit.
pub const VIEWS: &[View] = &[
    View { name: "services", fragment: "#tab=services" },
    View { name: "service", fragment: "#tab=services&service=stripe" },
    View { name: "found", fragment: "#tab=services&q=stri" },
    View { name: "nothing", fragment: "#tab=services&q=zzzz" },
    View { name: "environment", fragment: "#tab=environment" },
    View { name: "endpoints", fragment: "#tab=endpoints" },
    View { name: "stores", fragment: "#tab=stores" },
    View { name: "findings", fragment: "#tab=findings" },
    View { name: "map", fragment: "#tab=map" },
    View { name: "document", fragment: "#tab=document" },
    View { name: "files", fragment: "#tab=files" },
    View { name: "verify", fragment: "#tab=services&view=verify" },
];

/// A window's size, and the system's colours.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Whether the system's colours are dark.
    pub dark: bool,
}

/// Wide and narrow, light and dark.
pub const LOOKS: [Look; 4] = [
    Look { width: 1280, height: 900, dark: false },
    Look { width: 1280, height: 900, dark: true },
    Look { width: 390, height: 844, dark: false },
    Look { width: 390, height: 844, dark: true },
];

/// Goes through every view, dialog and state of the page that has just been loaded, in every look, and has each visited under
/// its name.
pub async fn tour(page: &Page, mut visit: impl AsyncFnMut(&str, Look) -> Result<()>) -> Result<()> {
    for look in LOOKS {
        page.take_on(look).await?;
        visit("first", look).await?;
    }
    page.open_sample().await?;
    for look in LOOKS {
        page.take_on(look).await?;
        for view in VIEWS {
            page.show(view).await?;
            visit(view.name, look).await?;
        }
        page.show(&VIEWS[0]).await?;
        page.click("button", "Share").await?;
        page.one("textbox", "Link").await?;
        visit("share", look).await?;
        page.click("button", "Close").await?;
        page.show(&View { name: "choose", fragment: "#tab=services&view=compare" }).await?;
        visit("choose", look).await?;
    }
    page.take_on(LOOKS[0]).await?;
    page.show(&VIEWS[0]).await?;
    page.click("button", "Keyboard shortcuts").await?;
    visit("shortcuts", LOOKS[0]).await?;
    page.click("button", "Close").await?;

    page.click("button", "Compare").await?;
    let document = xtask::root().join("samples/tidewater-tea/.planning/codebase/INTEGRATIONS.md");
    page.drop_bytes("INTEGRATIONS.md", &fs::read(document)?).await?;
    page.one("table", "Services").await?;
    for look in LOOKS {
        page.take_on(look).await?;
        visit("compare", look).await?;
    }
    page.load().await?;
    for look in LOOKS {
        page.take_on(look).await?;
        page.one("heading", "Recent audits").await?;
        visit("recent", look).await?;
    }
    Ok(())
}
