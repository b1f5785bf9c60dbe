//! WordPress: the header of a plugin's main file and of a theme's `style.css`.
//! <https://developer.wordpress.org/plugins/plugin-basics/header-requirements/>

use super::lines::{Part, lines};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use crate::url;

/// Reads it.
pub const READER: Reader = Reader { name: "wordpress", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path) == "php" || path::name(path) == "style.css"
}

/// WordPress itself looks no further for a header.
const HEADER_BYTES: usize = 8192;

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let head = &file.text[..file.text.floor_char_boundary(HEADER_BYTES)];
    let (field, key) =
        if file.extension() == "php" { ("Plugin Name", "wordpress-plugin") } else { ("Theme Name", "wordpress-theme") };
    if !head.contains(field) {
        return Ok(());
    }
    let mut fields: Vec<(&str, Part<'_>)> = Vec::new();
    for line in lines(head) {
        let text = line.text.trim_start_matches([' ', '\t', '/', '*', '#', '@']);
        if let Some((name, value)) = text.split_once(':') {
            let value = value.trim();
            let start = line.start + (value.as_ptr() as usize).saturating_sub(line.text.as_ptr() as usize);
            fields.push((name.trim_end(), Part { start, text: value }));
        }
    }
    let Some((_, name)) = fields.iter().find(|(name, value)| *name == field && !value.text.is_empty()) else {
        return Ok(());
    };
    sink.push(name.span(), What::Config { key: key.into() });
    for (name, value) in &fields {
        match *name {
            "Requires Plugins" => {
                let mut at = value.start;
                for plugin in value.text.split(',') {
                    let slug = plugin.trim();
                    let start = at + plugin.len() - plugin.trim_start().len();
                    at += plugin.len() + 1;
                    if !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                        let what = What::Config { key: format!("wordpress-plugin:{slug}") };
                        sink.push(start..start + slug.len(), what);
                    }
                }
            }
            "Update URI" => url::push_urls(sink, value.start, value.text, Usage::Value),
            _ => {}
        }
    }
    Ok(())
}
