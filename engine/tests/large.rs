//! Large documents of shapes that are hard to read: they are read, written and held against code, in time that grows with their
//! length. Nothing here looks at a clock: with work that grows faster these tests would not end.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, read_tree};
use patchbay_engine::audit::{Audit, SourceKind};
use patchbay_engine::{markdown, verify};

/// Code that some of the documents' words stand in.
const CODE: &[(&str, &str)] = &[
    ("package.json", r#"{"dependencies": {"stripe": "^20.1.0"}}"#),
    ("lib/a.ts", "import Stripe from 'stripe';\nconst stripe = new Stripe(process.env.KEY_1!);\n"),
    (".env.example", "KEY_1=\nKEY_2=\n"),
    ("docker-compose.yml", "services:\n  db:\n    image: postgres:16-alpine\n"),
];

/// Reads a document, writes it, and holds it against [`CODE`]. Nothing of it is lost.
fn through(text: &str) -> Audit {
    let audit = markdown::read(text.as_bytes(), &markdown::Options::default()).unwrap();
    assert!(!markdown::write(&audit).is_empty());
    let files = CODE.iter().map(|(path, text)| ((*path).to_owned(), Box::new(text.as_bytes()) as Box<dyn Bytes>));
    let mut folder = Folder::new(files).unwrap();
    let watch = verify::watch(&audit);
    let code = read_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &watch, &mut |_| true).unwrap();
    let drift = verify::verify(&audit, &code);
    let words = &audit.document.as_ref().unwrap().text;
    for claim in &drift.claims {
        assert!(words.get(claim.start as usize..claim.end as usize).is_some());
    }
    assert!(!verify::write(&drift).is_empty());
    audit
}

fn many(first: &str, line: &str, count: usize) -> String {
    let mut out = first.to_owned();
    for number in 0..count {
        out.push_str(&line.replace('%', &number.to_string()));
    }
    out
}

#[test]
fn many_bullets() {
    let audit = through(&many("## APIs\n\n", "- Stripe - words\n", 100_000));
    assert_eq!(audit.services.len(), 1);
    through(&many("## APIs\n\n- **Stripe**\n", "  - Auth: `KEY_%`\n", 8_000));
    through(&many("## APIs\n\n", "- **Acme%** - words\n", 8_000));
}

#[test]
fn one_long_line() {
    for part in ["uses `lib/a%.ts` and `KEY_%`, ", "Stripe, ", "[a](javascript:%) ", "a ", "no Redis, "] {
        through(&many("- ", part, 64 * 1024 / part.len()));
    }
}

#[test]
fn runs_of_one_sign() {
    for sign in [
        "`", "``` ", "[", "[a](", "*", "**a ", "_a_", "(", "<a ", "&amp;", "| a ", "> ", "- ", "#", "~", "\u{1}", "a/",
        "A_", "1.",
    ] {
        let text = format!("a\n\n{}", sign.repeat(64 * 1024 / sign.len()));
        through(&text);
    }
}

#[test]
fn many_cells_fences_and_labels() {
    through(&many("| Service | Auth |\n|---|---|\n", "| Stripe | `KEY_%` |\n", 8_000));
    through(&many("", "| a ", 30_000));
    through(&many("```\n", "POST /api `KEY_%`\n", 8_000));
    through(&many("", "**Required env vars:** `KEY_%`\n\n", 6_000));
    through(&many("", "## Stripe %\n\n", 8_000));
}

#[test]
fn line_ends_and_marks() {
    let text = many("\u{feff}## APIs\r\n\r", "- Stripe - words\r\n", 20_000);
    assert_eq!(through(&text).services.len(), 1);
    assert!(markdown::read(&vec![b'a'; 8 * 1024 * 1024 + 1], &markdown::Options::default()).is_err());
    assert!(markdown::read(&[0, 159, 146, 150, 0, 0, 1, 2], &markdown::Options::default()).is_err());
}
