//! An audit in the formats of others: a spreadsheet, a bill of materials, a scanner's log, a report to hand over.
//!
//! Every format is a pure function of the audit: same audit, same bytes, with the audit's own date and no other. No value of
//! a secret can be in one, since no audit holds any; what an audit took from file names and documents is escaped as the
//! format asks. `docs/export.md` tells what goes where.
//!
//! ```
//! use patchbay_engine::audit::Audit;
//! use patchbay_engine::export::Format;
//!
//! let table = Format::Csv.write(&Audit::default());
//! assert!(table.starts_with("kind,name,"));
//! ```

use crate::audit::Audit;
use crate::markdown;

pub mod csv;
pub mod cyclonedx;
pub mod html;
mod purl;
pub mod sarif;

/// The formats in which an audit can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The audit itself, `patchbay.audit/1`: the one that can be opened again.
    Json,
    /// The audit document.
    Markdown,
    /// A table of services, variables and endpoints.
    Csv,
    /// A bill of materials, CycloneDX 1.6 in JSON.
    CycloneDx,
    /// The findings, SARIF 2.1.0.
    Sarif,
    /// A report in one file that any browser opens.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 6] =
        [Format::Json, Format::Markdown, Format::Csv, Format::CycloneDx, Format::Sarif, Format::Html];

    /// The word for it, as on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Csv => "csv",
            Format::CycloneDx => "cyclonedx",
            Format::Sarif => "sarif",
            Format::Html => "html",
        }
    }

    /// The format with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// How names of such files end, without the first dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::CycloneDx => "cdx.json",
            format => format.word(),
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Markdown => "text/markdown",
            Format::Csv => "text/csv",
            Format::CycloneDx => "application/vnd.cyclonedx+json",
            Format::Sarif => "application/sarif+json",
            Format::Html => "text/html",
        }
    }

    /// Writes the audit. Every format ends its last line.
    pub fn write(self, audit: &Audit) -> String {
        match self {
            Format::Json => json(audit),
            Format::Markdown => markdown::write(audit),
            Format::Csv => csv::write(audit),
            Format::CycloneDx => cyclonedx::write(audit),
            Format::Sarif => sarif::write(audit),
            Format::Html => html::write(audit),
        }
    }
}

/// A value as JSON, over several lines. Nothing that is written here has a key that is no text, so it always can be.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |json| json + "\n")
}

/// A place as `path:line`; the path alone where no line is known.
fn place(path: &str, line: u32) -> String {
    if line == 0 { path.to_owned() } else { format!("{path}:{line}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_formats() {
        for format in Format::ALL {
            assert_eq!(Format::from_word(format.word()), Some(format));
        }
        assert_eq!(Format::from_word("pdf"), None);
    }

    #[test]
    fn a_place_has_its_line_where_there_is_one() {
        assert_eq!((place("a", 3).as_str(), place("a", 0).as_str()), ("a:3", "a"));
    }

    #[test]
    fn an_empty_audit_can_be_written_in_every_format() {
        for format in Format::ALL {
            let text = format.write(&Audit::default());
            assert!(text.ends_with('\n'), "{format:?}");
        }
    }
}
