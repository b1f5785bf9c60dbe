//! Facts: what one file shows, each with its place. Readers write them, assembly turns them into an audit.

use crate::audit::Ecosystem;
pub use crate::limits::{EXCERPT_BYTES, FACTS_PER_FILE};
use crate::order::Arrange;
use crate::redact::{self, Style};
use crate::risk::Risk;
use crate::visible;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// One thing that one file shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub what: What,
    /// Line of its first byte, from 1.
    pub line: u32,
    /// Column of its first byte, in characters from 1.
    pub column: u32,
    /// The text of that line, shortened, with secret values dropped.
    pub excerpt: String,
    /// The part of the text that was matched, shortened; empty where the fact is the file itself.
    pub matched: String,
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A manifest asks for a package.
    Dependency {
        /// The package's registry.
        ecosystem: Ecosystem,
        /// The package.
        name: String,
        /// The version asked for, as written; empty where none is.
        requirement: String,
        /// For what it is asked.
        scope: Scope,
    },
    /// A lock file fixes a package's version.
    Locked {
        /// The package's registry.
        ecosystem: Ecosystem,
        /// The package.
        name: String,
        /// The exact version.
        version: String,
        /// The manifest that it is fixed for: its folder, from the lock's own folder. Empty for the top, and for every
        /// manifest that has no entry of its own.
        importer: String,
        /// The requirement that it answers, as the manifest writes it, where the lock keeps versions by requirement
        /// (yarn). Empty where it answers any.
        requirement: String,
    },
    /// Source imports a module.
    Import {
        /// The registry in which a module of this language would be found.
        ecosystem: Ecosystem,
        /// The module as the language writes it: `@aws-sdk/client-s3`, `firebase/auth`, `google.cloud.storage`,
        /// `github.com/stripe/stripe-go/v82`, `package:http/http.dart`, `./lib/db`.
        module: String,
    },
    /// Source uses a member of something that it imported: `new AWS.S3()`, `boto3.client("s3")`, `admin.messaging()`.
    /// Given once for each module and member in a file.
    Call {
        /// The registry of the import.
        ecosystem: Ecosystem,
        /// The module that was imported.
        module: String,
        /// The member, `S3` or `client`.
        member: String,
        /// The first argument where it is a plain string, `s3`; else empty.
        argument: String,
    },
    /// Code takes a variable from its environment.
    EnvRead {
        /// The variable.
        name: String,
        /// Whether the code fails without it; `None` where it does not say. A default means `Some(false)`.
        required: Option<bool>,
    },
    /// A file declares a variable: env examples, compose files, workflows, Dockerfiles, deploy files.
    EnvDeclared {
        /// The variable.
        name: String,
        /// Whether a value stands beside it.
        has_value: bool,
    },
    /// A host, in a URL or alone.
    Host {
        /// The host in lower case, without port or user: `api.stripe.com`.
        host: String,
        /// The URL with its path, without query, fragment, user and password; empty for a bare host.
        url: String,
        /// How the file uses it.
        usage: Usage,
    },
    /// The scheme of a connection string in code or configuration, `postgresql`, `redis`, `amqp`, `mongodb+srv`.
    Scheme {
        /// The scheme in lower case, without `://`.
        scheme: String,
    },
    /// A container image that is run or built upon.
    Image {
        /// The repository without registry default, tag and digest: `postgres`, `ghcr.io/acme/app`, `axllent/mailpit`.
        name: String,
        /// The tag; empty where none is given.
        tag: String,
        /// Whether it only is a build's base (`FROM`), not a service that is run.
        base: bool,
    },
    /// A workflow uses an action: `actions/checkout@v4`.
    Action {
        /// Owner and name, with any path: `github/codeql-action/init`.
        name: String,
        /// What stands behind the `@`.
        version: String,
    },
    /// A configuration file shows a service by its very presence or by a key in it. The key is `file` or
    /// `file:key`, such as `vercel.json`, `github-workflow`, `prisma:postgresql`, `terraform:aws_s3_bucket`,
    /// `wrangler:r2_buckets`, `k8s:Ingress`; `docs/catalog.md` lists them.
    Config {
        /// The key.
        key: String,
    },
    /// The code or a script runs a program.
    Command {
        /// The program's name, without folder.
        program: String,
    },
    /// An HTTP route that the code serves.
    Route(Route),
    /// A router of another file is mounted under a prefix: `app.use('/api/payments', paymentRoutes)`.
    Mount {
        /// The prefix.
        prefix: String,
        /// The module as imported here, `./routes/paymentRoutes.js`, or for a router of the same file its name.
        target: String,
        /// The name by which this file (or the target) knows the router; empty for a default export.
        name: String,
    },
    /// Code that checks that a request was signed or carries a token.
    Check {
        /// Whether a signature or a token is checked.
        signature: bool,
        /// The header or function that shows it, in lower case: `stripe-signature`, `constructevent`.
        by: String,
    },
    /// A named function that holds a [`What::Check`]; the fact stands at its name.
    Handler {
        /// Its name, without what it is a method of.
        name: String,
        /// Line of the last line of its body.
        end_line: u32,
    },
    /// An address of the code's own to which it asks a service to send a person's browser back.
    Return {
        /// Its path, with `{}` for what is only known when it runs.
        path: String,
    },
    /// A literal that names an event: `checkout.session.completed` in a `case` or comparison.
    Event {
        /// The name.
        name: String,
    },
    /// A constant whose value is a word or a path that routes may be built with: `SHOPIFY = "shopify"`.
    Constant {
        /// Its name, in capitals.
        name: String,
        /// Its value.
        value: String,
    },
    /// A table, collection, bucket, index, queue or topic.
    Store {
        /// `table`, `collection`, `bucket`, `index`, `queue`, `topic`.
        kind: Cow<'static, str>,
        /// Its name.
        name: String,
        /// What holds it, as a word that the catalog knows (`postgresql`, `mongodb`, `dynamodb`); empty where the file
        /// does not say.
        engine: Cow<'static, str>,
    },
    /// What a careful reviewer would look at.
    Risk {
        /// What it is.
        risk: Risk,
        /// What it is about, as [`Risk`] says; never a secret's value.
        of: String,
    },
}

impl What {
    /// The fact without secrets in its names, versions and addresses; `None` where a secret is all that it names.
    fn cleaned(mut self) -> Option<Self> {
        let dirty = |text: &str| matches!(redact::clean(text), Cow::Owned(_));
        let clean = |text: &mut String| {
            if let Cow::Owned(cleaned) = redact::clean(text) {
                *text = cleaned;
            }
        };
        match &mut self {
            What::EnvRead { name, .. } | What::EnvDeclared { name, .. } if dirty(name) => return None,
            What::Image { name, tag, .. } => {
                clean(name);
                clean(tag);
            }
            What::Dependency { name, requirement, .. } => {
                clean(name);
                clean(requirement);
            }
            What::Locked { version, requirement, .. } => {
                clean(version);
                clean(requirement);
            }
            What::Host { url, .. } => clean(url),
            What::Route(route) => clean(&mut route.path),
            What::Mount { prefix: path, .. } | What::Return { path } => clean(path),
            What::Event { name }
            | What::Store { name, .. }
            | What::Config { key: name }
            | What::Risk { of: name, .. } => clean(name),
            _ => {}
        }
        Some(self)
    }
}

/// A route as one file shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The method in capitals; empty where any will do.
    pub method: String,
    /// The path as written, without the prefixes of routers mounted elsewhere.
    pub path: String,
    /// The router's name in this file, to join it with a [`What::Mount`]; empty where the path is whole.
    pub router: String,
    /// Names called in the handler or given as middleware, in lower case, that hint at verification.
    pub guards: Vec<String>,
    /// Line of the last line of the handler's body, where it stands here; 0 where it does not.
    pub end_line: u32,
    /// The name of the handler, where it stands elsewhere, without what it is a member of; else empty.
    pub handler: String,
}

/// For what a dependency is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// For the product.
    Product,
    /// For development, tests or builds.
    Dev,
    /// Optional or a peer's.
    Optional,
}

/// How a file uses a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Usage {
    /// In a call or as the base URL of a client: `fetch("https://…")`, `baseURL: "https://…"`.
    Call,
    /// A value in code or configuration that may or may not be called.
    Value,
    /// A page loads a script, style, font, image or frame from it.
    Load,
    /// A link for people: `<a href>`, documentation, a policy text.
    Link,
    /// In a comment or a document.
    Mention,
    /// Named in a content policy, an allow list, an image domain list or the like.
    Allowed,
}

/// A fact in a line of text, as the fixtures state it: `env-read STRIPE_KEY required`.
impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A space and the text, or nothing where there is none.
        struct Opt<'a>(&'a str);
        impl fmt::Display for Opt<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if self.0.is_empty() { Ok(()) } else { write!(f, " {}", self.0) }
            }
        }
        match self {
            What::Dependency { ecosystem, name, requirement, scope } => {
                let scope = match scope {
                    Scope::Product => "",
                    Scope::Dev => "dev",
                    Scope::Optional => "optional",
                };
                write!(f, "dependency {} {name}{}{}", ecosystem.word(), Opt(requirement), Opt(scope))
            }
            What::Locked { ecosystem, name, version, importer, requirement } => {
                write!(f, "locked {} {name} {version}", ecosystem.word())?;
                if !importer.is_empty() {
                    write!(f, " in {importer}")?;
                }
                if requirement.is_empty() { Ok(()) } else { write!(f, " for {requirement}") }
            }
            What::Import { ecosystem, module } => write!(f, "import {} {module}", ecosystem.word()),
            What::Call { ecosystem, module, member, argument } => {
                write!(f, "call {} {module} {member}", ecosystem.word())?;
                if argument.is_empty() { Ok(()) } else { write!(f, "({argument})") }
            }
            What::EnvRead { name, required } => {
                let required = match required {
                    Some(true) => "required",
                    Some(false) => "optional",
                    None => "",
                };
                write!(f, "env-read {name}{}", Opt(required))
            }
            What::EnvDeclared { name, has_value } => {
                write!(f, "env-declared {name}{}", Opt(if *has_value { "=" } else { "" }))
            }
            What::Host { host, url, usage } => {
                let usage = match usage {
                    Usage::Call => "call",
                    Usage::Value => "value",
                    Usage::Load => "load",
                    Usage::Link => "link",
                    Usage::Mention => "mention",
                    Usage::Allowed => "allowed",
                };
                write!(f, "host {usage} {}", if url.is_empty() { host } else { url })
            }
            What::Scheme { scheme } => write!(f, "scheme {scheme}"),
            What::Image { name, tag, base } => {
                write!(f, "image {name}")?;
                if !tag.is_empty() {
                    write!(f, ":{tag}")?;
                }
                write!(f, "{}", Opt(if *base { "base" } else { "" }))
            }
            What::Action { name, version } => write!(f, "action {name}@{version}"),
            What::Config { key } => write!(f, "config {key}"),
            What::Command { program } => write!(f, "command {program}"),
            What::Route(route) => {
                let method = if route.method.is_empty() { "ANY" } else { &route.method };
                write!(f, "route {method} {}", route.path)?;
                if !route.router.is_empty() {
                    write!(f, " router={}", route.router)?;
                }
                if !route.guards.is_empty() {
                    write!(f, " guards={}", route.guards.join(","))?;
                }
                if !route.handler.is_empty() {
                    write!(f, " handler={}", route.handler)?;
                }
                Ok(())
            }
            What::Mount { prefix, target, name } => write!(f, "mount {prefix} {target}{}", Opt(name)),
            What::Check { signature, by } => write!(f, "check {} {by}", if *signature { "signature" } else { "token" }),
            What::Handler { name, .. } => write!(f, "handler {name}"),
            What::Return { path } => write!(f, "return {path}"),
            What::Event { name } => write!(f, "event {name}"),
            What::Constant { name, value } => write!(f, "constant {name} {value}"),
            What::Store { kind, name, engine } => write!(f, "store {kind} {name}{}", Opt(engine)),
            What::Risk { risk, of } => write!(f, "risk {}{}", risk.word(), Opt(of)),
        }
    }
}

/// How far around an excerpt of a long line is looked for what would make a part of it a secret.
const CONTEXT: usize = 512;

/// Takes a file's facts from its reader, and gives each its line, column and excerpt.
#[derive(Debug)]
pub struct Sink<'a> {
    text: &'a str,
    style: Style,
    /// The stretch of the text that was last looked through for secrets, and where it has some.
    looked: (Range<usize>, Vec<Range<usize>>),
    line_starts: Vec<u32>,
    /// Where the last fact began, and how many characters stand before it on its line.
    last_place: (usize, u32),
    facts: Vec<Fact>,
}

impl<'a> Sink<'a> {
    /// A sink for the facts of `text`.
    pub fn new(text: &'a str) -> Self {
        Sink::styled(text, Style::Code)
    }

    /// A sink for the facts of `text`, whose values are written in this style.
    pub fn styled(text: &'a str, style: Style) -> Self {
        Sink { text, style, looked: (0..0, Vec::new()), line_starts: Vec::new(), last_place: (0, 0), facts: Vec::new() }
    }

    /// The file's text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Adds what the bytes `span` of the text show. A span out of bounds is cut to the text.
    pub fn push(&mut self, span: Range<usize>, what: What) {
        let Some(what) = what.cleaned().filter(|_| self.facts.len() < FACTS_PER_FILE) else { return };
        let (span, line, column) = self.place(span);
        let line_start = self.line_starts[line as usize - 1] as usize;
        let (excerpt, matched) = self.excerpt(line_start, span);
        self.facts.push(Fact { what, line, column, excerpt, matched });
    }

    /// Adds what the bytes `span` show, with an excerpt of the reader's own: the line itself holds a value that nobody may keep.
    pub fn push_named(&mut self, span: Range<usize>, what: What, excerpt: &str) {
        let Some(what) = what.cleaned().filter(|_| self.facts.len() < FACTS_PER_FILE) else { return };
        let (span, line, column) = self.place(span);
        let excerpt = redact::clean(&excerpt[..floor_char(excerpt, EXCERPT_BYTES)]);
        let excerpt = visible::code(&excerpt).into_owned();
        let matched = self.text.get(span).filter(|text| excerpt.contains(text)).unwrap_or("").to_owned();
        self.facts.push(Fact { what, line, column, excerpt, matched });
    }

    /// A span cut to the text and its characters, with the line and column of its first byte.
    fn place(&mut self, span: Range<usize>) -> (Range<usize>, u32, u32) {
        let start = floor_char(self.text, span.start);
        let end = floor_char(self.text, span.end).max(start);
        let line = self.line_of(start);
        let line_start = self.line_starts[line as usize - 1] as usize;
        // Facts mostly come in order: on a long line count on from the last.
        let (from, before) = self.last_place;
        let (from, before) = if (line_start..=start).contains(&from) { (from, before) } else { (line_start, 0) };
        let before = before + self.text[from..start].chars().count() as u32;
        self.last_place = (start, before);
        (start..end, line, before + 1)
    }

    /// The line around `span`, trimmed, cut to [`EXCERPT_BYTES`] around the match, without secret values; and the match.
    fn excerpt(&mut self, line_start: usize, span: Range<usize>) -> (String, String) {
        let text = self.text;
        // No further than an excerpt can reach: a file may be one line of many megabytes.
        let reach = floor_char(text, span.start + 2 * EXCERPT_BYTES);
        let line_end = memchr::memchr(b'\n', &text.as_bytes()[span.start..reach]).map_or(reach, |i| span.start + i);
        let mut from = line_start;
        let mut to = line_end;
        if to - from > EXCERPT_BYTES {
            from = floor_char(text, span.start.saturating_sub(EXCERPT_BYTES / 3).max(line_start));
            to = floor_char(text, (from + EXCERPT_BYTES).min(line_end));
        }
        self.look(line_start, from..to);
        let (looked, secrets) = &self.looked;
        let shown = text[from..to].trim();
        let at = from + text[from..to].len() - text[from..to].trim_start().len() - looked.start;
        let out = redact::without(&text[looked.clone()], at..at + shown.len(), secrets);
        let mut out = visible::code(&out).into_owned();
        if from > line_start {
            out.insert(0, '…');
        }
        if to < line_end {
            out.push('…');
        }
        let end = floor_char(text, span.end.min(line_end).min(span.start + EXCERPT_BYTES));
        let matched = text.get(span.start..end).unwrap_or("").trim();
        let matched = if out.contains(matched) { matched.to_owned() } else { String::new() };
        (out, matched)
    }

    /// Looks through the stretch of a line that holds `part`, unless that was done: the line, or of a long one as much as
    /// tells what the part's ends belong to. Facts of one line share the work.
    fn look(&mut self, line_start: usize, part: Range<usize>) {
        let has = &self.looked.0;
        let done = has.contains(&part.start)
            && part.end <= has.end
            && has.start <= part.start.saturating_sub(CONTEXT).max(line_start);
        if done && has.end >= line_start {
            return;
        }
        let text = self.text;
        let from = floor_char(text, part.start.saturating_sub(CONTEXT).max(line_start));
        let reach = floor_char(text, part.end + 2 * CONTEXT);
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[part.start..reach]).map_or(reach, |i| part.start + i).max(part.end);
        self.looked = (from..end, redact::secrets(&text[from..end], self.style));
    }

    /// Adds what the file as a whole shows, at its first line, without an excerpt.
    pub fn push_file(&mut self, what: What) {
        if self.facts.len() < FACTS_PER_FILE {
            self.facts.push(Fact { what, line: 1, column: 1, excerpt: String::new(), matched: String::new() });
        }
    }

    /// The line, from 1, of a byte of the text.
    pub fn line_of(&mut self, byte: usize) -> u32 {
        if self.line_starts.is_empty() {
            self.line_starts.push(0);
            self.line_starts.extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|i| i as u32 + 1));
        }
        self.line_starts.partition_point(|&start| start as usize <= byte) as u32
    }

    /// The facts so far, in the order given.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Takes back the facts behind the first `count`, for a reader that gives them with an excerpt of its own.
    pub fn take_back(&mut self, count: usize) -> Vec<Fact> {
        self.facts.split_off(count.min(self.facts.len()))
    }

    /// Puts back a fact that was taken.
    pub fn put_back(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    /// Ends the file: its facts by place.
    pub fn finish(mut self) -> Vec<Fact> {
        self.facts.arrange_by_key(|fact| (fact.line, fact.column));
        self.facts
    }
}

/// The largest char boundary of `text` that is not past `at`.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_gets_its_line_column_and_excerpt() {
        let text = "one\n  two STRIPE_KEY é\nthree";
        let mut sink = Sink::new(text);
        let at = text.find("STRIPE_KEY").unwrap();
        sink.push(at..at + 10, What::EnvRead { name: "STRIPE_KEY".into(), required: None });
        sink.push(9_999..10_000, What::Command { program: "gh".into() });
        let facts = sink.finish();
        assert_eq!((facts[0].line, facts[0].column), (2, 7));
        assert_eq!((facts[0].excerpt.as_str(), facts[0].matched.as_str()), ("two STRIPE_KEY é", "STRIPE_KEY"));
        assert_eq!(facts[1].line, 3);
    }

    #[test]
    fn a_long_line_is_cut_around_the_match_and_columns_are_right_in_any_order() {
        let text = format!("one\n{} HERE {} THERE {}\nlast", "é".repeat(900), "ü".repeat(900), "x".repeat(900));
        let mut sink = Sink::new(&text);
        for word in ["HERE", "THERE", "last", "HERE"] {
            let at = text.find(word).unwrap();
            sink.push(at..at + word.len(), What::Command { program: word.into() });
        }
        for fact in sink.facts() {
            let (line, column) = match fact.matched.as_str() {
                "HERE" => (2, 902),
                "THERE" => (2, 1808),
                word => {
                    assert_eq!(word, "last");
                    (3, 1)
                }
            };
            assert_eq!((fact.line, fact.column), (line, column), "{}", fact.matched);
            assert_eq!(fact.excerpt.starts_with('…') && fact.excerpt.ends_with('…'), line == 2);
            assert!(fact.excerpt.len() <= EXCERPT_BYTES + 6);
        }
    }
}
