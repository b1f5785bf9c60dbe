//! PHP: Laravel, Lumen, Symfony, Slim, WordPress, and what the language does itself.

use super::annotations::Mark;
use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, QUOTED, SINGLE, Scan, Shows, Table, routes};
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::source::lex::{Code, Kind, StringForm, Syntax};
use std::ops::Range;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["//", "#"],
        no_comments: &["#["],
        block_comments: &[("/*", "*/", false)],
        strings: &[
            QUOTED,
            SINGLE,
            StringForm { open: "`", close: "`", escapes: true, multiline: false, interpolation: "" },
        ],
        heredocs: &["<<<"],
        name_bytes: b"$",
        ..Syntax::BARE
    },
    imports: Imports {
        ecosystem: Some(Ecosystem::Composer),
        words: &["use"],
        separator: "\\",
        keep: Keep::Parents,
        inline: Inline::Rooted,
        own: &["namespace"],
        own_segments: 1,
        common: COMMON,
    },
    idioms: &[
        ("env('',", Shows::Env(Need::Optional)),
        ("env('')", Shows::Env(Need::Asked)),
        ("Env::get('',", Shows::Env(Need::Optional)),
        ("Env::get('')", Shows::Env(Need::Asked)),
        ("Env::getOrFail('')", Shows::Env(Need::Required)),
        ("getenv('')", Shows::Env(Need::Asked)),
        ("getenv('',", Shows::Env(Need::Asked)),
        ("$_ENV['']", Shows::Env(Need::Asked)),
        ("config('',", Shows::Nothing),
        ("config('')", Shows::Nothing),
        ("shell_exec(''", Shows::Run),
        ("exec(''", Shows::Run),
        ("passthru(''", Shows::Run),
        ("system(''", Shows::Run),
        ("popen(''", Shows::Run),
        ("proc_open(''", Shows::Run),
        ("proc_open([''", Shows::Run),
        ("Process([''", Shows::Run),
        ("Process::run(''", Shows::Run),
        ("Process::run([''", Shows::Run),
        ("Process::fromShellCommandline(''", Shows::Run),
        ("Webhook::constructEvent(", Shows::Signature("constructEvent")),
        ("hash_hmac(", Shows::Signature("hmac")),
        ("openssl_verify(", Shows::Signature("openssl_verify")),
        ("hash_equals(", Shows::Token("hash_equals")),
        ("RequestValidator(", Shows::Signature("x-twilio-signature")),
        ("Schema::create('',", Shows::Store("table", "")),
        ("$table = ''", Shows::Store("table", "")),
        ("DB::table('')", Shows::Store("table", "")),
        ("Table(name: ''", Shows::Store("table", "")),
        ("onQueue('')", Shows::Store("queue", "")),
        ("Storage::disk('')", Shows::Config("laravel-disk:")),
        ("Socialite::driver('')", Shows::Config("laravel-socialite:")),
        ("Route::<verb>(''", Shows::Route),
        ("Route::match(.. ], ''", Shows::Route),
        ("Route::webhooks(''", Shows::Route),
        ("Route::stripeWebhooks(''", Shows::Route),
        ("Route::mailcoachWebhooks(''", Shows::Route),
        ("Route::prefix('')", Shows::Chain),
        ("->prefix('')", Shows::Chain),
        ("::prefix('')", Shows::Chain),
        ("->group('',", Shows::Within),
        ("$app-><verb>('',", Shows::Route),
        ("$router-><verb>('',", Shows::Route),
        ("$routes-><verb>('',", Shows::Route),
        ("$group-><verb>('',", Shows::Route),
    ],
    annotations: &[
        ("Delete", Mark::Verb("DELETE")),
        ("Get", Mark::Verb("GET")),
        ("Post", Mark::Verb("POST")),
        ("Put", Mark::Verb("PUT")),
        ("Route", Mark::Mapping),
    ],
    backticks: true,
    qualified: true,
    handler,
    also,
    ..Table::BARE
});

/// What comes with the frameworks; sorted.
const COMMON: &[&str] = &[
    "App",
    "Carbon",
    "Doctrine\\Common",
    "Doctrine\\ORM",
    "Illuminate",
    "Laravel\\Sanctum",
    "Mockery",
    "PHPUnit",
    "Psr",
    "Symfony\\Bundle",
    "Symfony\\Component",
    "Symfony\\Contracts",
];

/// `[HookController::class, 'handle']`, `'HookController@handle'`, `HookController::class`.
fn handler(code: &Code<'_>, tokens: Range<usize>, path: &str) -> String {
    let from = tokens.start.max(tokens.end.saturating_sub(40));
    if let Some((class, method)) =
        (from..tokens.end).filter_map(|k| code.string(k)).find_map(|text| text.split_once('@'))
    {
        return format!("{}.{method}", class.rsplit('\\').next().unwrap_or(class));
    }
    let Some(class) = (from..tokens.end).find(|&k| code.is(k, "class") && k > 2 && code.punct(k - 1, b':')) else {
        return routes::last_name(code, tokens, path);
    };
    let method = code.string(class + 2).filter(|_| code.punct(class + 1, b',')).unwrap_or("__invoke");
    format!("{}.{method}", code.slice(class - 3))
}

fn also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    match code.kind(i) {
        Some(Kind::Name) if code.is(i, "register_rest_route") => rest_route_at(scan, i),
        Some(Kind::Name) if code.is(i, "group") && code.punct(i + 1, b'(') && code.punct(i + 2, b'[') => {
            group_at(scan, i)
        }
        Some(Kind::Str) => container_at(scan, i),
        _ => {}
    }
}

/// `Route::group(['prefix' => 'admin', …], function () { … })`.
fn group_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let end = code.mate(i + 2).min(i + 60);
    let prefix =
        (i + 3..end).find(|&k| code.string(k) == Some("prefix") && code.punct(k + 1, b'=') && code.punct(k + 2, b'>'));
    if let Some(prefix) = prefix.filter(|&k| code.string(k + 3).is_some()) {
        let found = super::Match { start: i, found: prefix + 3, open: Some(i + 1), end: prefix + 3 };
        routes::prefix_at(scan, found, false);
    }
}

/// WordPress: `register_rest_route('shop/v1', '/hook', ['methods' => 'POST', …])`.
fn rest_route_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if !code.punct(i + 1, b'(') {
        return;
    }
    let arguments = scan.code.arguments(i + 1);
    let strings: Vec<&str> = arguments.iter().take(2).filter_map(|(from, _)| code.string(*from)).collect();
    let (Some([space, path]), Some(&(from, to))) =
        (strings.get(..2).and_then(|s| <[&str; 2]>::try_from(s).ok()), arguments.get(2))
    else {
        return;
    };
    let methods = (from..to.min(from + 200)).find(|&k| code.string(k) == Some("methods"));
    let method = methods.and_then(|k| code.string(k + 3)).unwrap_or("");
    let method = if matches!(method, "GET" | "POST" | "PUT" | "DELETE") { method } else { "" };
    let path = format!("/wp-json/{}/{}", space.trim_matches('/'), path.trim_start_matches('/'));
    let guards = routes::guards(scan, from, to);
    let callback = (from..to.min(from + 200)).find(|&k| code.string(k) == Some("callback"));
    let handler = callback.and_then(|k| (k + 3..k + 12).find_map(|m| code.string(m))).unwrap_or("").to_owned();
    routes::give(scan, i + 2, method, &path, "", guards, 0, handler);
}

/// Laravel's settings of services, and Symfony's `%env(API_KEY)%` and `%env(default:x:API_KEY)%` in a text.
fn container_at(scan: &mut Scan<'_>, i: usize) {
    let text = scan.code.slice(i);
    // Laravel's `config('services.stripe.secret')`.
    if let Some(service) = text.strip_prefix("services.")
        && i > 1
        && scan.code.is(i - 2, "config")
    {
        let name = service.split('.').next().unwrap_or("").to_ascii_lowercase();
        scan.push(i, What::Config { key: format!("laravel-service:{name}") });
        return;
    }
    let Some(at) = memchr::memmem::find(text.as_bytes(), b"%env(") else { return };
    let Some(inside) = text.get(at + 5..).and_then(|rest| rest.split(')').next()) else { return };
    let name = inside.rsplit(':').next().unwrap_or(inside);
    if crate::source::literals::is_env_name(name) {
        let required = if inside.starts_with("default:") { Some(false) } else { None };
        scan.push(i, What::EnvRead { name: name.to_owned(), required });
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn common_modules_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
