//! The audit: one inventory of one code base at one moment, whatever it came from.
//!
//! The ground floor: everything else imports this module and it imports nothing of ours. Its JSON form is
//! `patchbay.audit/1`, described in `docs/audit-json.md`. Absent and empty are the same there, so every field that may be
//! empty is left out when it is.

use serde::Serialize;

/// The name and version of the JSON format, in its `schema` field.
pub const SCHEMA: &str = "patchbay.audit/1";

/// An enum whose variants are words in JSON. One reader and one writer serve them all: derived ones would each bring their
/// own, and weigh.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name { $($(#[$doc])* #[cfg_attr(feature = "schema", serde(rename = $word))] $variant),+ }
        impl $name {
            const WORDS: &'static [&'static str] = &[$($word),+];
            /// Every one, in order.
            pub const ALL: [$name; Self::WORDS.len()] = [$($name::$variant),+];
            /// The word for it, as in the JSON.
            pub fn word(self) -> &'static str { Self::WORDS[self as usize] }
            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                let at = Self::WORDS.iter().position(|known| *known == word)?;
                Some(Self::ALL[at])
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::audit::Words(Self::WORDS)).map(|at| Self::ALL[at])
            }
        }
    };
}
pub(crate) use words;

/// Finds the place of a word among these.
pub(crate) struct Words(pub &'static [&'static str]);

impl serde::de::Visitor<'_> for Words {
    type Value = usize;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "one of {}", self.0.join(", "))
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<usize, E> {
        self.0.iter().position(|known| *known == word).ok_or_else(|| E::unknown_variant(word, self.0))
    }
}

/// One inventory of one code base. Every list is sorted, by id or name, then path, then line.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Audit {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The archive's top folder, the folder's name, or the document's title.
    pub title: String,
    /// What was read.
    pub source: Source,
    /// The day of the audit, `YYYY-MM-DD`: passed in, never taken from a clock. Empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// The program that made it, with its version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub generator: String,
    /// The outside services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// The environment variables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<Variable>,
    /// Webhooks, callbacks and outgoing hooks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<Endpoint>,
    /// Tables, collections, buckets, queues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<Store>,
    /// What a careful reviewer would raise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What a document says that belongs to no service, variable or endpoint, in its order. Empty for an audit of code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Audit documents that the code base itself carries, the likeliest to be about it first. Their words are no evidence for
    /// anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// What was read, what was skipped and why.
    #[serde(default)]
    pub coverage: Coverage,
    /// The document that the audit was read from, whole; `None` for an audit of code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// What a share link left out of the audit that it was made of; `None` where nothing was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

/// What a share link left out of the audit that it was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Places: of evidence, of variables, endpoints, stores and findings, and files that use a service.
    #[serde(default)]
    pub places: u32,
    /// Lines of code of the places that are there.
    #[serde(default)]
    pub excerpts: u32,
    /// Files in the lists of what was read and what was skipped.
    #[serde(default)]
    pub files: u32,
    /// Whether it was read from a document, whose text was left out.
    #[serde(default)]
    pub document: bool,
}

/// A document's own words that belong to no service, variable or endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// The section that it stands in; empty before the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// The heading or bold label that it stands under within the section; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The text, as Markdown: of a list item without its bullet.
    pub text: String,
    /// Its nesting as a list item, from 1; 0 for a paragraph, a table or a block of code.
    #[serde(default)]
    pub depth: u8,
}

/// An audit document, losslessly: its text whole, where each of its blocks stands and what it was read as, and every single
/// thing that it claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// The whole text.
    pub text: String,
    /// Its blocks in order. What lies between them is blank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// What it says that can be held against code, by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// A block of a [`Document`]: a heading, a paragraph, a list item without the items nested in it, a table's row, a block of code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// What it looks like.
    pub kind: BlockKind,
    /// A heading's level or a list item's nesting, from 1; else 0.
    #[serde(default)]
    pub depth: u8,
    /// What it was read as.
    pub role: BlockRole,
    /// The id of the service that it belongs to; empty where it belongs to none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// Its first byte in the text, markup included.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Its first line, from 1.
    pub line: u32,
}

/// One thing that a document says and that can be held against code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claim {
    /// What sort of thing.
    pub kind: ClaimKind,
    /// The thing: a service's id, `STRIPE_SECRET_KEY`, `lib/email.ts`, `POST /api/stripe/webhook`, `npm:stripe` or `stripe`.
    pub subject: String,
    /// What is said of it: a package's or service's version, a service's status where it is not "used", a variable's
    /// `optional`, an endpoint's way of verification. Empty where it only is said to be there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The id of the service that it is said of; empty where of none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// Its first byte in the document's text.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Its line, from 1.
    pub line: u32,
}

/// Where an audit came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// What kind of thing was opened.
    pub kind: SourceKind,
    /// Its name as the person knows it, such as a file name.
    pub name: String,
    /// Its size in bytes; for a folder the sum of its files.
    #[serde(default)]
    pub bytes: u64,
}

words! {
    /// The kinds of [`Source`].
    #[derive(Default)]
    SourceKind {
        /// A zip archive.
        Zip = "zip",
        /// A tar archive, gzipped or not.
        Tar = "tar",
        /// A folder.
        #[default]
        Folder = "folder",
        /// An audit document in Markdown.
        Markdown = "markdown",
        /// A share link.
        Link = "link",
    }
}

/// Something outside the code base that it plugs into.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Service {
    /// The catalog's id, or for what the catalog lacks `host:…`, `env:…` or `doc:…`.
    pub id: String,
    /// The name people use.
    pub name: String,
    /// Other names that it is known by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What sort of service it is.
    pub category: Category,
    /// The section of the audit document that lists it.
    pub section: String,
    /// How far the code goes with it.
    pub status: Status,
    /// What it is for, in a document's own words; empty for an audit of code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The packages through which the code talks to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<Client>,
    /// Names of the environment variables that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<String>,
    /// Its hosts, as the code names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Its container images, with tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// The files that use it, most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implementation: Vec<String>,
    /// A document's own labelled lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    /// The places it rests on, strongest first, then by path and line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

words! {
    /// How far the code goes with a service. The order is from most to least wired.
    #[derive(Default)]
    Status {
        /// Product code is wired to it.
        Used = "used",
        /// A manifest or an env file names it, and no code uses it.
        Declared = "declared",
        /// Only development or test files use it.
        DevOnly = "dev-only",
        /// Only comments, links or documents name it.
        #[default]
        Mentioned = "mentioned",
        /// An audit document says that it is to come.
        Planned = "planned",
        /// An audit document says "None" for this slot.
        Absent = "absent",
    }
}

/// A package through which the code talks to a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Client {
    /// The package registry's family, by the word of [`Ecosystem::word`].
    pub ecosystem: String,
    /// The package's name.
    pub name: String,
    /// What the manifest asks for, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub requirement: String,
    /// The exact version, from a lock file or an exact requirement.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The manifest that asks for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub manifest: String,
}

/// A document's own labelled line about a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attribute {
    /// The label, without its colon.
    pub label: String,
    /// The text behind it, as Markdown.
    pub text: String,
}

/// A fact seen from the service that it speaks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// What sort of fact it is.
    pub kind: EvidenceKind,
    /// The file, from the top of the code base, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// How much it proves.
    pub strength: Strength,
    /// The line's text, shortened, with secret values dropped.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// The part of the excerpt that was matched (a package, a variable, a host); empty where it is the whole file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub matched: String,
}

words! {
    /// The kinds of [`Evidence`].
    #[derive(Default)]
    EvidenceKind {
        /// Source imports one of its packages.
        Import = "import",
        /// Source calls something of an imported package that is this service's.
        Call = "call",
        /// A host of its in code.
        Host = "host",
        /// Code reads one of its variables.
        EnvRead = "env-read",
        /// A script, style, font or frame that a page loads from it.
        ScriptTag = "script-tag",
        /// A container image.
        Image = "image",
        /// A workflow's action, or the workflow itself.
        Workflow = "workflow",
        /// A configuration file of its, or a resource declared in one.
        Config = "config",
        /// A program that the code runs.
        Command = "command",
        /// A manifest asks for one of its packages.
        Dependency = "dependency",
        /// A file declares one of its variables.
        EnvDeclared = "env-declared",
        /// A comment, a link or a document names it.
        #[default]
        Mention = "mention",
        /// An audit document claims it.
        Claim = "claim",
    }
}

words! {
    /// How much a piece of evidence proves.
    #[derive(Default)]
    Strength {
        /// The code is wired to the service here.
        Strong = "strong",
        /// Points to the service, and proves no use.
        #[default]
        Weak = "weak",
    }
}

/// An environment variable that the code reads or a file declares. Its value is never kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Variable {
    /// The name.
    pub name: String,
    /// The id of the service that it belongs to; empty where nobody owns it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// Whether the code needs it; `None` where the code does not say.
    pub required: Option<bool>,
    /// What it is for, in a document's own words; empty for an audit of code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// Where code that is not a test reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<Place>,
    /// Where a file declares it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declaration>,
    /// Where an audit document names it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claimed: Vec<Claimed>,
}

/// A place in the code base.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The file, from the top of the code base, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
}

/// Where a file declares a variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Declaration {
    /// The file, from the top of the code base, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether a value stands beside the name. The value itself is never kept.
    #[serde(default)]
    pub has_value: bool,
}

/// The line of a document that names a variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claimed {
    /// The line, from 1.
    pub line: u32,
}

/// A route for others to call, or a hook that the code calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Endpoint {
    /// Who calls whom.
    pub direction: Direction,
    /// The HTTP method in capitals; empty where any will do or none is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// The path with its prefixes, or for an outgoing hook the URL.
    pub path: String,
    /// The id of the service at the other end; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// How a caller proves itself.
    pub verification: Verification,
    /// Names of the events that it handles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// What it is for, in a document's own words; empty for an audit of code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// A document's own labelled lines about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    /// Where it stands.
    pub place: Place,
}

words! {
    /// Who calls whom at an [`Endpoint`].
    #[derive(Default)]
    Direction {
        /// A service calls the code: a webhook, a cron call.
        #[default]
        Incoming = "incoming",
        /// A person's browser comes back from a service: an OAuth or payment return.
        Callback = "callback",
        /// The code calls a hook.
        Outgoing = "outgoing",
    }
}

words! {
    /// How a caller of an [`Endpoint`] proves itself.
    #[derive(Default)]
    Verification {
        /// A signature over the request is checked.
        Signature = "signature",
        /// A shared token is compared.
        Token = "token",
        /// Nothing is checked.
        None = "none",
        /// The code does not show it.
        #[default]
        Unknown = "unknown",
    }
}

/// A table, collection, bucket, index or queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Store {
    /// The id of the service that holds it; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// `table`, `collection`, `bucket`, `index`, `queue`, `topic`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
}

/// Something a careful reviewer would raise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The rule's code, such as `PB012`.
    pub rule: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// The id of the service concerned; empty where none is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
}

/// What was read, what was skipped and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// Files in the source, read or not.
    pub files: u32,
    /// Their bytes, unpacked.
    pub bytes: u64,
    /// Files that were read.
    pub read: u32,
    /// The files that were read, with the number of facts found in each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FileFacts>,
    /// The files that were not read, or not to the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
}

/// A file that was read, and how many facts it gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileFacts {
    /// The file.
    pub path: String,
    /// Facts found in it.
    pub facts: u32,
}

/// A file that was not read, or not to the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why, in a word or a sentence.
    pub reason: String,
}

words! {
    /// What sort of service a service is. The words are those of `docs/catalog.md`.
    #[derive(Default)]
    #[allow(missing_docs)]
    Category {
        Payment = "payment", Ai = "ai", Database = "database", Cache = "cache", Queue = "queue", Storage = "storage",
        Search = "search", Auth = "auth", Email = "email", Sms = "sms", Push = "push", Analytics = "analytics",
        ErrorTracking = "error-tracking", Logging = "logging", Monitoring = "monitoring", Maps = "maps", Media = "media",
        Video = "video", Chat = "chat", Realtime = "realtime", Webrtc = "webrtc", Crm = "crm", Cms = "cms",
        Ecommerce = "ecommerce", Social = "social", Blockchain = "blockchain", FinanceData = "finance-data",
        DataApi = "data-api", IdentityVerification = "identity-verification", FeatureFlags = "feature-flags", Pdf = "pdf",
        Hosting = "hosting", Ci = "ci", Container = "container", Registry = "registry", Iac = "iac", CdnDns = "cdn-dns",
        CodeHost = "code-host", Secrets = "secrets", DevService = "dev-service",
        #[default]
        Other = "other",
    }
}

words! {
    /// A family of package registries.
    #[allow(missing_docs)]
    Ecosystem {
        Npm = "npm", Pypi = "pypi", Go = "go", Cargo = "cargo", Pub = "pub", Composer = "composer", Gem = "gem",
        Nuget = "nuget", Maven = "maven", Hex = "hex", Swift = "swift", Cocoapods = "cocoapods", Jsr = "jsr",
        Conan = "conan", Vcpkg = "vcpkg", Cran = "cran", Cpan = "cpan", Luarocks = "luarocks", Julia = "julia",
    }
}

words! {
    /// What a [`Block`] looks like.
    #[derive(Default)]
    #[allow(missing_docs)]
    BlockKind {
        Heading = "heading",
        #[default]
        Paragraph = "paragraph",
        Item = "item", Row = "row", Code = "code", Html = "html", Rule = "rule",
    }
}

words! {
    /// What a [`Block`] was read as.
    #[derive(Default)]
    BlockRole {
        /// The document's title.
        Title = "title",
        /// The day of the audit, or a line that only says by whom or when it was made.
        Date = "date",
        /// A section's heading.
        Section = "section",
        /// A heading or label that gathers what follows: a category, a table's head.
        Group = "group",
        /// Names a service and says what it is for.
        Service = "service",
        /// A labelled line, a list or prose about the service that it stands under.
        Attribute = "attribute",
        /// Names environment variables.
        Variable = "variable",
        /// Names a webhook, a callback or another endpoint, or says more about one.
        Endpoint = "endpoint",
        /// Answers a question that the template asks ("Error Tracking", "Secrets location"), also with "None".
        Slot = "slot",
        /// Separates, and says nothing.
        Rule = "rule",
        /// Anything else.
        #[default]
        Note = "note",
    }
}

words! {
    /// What a [`Claim`] is about.
    #[derive(Default)]
    ClaimKind {
        /// That the code plugs into a service.
        #[default]
        Service = "service",
        /// That the code has nothing of a category: "Error Tracking: None".
        Absent = "absent",
        /// That a package or service has a version.
        Version = "version",
        /// That a package is a client.
        Package = "package",
        /// That a variable is read or declared.
        Env = "env",
        /// That a file or folder is there.
        Path = "path",
        /// That a host is called.
        Host = "host",
        /// That a route is served or a hook called.
        Endpoint = "endpoint",
        /// That an endpoint handles an event.
        Event = "event",
        /// That a table, collection, bucket, index or queue is there.
        Table = "table",
        /// That a container image is run.
        Image = "image",
        /// That the code has a name in it: a function, a class, a setting.
        Symbol = "symbol",
        /// Words that no program can check.
        Prose = "prose",
    }
}

impl Category {
    /// The section of the audit document where services of this category stand unless the catalog says otherwise.
    pub const fn section(self) -> &'static str {
        use Category::*;
        match self {
            Database | Cache | Queue | Storage => "Data Storage",
            Auth | IdentityVerification | Secrets => "Authentication & Identity",
            Analytics | ErrorTracking | Logging | Monitoring | FeatureFlags => "Monitoring & Observability",
            Hosting | Ci | Container | Registry | Iac | CdnDns | CodeHost | DevService => "CI/CD & Deployment",
            _ => "APIs & External Services",
        }
    }
}

/// The sections of the usual audit document, in its order.
pub const SECTIONS: [&str; 7] = [
    "APIs & External Services",
    "Data Storage",
    "Authentication & Identity",
    "Monitoring & Observability",
    "CI/CD & Deployment",
    "Environment Configuration",
    "Webhooks & Callbacks",
];

crate::record::records! {
    Audit { schema, title, source; date, generator, services, env, endpoints, stores, findings, notes, documents, coverage, document, left_out }
    LeftOut { ; places, excerpts, files, document }
    Note { text; section, group, depth }
    Document { text; blocks, claims }
    Block { kind, role, start, end, line; depth, service }
    Claim { kind, subject, start, end, line; value, service }
    Source { kind, name; bytes }
    Service { id, name, category, section, status; aliases, purpose, clients, env, hosts, images, implementation, attributes, evidence }
    Client { ecosystem, name; requirement, version, manifest }
    Attribute { label, text;  }
    Evidence { kind, path, line, strength; excerpt, matched }
    Variable { name; service, required, purpose, read, declared, claimed }
    Place { path, line;  }
    Declaration { path, line; has_value }
    Claimed { line;  }
    Endpoint { direction, path, verification, place; method, service, events, purpose, attributes }
    Store { kind, name, place; service }
    Finding { rule, severity, message, place; service }
    Coverage { files, bytes, read; facts, skipped }
    FileFacts { path, facts;  }
    Skipped { path, reason;  }
}
