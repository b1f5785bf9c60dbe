//! Tests over whole texts.

use super::*;
use proptest::prelude::*;

/// The things of a text in short: `S stripe`, `P pg@npm`, `V 1.2`.
fn found(text: &str, context: Context) -> String {
    let short = |thing: &Thing| {
        let no = if thing.denied { "!" } else { "" };
        match &thing.what {
            What::Service(id) => format!("{no}S {id}"),
            What::Package(name, None) => format!("P {name}"),
            What::Package(name, Some(ecosystem)) => format!("P {name}@{ecosystem}"),
            What::Version(version) => format!("V {version}"),
            What::Env(name) => format!("E {name}"),
            What::Path(path) => format!("F {path}"),
            What::Host(host, path) => format!("H {host}{path}"),
            What::Endpoint(method, path) => format!("R {method} {path}"),
            What::Event(name) => format!("X {name}"),
            What::Store(name) => format!("T {name}"),
            What::Image(name, tag) => format!("I {name}:{tag}"),
            What::Date(day) => format!("D {day}"),
            What::Symbol(name) => format!("Y {name}"),
        }
    };
    things(text, context).iter().map(short).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(context: Context, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(found(text, context), *expected, "{text}");
    }
}

#[test]
fn names_of_services() {
    check(
        Context::Plain,
        &[
            ("Stripe - card payments", "S stripe"),
            ("**AWS S3** (or MinIO) keeps uploads", "S amazon-s3, S minio"),
            ("Claude API (Anthropic)", "S anthropic, S anthropic"),
            ("mail goes out by Postmark/OneSignal", "S postmark, S onesignal"),
            ("X (Twitter) posts", "S x-twitter"),
            ("Let's Encrypt renews Stripe's certificate", "S lets-encrypt, S stripe"),
            ("[Sentry](https://sentry.io/x) catches errors", "S sentry, H sentry.io/x"),
            ("Redis-backed sessions", "S redis"),
            ("an S3-compatible bucket", ""),
            ("the `Stripe-Signature` header", "Y Stripe-Signature"),
            ("a PostgreSQL-like dialect", ""),
            ("a Mailpit-compatible box", "S mailpit"),
            ("Published to npm", "S npm-registry"),
            ("the npm scripts", ""),
            ("`railway up`", "S railway"),
            ("Qwen3.5 answers", "S dashscope"),
            ("`stun:stun.vendor.io:3478`", "H stun.vendor.io"),
        ],
    );
}

#[test]
fn words_that_are_names_only_in_place() {
    check(
        Context::Plain,
        &[
            ("Deployed on Render with the Segment SDK", "S render, S segment"),
            ("Render - web hosting", "S render"),
            ("**Linear** for issues", "S linear"),
            ("Render errors are logged", ""),
            ("Stream the file in chunks", ""),
            ("Branch: main", ""),
            ("**Payload:** the order", ""),
            ("Buffer sizes and Signal handling", ""),
            ("daily jobs box the parse errors", ""),
            ("SMTP, SendGrid, Resend", "S smtp, S sendgrid, S resend"),
            ("Resend or Mailgun", "S resend, S mailgun"),
            ("page speed matters", ""),
            ("Railway runs the workers", "S railway"),
            ("the railway runs", ""),
            ("Medium", ""),
            ("Posts on Medium", "S medium"),
            ("llama3 with nomic-embed-text", ""),
            ("100ms timeout, an email on each push", ""),
        ],
    );
    check(Context::Services, &[("Render", "S render"), ("Box, Segment", "S box, S segment")]);
}

#[test]
fn what_is_denied() {
    check(
        Context::Plain,
        &[
            ("None (no Sentry, Datadog or others)", "!S sentry, !S datadog"),
            ("Own tokens (not Firebase Auth) in Redis", "!S firebase-auth, S redis"),
            ("No SDK - calls Stripe itself", "S stripe"),
        ],
    );
}

#[test]
fn packages_and_versions() {
    check(
        Context::Packages,
        &[
            (
                "`stripe` 20.1.0 (TypeScript), `stripe/stripe-go/v82` (Go)",
                "P stripe@npm, V 20.1.0, P stripe/stripe-go/v82@go",
            ),
            ("`@aws-sdk/client-s3@3.946.0`", "P @aws-sdk/client-s3@npm, V 3.946.0"),
            ("`boto3>=1.34,<2`", "P boto3, V >=1.34,<2"),
            ("`@solana/web3.js`", "P @solana/web3.js@npm"),
            ("`maxDuration = 30`", ""),
            ("`ledger-kit==12.7.0`", "P ledger-kit@pypi, V ==12.7.0"),
            ("`google-auth` Python library", "P google-auth@pypi"),
            ("npm package `left-pad` (^1.3.0)", "P left-pad@npm, V ^1.3.0"),
            ("stripe ^14.2, left-pad", "P stripe, V ^14.2, P left-pad"),
            ("runs on all worker nodes", ""),
            ("worker, stripe", "P worker, P stripe"),
            ("`pip install ledger-kit`", "P ledger-kit@pypi"),
            ("`pg` ^8.11.0, ^8.16.3 (npm)", "P pg@npm, V ^8.11.0, V ^8.16.3"),
            ("`ledger (~> 6.3)`", "P ledger, V ~> 6.3"),
            ("`implementation 'com.shop:ledger:24.3.0'`", "P com.shop:ledger@maven, V 24.3.0"),
            ("native `fetch`, `createClient()`", "Y fetch, Y createClient"),
            ("github.com/stripe/stripe-go/v82 v82.0.1", "P github.com/stripe/stripe-go/v82@go, V v82.0.1"),
        ],
    );
    check(
        Context::Plain,
        &[
            ("PostgreSQL 16-alpine (production), 17-alpine (tests)", "S postgresql, V 16-alpine, V 17-alpine"),
            ("Redis 7", "S redis, V 7"),
            ("Redis 3 nodes on port 6379", "S redis"),
            ("`redis` v4 keeps 5 keys", "P redis, V v4"),
            ("resizing: Sharp 0.33.0", "P sharp, V 0.33.0"),
            ("Python 3.12.1, TLS 1.3, OAuth 2.0 and HTTP/2", ""),
            ("`zod` package (3.25.76)", "P zod, V 3.25.76"),
            ("`PostgreSQL 16`", "S postgresql, V 16"),
            ("MongoDB Atlas version 7.0", "S mongodb, V 7.0"),
            ("`next-intl` 4.x", "P next-intl, V 4.x"),
            ("Stripe API v1 since 2024", "S stripe"),
            ("`firebase-admin` 12.0.0+", "P firebase-admin, V 12.0.0+"),
            ("Claude Haiku 4.5", "S anthropic"),
        ],
    );
}

#[test]
fn variables() {
    check(
        Context::Variables,
        &[
            ("`MAIL_KEY`, `MAIL_URL`/`MAIL_USER`", "E MAIL_KEY, E MAIL_URL, E MAIL_USER"),
            ("AWS_* and `PORT=3000` or HOST", "E AWS_*, E PORT, E HOST"),
            ("`process.env.MAIL_KEY`, `${MAIL_URL}`, $MAIL_USER", "E MAIL_KEY, E MAIL_URL, E MAIL_USER"),
            ("`os.environ[\"MAIL_KEY\"]`", "E MAIL_KEY"),
            ("`NEXT_PUBLIC_SUPABASE_*`", "E NEXT_PUBLIC_SUPABASE_*"),
            ("`{SMTP,IMAP}_HOST`", "E SMTP_HOST, E IMAP_HOST"),
            ("`APP_CLIENT_ID/SECRET`", "E APP_CLIENT_ID, E APP_CLIENT_SECRET"),
            ("MAIL\\_KEY", "E MAIL_KEY"),
            ("JWT by HMAC over `AES_256_GCM`", "Y AES_256_GCM"),
            ("`MAIL_KEY=do-not-keep`", "E MAIL_KEY"),
            ("`--dart-define=MAIL_KEY=x`", "E MAIL_KEY"),
            ("`export MAIL_KEY=a MAIL_URL=b`", "E MAIL_KEY, E MAIL_URL"),
        ],
    );
    check(Context::Plain, &[("the `DOMAIN` environment variable", "E DOMAIN"), ("TODO: GET it", "")]);
}

#[test]
fn files_and_routes() {
    check(
        Context::Plain,
        &[
            ("`src/lib/email.ts` (lines 3–9), src/a.ts:12", "F src/lib/email.ts, F src/a.ts"),
            ("[notes](docs/notes.md#top)", "F docs/notes.md"),
            ("`D:\\shop\\api\\main.py`", "F shop/api/main.py"),
            ("docker-compose.yml and `.env.example`", "F docker-compose.yml, F .env.example"),
            ("`application/json` and/or TCP/IP on 3/4", ""),
            ("`POST /api/pay/:id`, GET /health", "R POST /api/pay/:id, R GET /health"),
            ("`Route::post('/hooks/pay', run)`, `app.get(\"/pay\")`", "R POST /hooks/pay, R GET /pay"),
            ("`GET/PUT /orders`", "R GET /orders, R PUT /orders"),
            ("`/auth/google` (POST, JSON)", "R POST /auth/google"),
            ("**DELETE** `/orders/{id}`", "R DELETE /orders/{id}"),
            ("see Next.js or Vue.js", ""),
            ("`docker compose -f infra/dev.yml up`", "S docker, F infra/dev.yml"),
            ("at https://api.vendor.io/v1/x and `localhost:3000`", "H api.vendor.io/v1/x"),
            ("`wss://{region}.feed.vendor.io`", "H feed.vendor.io"),
            ("`src/{a,b}.ts`", "F src/a.ts, F src/b.ts"),
        ],
    );
    check(Context::Endpoints, &[("`hooks/pay` and /hooks/mail", "R  /hooks/pay, R  /hooks/mail")]);
}

#[test]
fn events_stores_images_days_and_symbols() {
    check(
        Context::Plain,
        &[
            ("`order.created` from `Shop.orders`", "X order.created, Y Shop.orders"),
            ("tables `orders` and `order_lines`", "T orders, T order_lines"),
            ("the `mails` and `texts` queues", "T mails, T texts"),
            ("`postgres:16-alpine`, `ghcr.io/shop/api`", "I postgres:16-alpine, I ghcr.io/shop/api:"),
            ("**Date:** 2026-02-12, Feb 3, 2026", "D 2026-02-12, D 2026-02-03"),
            ("`create_index()`, `\"api_key\"`, `OrderService`", "Y create_index, Y api_key, Y OrderService"),
            ("`true`, `3000`, `npm run build`", ""),
        ],
    );
    check(Context::Stores, &[("users, order_lines, etc.", "T users, T order_lines"), ("`Orders`", "T Orders")]);
    check(Context::Events, &[("message, order_paid and refund", "X message, X order_paid, X refund")]);
    check(Context::Images, &[("`node`, `shop/api`", "I node:, I shop/api:")]);
}

#[test]
fn places_are_exact() {
    let text = "Pay: **Stripe** `stripe@^20.1` in [x](lib/é.ts)";
    let spans: Vec<&str> = things(text, Context::Plain).iter().map(|t| &text[t.start..t.end]).collect();
    assert_eq!(spans, ["Stripe", "stripe", "^20.1", "lib/é.ts"]);
    let text = "`GET/POST /x`";
    let spans: Vec<&str> = things(text, Context::Plain).iter().map(|t| &text[t.start..t.end]).collect();
    assert_eq!(spans, ["GET", "POST /x"]);
}

const CONTEXTS: [Context; 9] = [
    Context::Plain,
    Context::Packages,
    Context::Variables,
    Context::Paths,
    Context::Endpoints,
    Context::Events,
    Context::Stores,
    Context::Images,
    Context::Services,
];

/// Things lie in the text, in order, apart, and cut no character.
fn sound(text: &str) {
    for context in CONTEXTS {
        let mut end = 0;
        for thing in things(text, context) {
            assert!(thing.start >= end && thing.start < thing.end, "{text:?} {thing:?}");
            assert!(text.get(thing.start..thing.end).is_some(), "{text:?} {thing:?}");
            end = thing.end;
        }
    }
}

#[test]
fn long_lines_are_read_in_one_go() {
    let units = [
        "`",
        "`a` ",
        "``` `` ` ",
        "](",
        "[a](",
        "(",
        ")",
        "**",
        "<",
        "\\",
        "/",
        "A/",
        "{",
        "{A,",
        "A_B/",
        "Stripe, ",
        "no ",
        "1.",
        "v1, ",
        "GET ",
        "GET/",
        "é",
        "$",
        "a.",
        "x@",
        "://",
        "https://a.io/ ",
        "Amazon ",
        "`a`, ",
        "a-b-",
        "'",
        "`tables` ",
        "|",
        " /x",
        "2026-",
        "A (",
    ];
    for unit in units {
        let line = unit.repeat(20_000 / unit.len());
        let found = things(&line, Context::Plain);
        assert!(found.len() <= line.len(), "{unit}");
    }
    let line = units.concat().repeat(1_000_000 / units.concat().len());
    assert!(things(&line, Context::Variables).len() <= line.len());
}

#[test]
fn a_wide_blank_may_begin_a_code_span() {
    sound("`\u{2000}a`A");
    sound("`\u{2000}Redis 7.2`");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text(text in "\\PC{0,120}") {
        sound(&text);
    }

    #[test]
    fn any_markup(parts in proptest::collection::vec(prop_oneof![
        Just("`"), Just("``"), Just("**"), Just("["), Just("]("), Just(")"), Just("("), Just("<"), Just(">"), Just("{"), Just("}"), Just(","),
        Just("/"), Just("\\"), Just(" "), Just(" - "), Just(":"), Just("="), Just("@"), Just("$"), Just("."), Just("*"), Just("_"), Just("é"),
        Just("A_KEY"), Just("process.env."), Just("src/a.ts"), Just(".env"), Just("POST"), Just("/api/x"), Just("20.1.0"), Just("^1"), Just("Redis"),
        Just("AWS S3"), Just("stripe"), Just("@a/b"), Just("https://"), Just("api.x.io"), Just("order.paid"), Just("2026-02-12"), Just("no"),
        Just("tables"), Just("C:\\"), Just("file://"), Just("%2"), Just("postgres:16"), Just("(Go)"), Just("'s"), Just("|"), Just("\n"), Just("ß"),
    ], 0..24)) {
        sound(&parts.concat());
    }
}
