//! Builds the page and serves it on this machine.

use crate::site::Site;
use crate::{build, dist};
use anyhow::Result;

/// Builds the page, serves it on `port` of this machine alone, and does not return.
pub fn serve(port: u16) -> Result<()> {
    build::build()?;
    let site = Site::open(&dist(), "/", port)?;
    println!("\nPatchbay is at {}  (Ctrl+C ends it)", site.url());
    site.wait()
}
