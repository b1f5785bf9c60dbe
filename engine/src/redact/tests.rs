use super::{Style, clean, message, redact, secrets, without};

fn data(line: &str) -> String {
    without(line, 0..line.len(), &secrets(line, Style::Data))
}

fn same(found: &str, kept: &str, wrong: &mut Vec<(String, String)>) {
    if found != kept {
        wrong.push((found.to_owned(), kept.to_owned()));
    }
}

#[test]
fn secret_values_go_and_names_stay() {
    let mut wrong = Vec::new();
    for (line, kept) in [
        ("url: postgres://app:hunter2@db:5432/app", "url: postgres://…@db:5432/app"),
        ("postgres://${USER}:${PASS}@db/app", "postgres://${USER}:${PASS}@db/app"),
        ("postgres://${USER}:hunter2@db/app", "postgres://${USER}:…@db/app"),
        ("postgres://app:p/ss#w@db/app", "postgres://…@db/app"),
        ("const k = 'sk_live_abcdefGH12345678'", "const k = 'sk_live_…'"),
        ("x?k=1&y=sk_live_abcdefGH12345678", "x?k=…&y=sk_live_…"),
        ("password: \"hunter2hunter2\"", "password: \"…\""),
        ("password: \"hunter\"", "password: \"…\""),
        ("password: str = \"hunter\"", "password: str = \"…\""),
        ("auth: { user: 'bot', pass: 'correct horse' }", "auth: { user: 'bot', pass: '…' }"),
        ("os.getenv(\"DB_PASSWORD\", \"hunter\")", "os.getenv(\"DB_PASSWORD\", \"…\")"),
        ("const p = process.env.DB_PASSWORD || 'hunter'", "const p = process.env.DB_PASSWORD || '…'"),
        ("<add key=\"ApiKey\" value=\"hunter2\"/>", "<add key=\"ApiKey\" value=\"…\"/>"),
        ("{ name: 'DB_PASSWORD', value: 'hunter' }", "{ name: 'DB_PASSWORD', value: '…' }"),
        ("\"Server=x.y.com;Password=hunter;\"", "\"Server=x.y.com;Password=…;\""),
        ("'Authorization': 'Bearer abc123def'", "'Authorization': 'Bearer …'"),
        ("h = {\"Authorization\": f\"Bearer {token}\"}", "h = {\"Authorization\": f\"Bearer {token}\"}"),
        ("fetch(`https://x.y/z?api_key=hunter2&units=m`)", "fetch(`https://x.y/z?api_key=…&units=m`)"),
        ("password = SecretStr(\"hunter\")", "password = SecretStr(\"…\")"),
        ("\"start\": \"API_PIN=hunter node x\"", "\"start\": \"API_PIN=… node x\""),
        ("a8f5f167f44f4964e6c998dee827110c", "…"),
        ("https://hooks.acme.com/T00/aB3dE5fG7hJ9kL1mN2pQ4rS6", "https://hooks.acme.com/T00/…"),
        ("-----BEGIN RSA PRIVATE KEY-----abc", "-----BEGIN RSA PRIVATE KEY…"),
    ] {
        same(&redact(line), kept, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn ordinary_code_stays() {
    let mut wrong = Vec::new();
    for line in [
        "apiKey: process.env.STRIPE_SECRET_KEY,",
        "const token = 'STRIPE_TOKEN'",
        "import { x } from '@acme/secret-store'",
        "import { token } from '@acme/oauth2-client'",
        "import './OAuth2AuthenticationProvider'",
        "const secret = require('./config/secret2')",
        "password: string;",
        "token: config.token.value,",
        "const token = await jwt.sign(payload, key);",
        "const { data } = await supabase.auth.signIn({ email, password })",
        "max_tokens: 4096, model: 'gpt-4o'",
        "import Foo from 'src/components/deeply/nested/ComponentNumberTwo/V2Thing'",
        "api_key=os.environ[\"OPENAI_API_KEY\"],",
        "cache.get(key, 'user:list')",
        "https://registry.example.dev/pkg@1.2.3/dist/index.min.js",
        "const { token } = await fetch('https://api.acme.com/v1/token')",
        "password: { type: String, required: true },",
        "router.post('/reset-password/:token', resetPassword);",
        "key: 'settings-v2',",
        "headers.get('X-Shopify-Hmac-Sha256')",
        "import { S3Client, DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';",
        "process.env.GROQ_API_KEY ? 'groq' : 'other',",
        "echo $GITHUB_TOKEN | docker login ghcr.io",
        "url := \"https://graph.acme.com/me?access_token=\" + accessToken",
        "return Boolean(env[\"RESEND_API_KEY\"]) || Boolean(env[\"SMTP_HOST\"]);",
        "const key = process.env.PRIVATE_KEY?.replace(/x/g, '\\n');",
        "\"postgres://%s:%s@%s/%s?sslmode=disable\"",
    ] {
        same(&redact(line), line, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn values_without_quotes_go_from_data() {
    let mut wrong = Vec::new();
    for (line, kept) in [
        ("  password: correct horse # ours", "  password: … # ours"),
        ("spring.mail.password=hunter", "spring.mail.password=…"),
        ("smtp_pass = hunter", "smtp_pass = …"),
        ("password: ${{ secrets.X }}", "password: ${{ secrets.X }}"),
        ("password: ${DB_PASSWORD:-hunter}", "password: ${DB_PASSWORD:…}"),
        ("{user: a, password: hunter, host: b}", "{user: a, password: …, host: b}"),
        ("export FLOOR=attic && curl https://a.b", "export FLOOR=… && curl https://a.b"),
        ("curl -u bot:hunter https://a.b", "curl -u … https://a.b"),
        ("mysql -uroot -phunter app", "mysql -uroot -p… app"),
        ("docker login -u bot -p hunter ghcr.io", "docker login -u bot -p … ghcr.io"),
        ("tool --token hunter --host a.b", "tool --token … --host a.b"),
        ("curl -H \"X-Api-Key: hunter\" https://a.b", "curl -H \"X-Api-Key: …\" https://a.b"),
        (
            "curl -H \"Authorization: Bearer $TOKEN\" https://a.b",
            "curl -H \"Authorization: Bearer $TOKEN\" https://a.b",
        ),
        ("TOKEN=\"${MCP_TOKEN:-11mu_QnUJ}\"", "TOKEN=\"${MCP_TOKEN:…}\""),
        ("s|postgres://$A:$B@x|postgres://c@y|", "s|postgres://$A:$B@x|postgres://…@y|"),
        ("image: postgres:16", "image: postgres:16"),
        ("SMTP_HOST=smtp.gmail.com npm start", "SMTP_HOST=smtp.gmail.com npm start"),
    ] {
        same(&data(line), kept, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_and_messages() {
    assert_eq!(clean("git+https://ghp_abc:x@github.com/a/b.git#v1"), "git+https://…@github.com/a/b.git#v1");
    assert_eq!(clean("^14.0.0"), "^14.0.0");
    assert_eq!(message("duplicate key `hunter2`, expected `=`"), "duplicate key `…`, expected `=`");
    assert_eq!(message("can't read"), "can't read");
}

#[test]
fn any_text_is_bounded() {
    const PARTS: &[&str] = &[
        "password",
        "='",
        "é",
        "\\",
        "://",
        "${",
        "{{",
        "}",
        "<",
        ">",
        "key",
        "\":",
        "AKIA",
        "PASS=",
        "' ",
        "token",
        "\"",
        "-p",
        "?key=",
        "or ",
        "pwd: ",
        "…",
        "@",
        "mysql ",
        " -u ",
        "a:b",
        "`",
        "\t",
        "$",
        "%s",
        "Bearer ",
        "aB3dE5fG7hJ9kL1mN2pQ4rS6",
        "-----BEGIN PRIVATE KEY-----",
        ",",
        " value=",
        "b'",
        "\"\"\"",
        " || ",
        "(",
        ": str = ",
        "\u{0}",
        "--token ",
        "/",
    ];
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 16) as usize % below
    };
    for _ in 0..20_000 {
        let text: String = (0..next(24)).map(|_| PARTS[next(PARTS.len())]).collect();
        for style in [Style::Code, Style::Data] {
            let found = secrets(&text, style);
            for range in &found {
                assert!(text.get(range.clone()).is_some_and(|s| !s.is_empty()), "{text} {range:?}");
            }
            assert!(found.is_sorted_by_key(|range| range.start));
        }
        clean(&text);
        message(&text);
    }
}
