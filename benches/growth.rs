//! How reading, writing and verifying a document grow with its size, on documents that are made to be hard: each shape once
//! small and once eight times as large. Linear work takes eight times as long.
//!
//! usage: `growth [SHAPE]... [--bytes N]`, N the larger size, by default what a document may have at most. Prints a table;
//! it asserts nothing. `cargo xtask bench documents` runs this.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{self, read_tree};
use patchbay_engine::audit::SourceKind;
use patchbay_engine::limits::DOCUMENT_BYTES;
use patchbay_engine::markdown::{Options, read, write};
use patchbay_engine::verify;
use std::time::Instant;

/// Rounds of each; the best counts.
const ROUNDS: usize = 3;

/// How much larger the larger document is.
const FACTOR: usize = 8;

/// What a shape is made of: what comes first, what is said again and again (`%` stands for a number), and what comes last.
type Shape = (&'static str, &'static str, &'static str, &'static str);

/// The shapes.
const SHAPES: &[Shape] = &[
    ("bullets", "# Integrations\n\n## APIs\n\n", "- Stripe - payments number %\n", ""),
    (
        "services",
        "## APIs\n\n",
        "- **Service%** - sends things\n  - Auth: `SERVICE_%_KEY`\n  - Client: `client-%` 1.%.0\n",
        "",
    ),
    ("one service", "## APIs\n\n- **Stripe**\n", "  - Auth: `STRIPE_KEY_%`, `lib/a%.ts`\n", ""),
    ("variables", "## Environment\n\n", "- `NAME_%` - some words (default: %)\n", ""),
    ("prose line", "", "Stripe is called in `lib/a.ts` with `KEY_%`, ", "\n"),
    ("prose lines", "", "Stripe is called in `lib/a.ts` with `KEY_%`, not in the tests.\n", ""),
    ("one item", "- ", "uses `lib/a%.ts` and POST /api/v%, ", "\n"),
    ("item lines", "- Stripe\n", "  uses `lib/a%.ts` and POST /api/v%\n", ""),
    ("letters", "", "a", ""),
    ("blanks", "", " ", "x"),
    ("breaks", "", "\n", "x"),
    ("returns", "", "\r", "x"),
    ("backticks", "", "`", ""),
    ("code spans", "", "`a%` ", ""),
    ("open spans", "", "``` `` ` a ", ""),
    ("brackets", "", "[", ""),
    ("links", "", "[a](javascript:%) ", ""),
    ("open links", "", "[a](", ""),
    ("stars", "", "**a ", ""),
    ("star runs", "", "*", ""),
    ("underscores", "", "_a_", ""),
    ("brackets round", "", "(", ""),
    ("commas", "- **Auth:** ", "a,", ""),
    ("slashes", "", "a/", ""),
    ("dots", "", "a.", ""),
    ("upper", "", "A_", ""),
    ("names", "", "NAME_%/OTHER_%/", ""),
    ("braces", "", "src/{a,b}", ""),
    ("globs", "", "`src/**/*%.ts` ", ""),
    ("numbers", "", "1.2.3 ", ""),
    ("colons", "", "a: ", ""),
    ("dashes", "", "a - ", ""),
    ("labels", "", "**Label %:** text\n", ""),
    ("headings", "", "## Stripe %\n", ""),
    ("deep items", "", "- ", "x"),
    ("quotes", "", "> ", "x"),
    ("table cells", "", "| a ", "|\n"),
    ("table rows", "| Service | Auth |\n|---|---|\n", "| Stripe | `KEY_%` |\n", ""),
    ("wide rows", "|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n", "||||||\n", ""),
    ("fence", "```\n", "POST /api `KEY_%`\n", ""),
    ("html", "", "<img src=x onerror=alert(%)>\n", ""),
    ("html line", "", "<a ", ""),
    ("entities", "", "&amp;", ""),
    ("definitions", "", "[a%]: http://a/%\n", ""),
    ("urls", "", "https://api.stripe.com/v1/% ", ""),
    ("hosts", "", "api%.example.com ", ""),
    ("endpoints", "## Webhooks\n\n", "- `POST /hooks/%` - Stripe events `a.b%`\n", ""),
    ("denials", "", "- no Redis, not `lib/a%.ts`, without KEY_%\n", ""),
    ("none", "", "- None (no Stripe %)\n", ""),
    ("nul-like", "", "\u{1}", "x"),
    ("wide letters", "", "é漢", ""),
    ("defaults", "", "`NAME_%` default default default ", ""),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let bytes = arguments.iter().position(|argument| argument == "--bytes");
    let size = bytes.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(DOCUMENT_BYTES);
    let wanted = |name: &str| {
        let named = arguments.iter().enumerate().filter(|(at, _)| bytes.is_none_or(|b| *at != b && *at != b + 1));
        named.clone().count() == 0 || named.clone().any(|(_, argument)| argument == name)
    };
    println!("{:16} {:>24} {:>24} {:>24}", "shape", "read", "written", "verified");
    for shape in SHAPES.iter().filter(|shape| wanted(shape.0)) {
        let (small, large) = (best(shape, size / FACTOR), best(shape, size));
        print!("{:16}", shape.0);
        for (small, large) in small.into_iter().zip(large) {
            print!(" {:>9.1} {large:>9.1} {:>4.0}x", small, large / small.max(0.01));
        }
        println!();
    }
}

/// A document of a shape, of at most so many bytes.
fn made((_, first, again, last): &Shape, size: usize) -> String {
    let mut out = String::with_capacity(size);
    out.push_str(first);
    for number in 0.. {
        let part = again.replace('%', &number.to_string());
        if out.len() + part.len() + last.len() > size {
            break;
        }
        out.push_str(&part);
    }
    out.push_str(last);
    out
}

/// The best of a few rounds.
fn best(shape: &Shape, size: usize) -> [f64; 3] {
    let mut best = [f64::MAX; 3];
    for _ in 0..ROUNDS {
        best.iter_mut().zip(measure(shape, size)).for_each(|(best, time)| *best = best.min(time));
    }
    best
}

/// Milliseconds to read a document, to write it, and to hold it against some code.
fn measure(shape: &Shape, size: usize) -> [f64; 3] {
    let text = made(shape, size);
    let mut times = [0.0; 3];
    let mut since = Instant::now();
    let mut lap = |at: usize| {
        times[at] = since.elapsed().as_secs_f64() * 1000.0;
        since = Instant::now();
    };
    let Ok(document) = read(text.as_bytes(), &Options::default()) else { return times };
    lap(0);
    std::hint::black_box(write(&document));
    lap(1);
    let files = CODE.iter().map(|(path, text)| ((*path).to_owned(), Box::new(text.as_bytes()) as Box<dyn Bytes>));
    if let Ok(mut folder) = Folder::new(files) {
        let watch = verify::watch(&document);
        let code = read_tree(&mut folder, SourceKind::Folder, 0, &assemble::Options::default(), &watch, &mut |_| true);
        if let Ok(code) = code {
            let drift = verify::verify(&document, &code);
            std::hint::black_box(verify::write(&drift));
        }
    }
    lap(2);
    times
}

/// The code that the documents are held against.
const CODE: &[(&str, &str)] = &[
    ("package.json", r#"{"dependencies": {"stripe": "^20.1.0", "redis": "^4.0.0", "winston": "^3.0.0"}}"#),
    ("lib/a.ts", "import Stripe from 'stripe';\nconst stripe = new Stripe(process.env.STRIPE_KEY!);\n"),
    ("lib/a1.ts", "export const a = process.env.NAME_1 || '5';\n"),
    ("server.ts", "app.post('/api/v1', handler);\napp.post('/hooks/1', handler);\n"),
    (".env.example", "STRIPE_KEY=\nNAME_1=\nKEY_1=\n"),
    ("docker-compose.yml", "services:\n  db:\n    image: postgres:16-alpine\n"),
];
