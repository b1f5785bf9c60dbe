//! What must hold of any bytes at all, for each way in which bytes come in. The fuzz targets of `fuzz/` and the bounded runs of
//! `fuzzed.rs` both call these.

use patchbay_engine::archive::{Bytes, Folder, text_of};
use patchbay_engine::assemble::{Options, audit_archive, audit_tree, read_tree};
use patchbay_engine::audit::{Audit, SourceKind};
use patchbay_engine::compare::compare;
use patchbay_engine::export::Format;
use patchbay_engine::facts::{EXCERPT_BYTES, FACTS_PER_FILE};
use patchbay_engine::read::{File, read};
use patchbay_engine::share::{self, Keep};
use patchbay_engine::{markdown, saved, verify};

/// One path for each reader and language.
pub const PATHS: &[&str] = &[
    ".env.example",
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    ".mcp.json",
    "Cargo.lock",
    "Cargo.toml",
    "Dockerfile",
    "Gemfile",
    "Gemfile.lock",
    "Jenkinsfile",
    "Pipfile",
    "Pipfile.lock",
    "Procfile",
    "README.md",
    "app/main.py",
    "appsettings.json",
    "bun.lock",
    "chart/values.yaml",
    "cmd/main.go",
    "composer.json",
    "composer.lock",
    "config/application.properties",
    "config/settings.toml",
    "deploy.sh",
    "deploy/app.yaml",
    "docker-compose.yml",
    "environment.yml",
    "fly.toml",
    "go.mod",
    "index.html",
    "lib/Api.java",
    "lib/Api.swift",
    "lib/api.cs",
    "lib/api.kt",
    "lib/api.php",
    "lib/api.rb",
    "lib/api.rs",
    "lib/config.dart",
    "main.tf",
    "n8n/flow.json",
    "nginx.conf",
    "package-lock.json",
    "package.json",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pom.xml",
    "prometheus.yml",
    "pubspec.lock",
    "pubspec.yaml",
    "pyproject.toml",
    "render.yaml",
    "requirements.txt",
    "schema.prisma",
    "schema.sql",
    "serverless.yml",
    "setup.cfg",
    "setup.py",
    "src/App.vue",
    "src/a.ts",
    "src/b.tsx",
    "supabase/config.toml",
    "template.yaml",
    "train.ipynb",
    "vercel.json",
    "wrangler.toml",
    "x.service",
    "yarn.lock",
];

/// Any bytes as an archive: they are audited or refused.
pub fn archive(data: &[u8]) {
    let _ = audit_archive(Box::new(data), &Options::default(), &mut |_| true);
}

/// Any text under a path of each kind: the first byte chooses the path, the rest is the file.
pub fn readers(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    let path = PATHS[usize::from(*choice) % PATHS.len()];
    let text = text_of(bytes);
    let (facts, _) = read(&File { path, text: &text });
    assert!(facts.len() <= FACTS_PER_FILE);
    let lines = u32::try_from(text.split('\n').count()).unwrap();
    for fact in facts {
        assert!((1..=lines).contains(&fact.line) && fact.column >= 1);
        // A byte that would not be seen is spelled out with six.
        assert!(fact.excerpt.len() <= 6 * EXCERPT_BYTES + 6);
    }
}

/// The files of a code base: apart at a NUL byte, each with its path on the first line.
fn files<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Option<Folder<'a>> {
    let files = parts.filter_map(|file| {
        let end = file.iter().position(|byte| *byte == b'\n')?;
        let path = std::str::from_utf8(&file[..end]).ok()?;
        Some((path.to_owned(), Box::new(&file[end + 1..]) as Box<dyn Bytes>))
    });
    Folder::new(files).ok()
}

/// A whole code base, as [`files`] reads it: it always gives an audit, which can be written in every format.
pub fn assemble(data: &[u8]) {
    let Some(mut folder) = files(data.split(|byte| *byte == 0)) else { return };
    let audit = audit_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &mut |_| true)
        .expect("a folder in memory can be read");
    in_every_format(&audit);
}

fn in_every_format(audit: &Audit) {
    for format in Format::ALL {
        let text = format.write(audit);
        assert!(text.ends_with('\n'));
        if matches!(format, Format::Json | Format::CycloneDx | Format::Sarif) {
            serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
        }
    }
}

/// Any bytes as an audit document: they are read or refused, nothing of the text is lost, every span lies in it, and the audit
/// can be written and read back.
pub fn document(data: &[u8]) {
    let Ok(audit) = markdown::read(data, &markdown::Options::default()) else { return };
    let document = audit.document.as_ref().expect("a document is kept");
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.start >= end, "blocks stand one behind the other");
        let between = &document.text[end as usize..block.start as usize];
        assert!(between.trim().is_empty(), "what is not blank lies in a block");
        end = block.end;
    }
    assert!(document.text[end as usize..].trim().is_empty());
    for claim in &document.claims {
        assert!(document.text.get(claim.start as usize..claim.end as usize).is_some());
    }
    let written = markdown::write(&audit);
    let back = markdown::read(written.as_bytes(), &markdown::Options::default()).expect("what is written can be read");
    assert_eq!(markdown::write(&back), written);
}

/// A document and a code base: the document up to the first NUL byte, then files, each with its path on the first line. The
/// verdicts are the same again, their spans lie in the document, and they can be written.
pub fn verify(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0);
    let Ok(document) = markdown::read(parts.next().unwrap_or_default(), &markdown::Options::default()) else { return };
    let Some(mut folder) = files(parts) else { return };
    let watch = verify::watch(&document);
    let code = read_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &watch, &mut |_| true)
        .expect("a folder in memory can be read");
    let drift = verify::verify(&document, &code);
    assert_eq!(drift, verify::verify(&document, &code));
    let text = &document.document.as_ref().expect("a document is kept").text;
    for claim in &drift.claims {
        assert!(text.get(claim.start as usize..claim.end as usize).is_some());
    }
    assert!(drift.fresh.is_none_or(|fresh| (0.0..=1.0).contains(&fresh)));
    serde_json::to_string(&drift).expect("a drift is JSON");
    verify::write(&drift);
}

/// Any bytes as an audit in JSON: they are refused, or give an audit that is its own like and can be written in every format.
pub fn saved(data: &[u8]) {
    let Ok(audit) = saved::read(data) else { return };
    assert!(!compare(&audit, &audit).differs(), "an audit differs from itself");
    in_every_format(&audit);
    let again = saved::read(Format::Json.write(&audit).as_bytes()).expect("what is written can be read");
    assert_eq!(Format::Json.write(&again), Format::Json.write(&audit));
}

/// Any text as a link: it is refused, or gives audits that can be written, and a link of them that gives the same.
pub fn link(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(audits) = share::decode(share::find(&text).unwrap_or(&text)) else { return };
    audits.iter().for_each(in_every_format);
    let keep = Keep { places: true, excerpts: true };
    if let Ok(link) = share::encode(&audits, keep) {
        let again = share::decode(&link.text).expect("what is made can be opened");
        assert_eq!(again, link.audits);
    }
}
