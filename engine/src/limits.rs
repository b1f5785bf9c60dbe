//! Every bound on the size of outside input, in one place, with its reason.

/// Most files listed from one source. The largest public repositories have a few hundred thousand.
pub const FILES: usize = 500_000;

/// Most bytes read of one file of code or configuration. Longer ones are generated, or data.
pub const FILE_BYTES: u64 = 2 * 1024 * 1024;

/// Most bytes read of one lock file or notebook: the lock of a large monorepo has some 10 MB, a notebook with pictures, too.
pub const LOCK_BYTES: u64 = 32 * 1024 * 1024;

/// Most bytes of one packed file of a zip. Packing never adds more than a little.
pub const PACKED_BYTES: u64 = LOCK_BYTES + 1024 * 1024;

/// Most bytes inflated from one source, of wanted files, as far as its size lets expect them: see [`TOTAL_RATIO`]. No code base
/// has as much text, and a browser reads it in some minutes.
pub const TOTAL_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// Most bytes inflated from a small source. Ten times the text of the largest repository tried.
pub const SMALL_TOTAL_BYTES: u64 = 1024 * 1024 * 1024;

/// How often the bytes of a larger source its files may have, unpacked. Text packs to a fifth, and hardly ever to a twentieth:
/// what packs better is made to take time.
pub const TOTAL_RATIO: u64 = 64;

/// Most bytes that pass through the decoder of a tarball, wanted or not: its members cannot be skipped unread.
pub const TAR_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// Most bytes of the record in a tarball that gives the next file's long name and other attributes. Names stop at 4,096.
pub const TAR_ATTRIBUTES: u64 = 1024 * 1024;

/// Longest path, in bytes, that is kept. File systems stop at 4,096.
pub const PATH_BYTES: usize = 4096;

/// Deepest nesting of JSON, YAML, TOML, XML or HCL that is followed.
pub const NESTING: usize = 128;

/// Most nodes that the aliases of one YAML file may add to it. People use them to say a handful of lines twice.
pub const YAML_ALIAS_NODES: usize = 10_000;

/// Most elements that are read of one XML file. The largest project files and manifests have some ten thousand.
pub const XML_ELEMENTS: usize = 100_000;

/// Most facts that one file may give. A file with more is a data set, not code, and memory is bounded by this.
pub const FACTS_PER_FILE: usize = 20_000;

/// Longest excerpt kept of a line, in bytes. Long enough for a line of code as people write it; a page shows no more.
pub const EXCERPT_BYTES: usize = 200;

/// A line longer than this, in bytes, on average over a file marks it as minified.
pub const MINIFIED_LINE: usize = 1000;

/// Most bytes of an audit document. The longest of the corpus has 14 KB; a model's context would fit in some 4 MB.
pub const DOCUMENT_BYTES: usize = 8 * 1024 * 1024;

/// Most audit documents that are taken from one code base. A monorepo may carry one for each of its parts.
pub const DOCUMENTS: usize = 16;

/// Most bytes of an audit saved as JSON. The largest public repository tried gives some 30 MB, most of it the list of its files.
pub const AUDIT_BYTES: usize = 64 * 1024 * 1024;

/// Most services, variables, endpoints, stores or findings of an audit saved as JSON, of each. Hundred times what is common in
/// the largest code bases; comparing that many still takes a second.
pub const AUDIT_ITEMS: usize = 200_000;

/// Most characters of a share link that are read. Chat programs and servers cut far shorter ones; browsers take two million.
pub const LINK_CHARS: usize = 1024 * 1024;

/// Most characters of a share link that is offered. Longer ones are cut or refused by too many programs: a file is better.
pub const LINK_OFFERED: usize = 32_000;

/// Most letters inside a link, unpacked. A link of 32,000 characters holds some 200,000.
pub const LINK_LETTERS: usize = 1024 * 1024;

/// Most numbers inside a link, unpacked. A link of 32,000 characters holds some 40,000.
pub const LINK_NUMBERS: usize = 250_000;

/// Most bytes that the audits of a link have more than its letters: a file's name stands once in the link, and in the audit at
/// each of its places.
pub const LINK_COPIES: usize = 32 * 1024 * 1024;

/// Most audits in a link. A matrix of more is read by nobody.
pub const LINK_AUDITS: usize = 64;
