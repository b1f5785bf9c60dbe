//! Verification: what an audit document claims, held against an audit of the code. What the two disagree on is drift.

use crate::audit::{ClaimKind, Place};
use serde::{Deserialize, Serialize};

/// The name and version of the JSON format, in its `schema` field.
pub const SCHEMA: &str = "patchbay.verify/1";

/// How far a document and the code agree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drift {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The document's file name, or its path within the code base that carries it.
    pub document: String,
    /// The code base's title.
    pub code: String,
    /// Every claim of the document with its verdict, by place in the document.
    pub claims: Vec<Checked>,
    /// What the code has and the document lacks.
    pub undocumented: Vec<Undocumented>,
    /// The share of the checkable claims that hold, from 0 to 1; `None` where nothing can be checked.
    pub fresh: Option<f64>,
}

/// A claim with its verdict.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// The document's line, from 1.
    pub line: u32,
    /// The claim's first byte in the document's text.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// The document's line or item that makes the claim, shortened.
    pub text: String,
    /// What it is about.
    pub kind: ClaimKind,
    /// The thing: see [`crate::audit::Claim::subject`].
    pub subject: String,
    /// What is said of it, such as a version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The id of the service that it is said of; empty where of none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What the code has instead, or a remark on how it holds: "code has 20.2.0", "file is now lib/email.ts". May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub truth: String,
    /// Where the code shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Whether a claim holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The code shows it.
    Confirmed,
    /// The code shows otherwise.
    Contradicted,
    /// The code shows nothing of it.
    NotFound,
    /// No program can tell.
    #[default]
    NotChecked,
}

impl Verdict {
    /// Every verdict, in order.
    pub const ALL: [Verdict; 4] = [Verdict::Confirmed, Verdict::Contradicted, Verdict::NotFound, Verdict::NotChecked];

    /// The word for it, as in the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Confirmed => "confirmed",
            Verdict::Contradicted => "contradicted",
            Verdict::NotFound => "not-found",
            Verdict::NotChecked => "not-checked",
        }
    }
}

/// Something that the code has and the document lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undocumented {
    /// `service`, `env` or `endpoint`.
    pub kind: ClaimKind,
    /// A service's id, a variable's name, an endpoint's method and path.
    pub subject: String,
    /// A service's name; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where the code shows it best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}
