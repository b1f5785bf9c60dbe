//! What stands around scripts: components of Vue, Svelte and Astro, and style sheets.

use crate::facts::Sink;
use crate::read::File;

/// Reads a component.
pub fn read_component(_file: &File<'_>, _sink: &mut Sink<'_>) {}

/// Reads a style sheet.
pub fn read_style(_file: &File<'_>, _sink: &mut Sink<'_>) {}
