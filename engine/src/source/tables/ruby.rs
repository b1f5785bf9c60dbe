//! Ruby: Rails' routes, credentials and jobs, Sinatra, Grape, and what the language does itself.

use super::blocks::{self, Until};
use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, SINGLE, Scan, Shows, Table, routes};
use crate::audit::Ecosystem;
use crate::path;
use crate::source::lex::{Code, Kind, StringForm, Syntax};
use std::borrow::Cow;
use std::ops::Range;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["#"],
        block_comments: &[("\n=begin", "\n=end", false)],
        strings: &[
            StringForm { open: "\"", close: "\"", escapes: true, multiline: true, interpolation: "#{" },
            SINGLE,
            StringForm { open: "`", close: "`", escapes: true, multiline: false, interpolation: "#{" },
        ],
        heredocs: &["<<~", "<<-", "<<"],
        word_comments: true,
        ..Syntax::BARE
    },
    imports: Imports {
        ecosystem: Some(Ecosystem::Gem),
        words: &[],
        separator: "::",
        keep: Keep::Three,
        inline: Inline::Capital,
        own: &["module"],
        own_segments: 1,
        common: COMMON,
    },
    idioms: &[
        ("ENV['']", Shows::Env(Need::Asked)),
        ("ENV.fetch('')", Shows::Env(Need::Required)),
        ("ENV.fetch('') {", Shows::Env(Need::Optional)),
        ("ENV.fetch('') do", Shows::Env(Need::Optional)),
        ("ENV.fetch('',", Shows::Env(Need::Optional)),
        ("ENV.fetch ''", Shows::Env(Need::Asked)),
        ("ENV.key?('')", Shows::Env(Need::Optional)),
        ("ENV.has_key?('')", Shows::Env(Need::Optional)),
        ("ENV.include?('')", Shows::Env(Need::Optional)),
        ("require ''", Shows::Import(Ecosystem::Gem)),
        ("require('')", Shows::Import(Ecosystem::Gem)),
        ("system(''", Shows::Run),
        ("system ''", Shows::Run),
        ("exec(''", Shows::Run),
        ("exec ''", Shows::Run),
        ("spawn(''", Shows::Run),
        ("sh ''", Shows::Run),
        ("sh(''", Shows::Run),
        ("IO.popen(''", Shows::Run),
        ("IO.popen([''", Shows::Run),
        ("Open3.capture2(''", Shows::Run),
        ("Open3.capture2e(''", Shows::Run),
        ("Open3.capture3(''", Shows::Run),
        ("Open3.popen3(''", Shows::Run),
        (".credentials.dig(:NAME", Shows::Config("rails-credentials:")),
        (".credentials.NAME", Shows::Config("rails-credentials:")),
        (".credentials[:NAME", Shows::Config("rails-credentials:")),
        ("Webhook.construct_event(", Shows::Signature("constructEvent")),
        ("::Webhook.construct_event(", Shows::Signature("constructEvent")),
        ("OpenSSL::HMAC.hexdigest(", Shows::Signature("hmac")),
        ("OpenSSL::HMAC.digest(", Shows::Signature("hmac")),
        ("OpenSSL::HMAC.base64digest(", Shows::Signature("hmac")),
        ("RequestValidator.new(", Shows::Signature("x-twilio-signature")),
        (".secure_compare(", Shows::Token("secure_compare")),
        (".fixed_length_secure_compare(", Shows::Token("secure_compare")),
        ("create_table :NAME", Shows::Store("table", "")),
        ("create_table ''", Shows::Store("table", "")),
        ("create_table(:NAME", Shows::Store("table", "")),
        ("self.table_name = ''", Shows::Store("table", "")),
        ("queue_as :NAME", Shows::Store("queue", "")),
        ("sidekiq_options queue: :NAME", Shows::Store("queue", "redis")),
        ("sidekiq_options queue: ''", Shows::Store("queue", "redis")),
        ("store_in collection: ''", Shows::Store("collection", "mongodb")),
        ("provider :NAME", Shows::Config("omniauth:")),
        ("provider(:NAME", Shows::Config("omniauth:")),
        ("omniauth :NAME", Shows::Config("omniauth:")),
        ("address: ''", Shows::Calls),
        ("match ''", Shows::Route),
        ("match(''", Shows::Route),
        ("<verb> ''", Shows::Route),
        ("<verb>(''", Shows::Route),
        ("<verb> :NAME", Shows::Route),
        ("namespace :NAME", Shows::Within),
        ("namespace ''", Shows::Within),
        ("namespace(:NAME", Shows::Within),
        ("scope ''", Shows::Within),
        ("scope(''", Shows::Within),
        ("scope :NAME", Shows::Within),
        ("scope path: ''", Shows::Within),
        ("scope(path: ''", Shows::Within),
    ],
    blocks: super::Blocks::End,
    backticks: true,
    qualified: true,
    serves: |file, text| {
        let name = path::name(file);
        name == "routes.rb"
            || file.contains("config/routes/")
            || ["Sinatra", "sinatra", "Grape::API", "Roda", "Hanami::Routes"]
                .iter()
                .any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
    },
    handler,
    also,
    ..Table::BARE
});

/// The language's own and Rails' own; sorted.
const COMMON: &[&str] = &[
    "Action",
    "ActionCable",
    "ActionController",
    "ActionDispatch",
    "ActionMailer",
    "ActionView",
    "ActiveJob",
    "ActiveModel",
    "ActiveRecord",
    "ActiveSupport",
    "Admin",
    "Api",
    "Array",
    "Base64",
    "BigDecimal",
    "CSV",
    "Class",
    "Concurrent",
    "Date",
    "DateTime",
    "Devise",
    "Digest",
    "Dir",
    "ERB",
    "Encoding",
    "Errno",
    "Exception",
    "FactoryBot",
    "Faker",
    "File",
    "FileUtils",
    "Gem",
    "Hash",
    "I18n",
    "IO",
    "JSON",
    "Kernel",
    "Logger",
    "Module",
    "Mutex",
    "Net::HTTP",
    "Nokogiri",
    "Object",
    "OpenSSL",
    "OpenStruct",
    "Pathname",
    "Process",
    "Psych",
    "Pundit",
    "RSpec",
    "Rack",
    "Rails",
    "Random",
    "Regexp",
    "Rouge",
    "Set",
    "Sidekiq",
    "StandardError",
    "String",
    "StringIO",
    "Struct",
    "Tempfile",
    "Thor",
    "Thread",
    "Time",
    "Timeout",
    "Types",
    "URI",
    "User",
    "V1",
    "V2",
    "WebMock",
    "YAML",
    "Zlib",
    "active_support",
    "base64",
    "bigdecimal",
    "bundler",
    "csv",
    "date",
    "digest",
    "erb",
    "fileutils",
    "forwardable",
    "json",
    "logger",
    "net/http",
    "open-uri",
    "open3",
    "openssl",
    "optparse",
    "ostruct",
    "pathname",
    "pp",
    "rails",
    "rails_helper",
    "rubygems",
    "securerandom",
    "set",
    "singleton",
    "socket",
    "spec_helper",
    "stringio",
    "tempfile",
    "test_helper",
    "thor",
    "time",
    "timeout",
    "tmpdir",
    "uri",
    "yaml",
    "zlib",
];

/// Rails' `to: 'hooks#stripe'`, `=> 'hooks#stripe'`; without one, the path's last two words.
fn handler(code: &Code<'_>, tokens: Range<usize>) -> String {
    let to = tokens.end.min(tokens.start + 60);
    if let Some((class, method)) =
        (tokens.start..to).filter_map(|k| code.string(k)).find_map(|text| text.split_once('#'))
    {
        return format!("{}.{method}", controller(class));
    }
    match code.slice(tokens.start).trim_matches('/').rsplit_once('/') {
        Some((class, method)) if code.string(tokens.start).is_some() => format!("{}.{method}", controller(class)),
        _ => String::new(),
    }
}

/// The class of the controller that Rails calls `admin/stripe_hooks`: `StripeHooksController`.
fn controller(name: &str) -> String {
    let mut out = String::new();
    for word in name.rsplit('/').next().unwrap_or(name).split('_') {
        let mut letters = word.chars();
        out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out.push_str("Controller");
    out
}

fn also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.kind(i) != Some(Kind::Name) || !scan.routes.serves || i > 0 && code.punct(i - 1, b'.') {
        return;
    }
    match code.slice(i) {
        "resources" | "resource" => resources_at(scan, i),
        // Beside the one that an id names.
        "collection" if code.is(i + 1, "do") => {
            let until = Until::End(blocks::line_indent(&code, i));
            blocks::open(scan, blocks::block(until, Cow::Borrowed(".."), None, code.range(i).start));
        }
        "devise_for" => {
            let end = routes::statement_end(&code, i);
            let Some(at) = (i..end).find(|&k| code.is(k, "omniauth_callbacks")) else { return };
            let path = routes::full(scan, "", &format!("{}/auth/:provider/callback", code.slice(i + 2)));
            routes::give(scan, at, "", &path, "", Vec::new(), 0, "OmniauthCallbacksController".into());
        }
        _ => {}
    }
}

/// `resources :hooks, only: [:create] do … end`: what is made and what is listed, and the prefix of what is inside.
fn resources_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let at = if code.punct(i + 1, b'(') { i + 2 } else { i + 1 };
    let name = if code.punct(at, b':') { code.name(at + 1) } else { code.string(at) };
    let Some(name) = name else { return };
    let end = routes::statement_end(&code, i);
    let label = |word: &str| (at..end).find(|&k| code.is(k, word) && code.punct(k + 1, b':'));
    let path = label("path").and_then(|k| code.string(k + 2)).unwrap_or(name);
    let class = label("controller").and_then(|k| code.string(k + 2)).map_or_else(|| controller(name), controller);
    let listed = |from: usize, action: &str| (from..end).any(|k| code.is(k, action));
    for (action, method) in [("create", "POST"), ("index", "GET")] {
        let given = label("only").is_none_or(|from| listed(from, action))
            && label("except").is_none_or(|from| !listed(from, action))
            && !(action == "index" && code.is(i, "resource"));
        if given {
            let full = routes::full(scan, "", path);
            routes::give(scan, i, method, &full, "", Vec::new(), 0, format!("{class}.{action}"));
        }
    }
    if routes::opens_block(&code, i, end) {
        let until = Until::End(blocks::line_indent(&code, i));
        let prefix = if code.is(i, "resource") { path.to_owned() } else { format!("{path}/:id") };
        blocks::open(scan, blocks::block(until, Cow::Owned(prefix), None, code.range(i).start));
    }
}

/// Adds what Ruby in `<% %>` of a template or a settings file shows.
pub fn embedded(file: &crate::read::File<'_>, sink: &mut crate::facts::Sink<'_>) {
    let mut out = String::with_capacity(file.text.len());
    let mut rest = file.text;
    // Everything else becomes blank, so that every byte keeps its place.
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"<%") {
        let Some(end) = memchr::memmem::find(&rest.as_bytes()[at..], b"%>").map(|n| at + n) else { break };
        blank(&rest[..at], &mut out);
        let inside = rest.get(at..end).unwrap_or("");
        let sign = inside.bytes().skip(2).take_while(|b| matches!(b, b'=' | b'-' | b'#')).count();
        let code = if inside.get(2..3) == Some("#") { "" } else { inside.get(2 + sign..).unwrap_or("") };
        out.extend(std::iter::repeat_n(' ', inside.len() - code.len()));
        out.push_str(code);
        out.push_str("; ");
        rest = rest.get(end + 2..).unwrap_or("");
    }
    if out.is_empty() {
        return;
    }
    let file = crate::read::File { path: file.path, text: &out };
    super::read(&file, sink, &TABLE);
}

/// Adds blanks for a text, with its line ends.
fn blank(text: &str, out: &mut String) {
    out.extend(text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_modules_are_sorted() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn controllers_are_named_as_rails_does() {
        assert_eq!(controller("admin/stripe_hooks"), "StripeHooksController");
        assert_eq!(controller(""), "Controller");
    }
}
