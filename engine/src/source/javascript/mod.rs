//! JavaScript and TypeScript, with JSX, and the components and style sheets around them.
//!
//! A file is cut into tokens once, and then one pass over the tokens looks at each name and each string: names such as
//! `process` or `import` and strings that are a call's first argument are where facts begin. The rules stand in files by
//! subject; [`Scan`] is what they share.

mod checks;
mod commands;
mod env;
mod env_names;
mod files;
mod host_words;
mod hosts;
mod imports;
mod markup;
mod names;
mod pages;
mod routes;
mod served;
mod stores;

pub(super) use markup::{read_component, read_style};

use super::lex::{Code, Kind, StringForm, Syntax, Tokens};
use super::{handlers, in_any};
use crate::facts::{FACTS_PER_FILE, Sink, What};
use crate::read::File;
use names::Names;
use std::collections::HashSet;
use std::ops::Range;

/// How JavaScript is written.
pub(super) static SYNTAX: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/", false)],
    strings: &[
        StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
        StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
        StringForm { open: "`", close: "`", escapes: true, multiline: true, interpolation: "${" },
    ],
    name_bytes: b"$",
    regex: true,
    ..Syntax::BARE
};

/// Reads a file of JavaScript or TypeScript.
pub(super) fn read(file: &File<'_>, sink: &mut Sink<'_>) {
    if [".d.ts", ".d.mts", ".d.cts"].iter().any(|ending| file.path.ends_with(ending)) {
        return;
    }
    let text = sink.text();
    // A program's first line may say what runs it.
    let start = if text.starts_with("#!") { text.find('\n').unwrap_or(text.len()) } else { 0 };
    let mut tokens = Tokens::default();
    tokens.lex(text, start..text.len(), &SYNTAX);
    Scan::new(file.path, text, &tokens).finish(sink);
}

/// A file while it is read.
struct Scan<'a> {
    path: &'a str,
    code: Code<'a>,
    comments: &'a [Range<u32>],
    /// Bytes in which others look for hosts: style sheets in components.
    apart: Vec<Range<usize>>,
    names: Names<'a>,
    env: env::Found<'a>,
    imports: imports::Found<'a>,
    routes: routes::Found<'a>,
    checks: checks::Found,
    /// Names of stores that were given.
    stores: HashSet<&'a str>,
    /// Answers of [`Scan::holds`].
    held: Vec<(&'static str, bool)>,
    out: Vec<(Range<usize>, What)>,
}

/// A call as seen from its first argument: `receiver.name(…)`.
#[derive(Debug, Clone, Copy)]
struct Callee<'a> {
    /// The function's name.
    name: &'a str,
    /// The token of that name.
    at: usize,
    /// The name right before the dot; empty where the function stands alone, or the dot follows no name.
    receiver: &'a str,
    /// Whether a dot stands before the name.
    member: bool,
}

impl<'a> Scan<'a> {
    fn new(path: &'a str, text: &'a str, tokens: &'a Tokens) -> Self {
        Scan {
            path,
            code: Code { text, tokens: &tokens.list },
            comments: &tokens.comments,
            apart: Vec::new(),
            names: Names::default(),
            env: env::Found::default(),
            imports: imports::Found::default(),
            routes: routes::Found::new(path, tokens.list.len()),
            checks: checks::Found::default(),
            stores: HashSet::new(),
            held: Vec::new(),
            out: Vec::new(),
        }
    }

    /// Looks at every token, and writes what was found.
    fn finish(mut self, sink: &mut Sink<'_>) {
        self.run();
        hosts::find(&self, sink);
        for (span, mut what) in self.out {
            if let What::Route(route) = &mut what
                && route.end_line > 0
            {
                // Until here it is the byte at which the handler ends.
                route.end_line = sink.line_of(route.end_line as usize);
            }
            sink.push(span, what);
        }
        handlers::read(&self.code, sink);
        in_any(self.path, &self.code, sink);
    }

    fn run(&mut self) {
        for i in 0..self.code.len() {
            match self.code.kind(i) {
                Some(Kind::Name) => self.name_at(i),
                Some(Kind::Str | Kind::Part) => self.string_at(i),
                _ => {}
            }
        }
        env_names::finish(self);
        checks::finish(self);
    }

    fn name_at(&mut self, i: usize) {
        let name = self.code.slice(i);
        match name {
            "import" => imports::import_at(self, i),
            "export" => {
                imports::export_at(self, i);
                served::export_at(self, i);
            }
            "process" | "Bun" | "Deno" | "env" | "NodeJS" | "loadEnv" => env::object_at(self, i),
            "if" => env::test_at(self, i),
            "router" | "Router" | "express" | "Hono" | "OpenAPIHono" | "fastify" | "Fastify" | "polka" | "Koa"
            | "KoaRouter" | "Elysia" | "Application" | "AutoRouter" | "IttyRouter" | "restana" | "Restify"
            | "createServer"
                if self.code.punct(i + 1, b'(') || self.code.punct(i + 1, b'<') =>
            {
                routes::router_at(self, i);
            }
            "use" | "route" | "register" if self.code.punct(i + 1, b'(') => routes::mount_at(self, i),
            "createHmac"
            | "timingSafeEqual"
            | "constructEvent"
            | "constructEventAsync"
            | "authorization"
            | "verify"
            | "unmarshal"
            | "safeEqual" => {
                checks::name_at(self, i);
            }
            "setGlobalPrefix" if self.code.punct(i + 1, b'(') => routes::global_prefix_at(self, i),
            "FastifyInstance" => routes::plugin_at(self, i),
            "serve" | "onRequest" if self.code.punct(i + 1, b'(') => served::serve_at(self, i),
            _ if self.code.punct(i + 1, b'(') && checks::may_check(name) => checks::name_at(self, i),
            _ => {}
        }
        if name.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
            && matches!(self.code.kind(i + 1), Some(Kind::Punct(b':' | b'!' | b'?')))
        {
            env_names::key_at(self, i);
        }
        if let Some(meaning) = self.names.get(name) {
            let inner = i > 0 && self.code.punct(i - 1, b'.') && !(i > 2 && self.code.punct(i - 3, b'.'));
            if !inner {
                self.known_at(i, meaning);
            }
        }
        if i > 0 && self.code.punct(i - 1, b'@') {
            routes::decorator_at(self, i);
        }
    }

    fn known_at(&mut self, i: usize, meaning: names::Meaning<'a>) {
        match meaning {
            names::Meaning::Module(module) => imports::member_at(self, i, module),
            names::Meaning::Env => env::members(self, i, i + 1),
            names::Meaning::Value(index) => {
                if let Some((_, What::EnvRead { name, .. })) = self.out.get(index) {
                    let name = name.clone();
                    checks::value_at(self, i, i + 1, &name);
                }
            }
            _ => {}
        }
    }

    fn string_at(&mut self, i: usize) {
        let text = self.code.slice(i);
        if let Some(callee) = self.callee(i) {
            imports::call_at(self, i, callee);
            env_names::call_at(self, i, callee);
            commands::call_at(self, i, callee);
            routes::call_at(self, i, callee);
            stores::call_at(self, i, callee);
            checks::call_at(self, i, callee);
        } else if i > 0 && self.code.punct(i - 1, b'$') {
            commands::run_at(self, i);
        } else if text.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
            env_names::string_at(self, i);
        }
        checks::string_at(self, i);
        stores::string_at(self, i);
        pages::string_at(self, i);
        hosts::bare_at(self, i);
    }

    /// The function of which the token `i` is the first argument.
    fn callee(&self, i: usize) -> Option<Callee<'a>> {
        let open = i.checked_sub(1)?;
        if !self.code.punct(open, b'(') {
            return None;
        }
        self.callee_of(open)
    }

    /// The function that the bracket at `open` calls.
    fn callee_of(&self, open: usize) -> Option<Callee<'a>> {
        let mut at = open.checked_sub(1)?;
        if self.code.punct(at, b'>') {
            at = self.before_generics(at)?;
        }
        // `a?.(x)`
        if self.code.punct(at, b'.') && at > 1 && self.code.punct(at - 1, b'?') {
            at -= 2;
        }
        let name = self.code.name(at)?;
        let member = at > 0 && self.code.punct(at - 1, b'.');
        let mut before = at.saturating_sub(2);
        if member && self.code.punct(before, b'?') {
            before = before.saturating_sub(1);
        }
        let receiver = if member { self.code.name(before).unwrap_or("") } else { "" };
        Some(Callee { name, at, receiver, member })
    }

    /// The token before `<…>` whose end is at `close`.
    fn before_generics(&self, close: usize) -> Option<usize> {
        let mut depth = 0;
        for at in (close.saturating_sub(40)..=close).rev() {
            match self.code.kind(at) {
                Some(Kind::Punct(b'>')) if !self.code.punct(at.wrapping_sub(1), b'=') => depth += 1,
                Some(Kind::Punct(b'<')) => {
                    depth -= 1;
                    if depth == 0 {
                        return at.checked_sub(1);
                    }
                }
                Some(Kind::Punct(b';')) => return None,
                _ => {}
            }
        }
        None
    }

    /// The name to which the expression at `i` is assigned, `name` in `const name = …`, `name: Type = …`, `name = …`.
    fn assigned_to(&self, i: usize) -> Option<&'a str> {
        let mut at = i.checked_sub(1)?;
        while self.code.is(at, "await") || self.code.is(at, "new") || self.code.punct(at, b'(') {
            at = at.checked_sub(1)?;
        }
        if !self.code.punct(at, b'=') || self.code.punct(at.wrapping_sub(1), b'=') {
            return None;
        }
        let name = at.checked_sub(1)?;
        let is_plain = |at: usize| self.code.name(at).filter(|_| at == 0 || !self.code.punct(at - 1, b'.'));
        // Behind a type: `name: Type = …`.
        for back in (name.saturating_sub(14)..=name).rev() {
            match self.code.kind(back) {
                Some(Kind::Punct(b':')) => return is_plain(back.checked_sub(1)?),
                Some(Kind::Punct(b';' | b'(' | b'{' | b'=')) => break,
                Some(Kind::Name) if matches!(self.code.slice(back), "const" | "let" | "var") => break,
                _ => {}
            }
        }
        is_plain(name)
    }

    /// The pattern to which the expression at `i` is assigned: the index of `{` in `const { a, b } = …`.
    fn pattern_of(&self, i: usize) -> Option<usize> {
        let mut at = i.checked_sub(1)?;
        while self.code.is(at, "await") || self.code.punct(at, b'(') {
            at = at.checked_sub(1)?;
        }
        if !self.code.punct(at, b'=') {
            return None;
        }
        let close = at.checked_sub(1)?;
        let open = self.code.mate(close);
        (self.code.punct(close, b'}') && open < close).then_some(open)
    }

    /// The names of the pattern or import list whose bracket is at `open`: each with its token, the token of the local
    /// name, and whether a default stands behind it. Patterns inside it are passed over.
    fn each_name(&self, open: usize, mut found: impl FnMut(usize, usize, bool)) {
        let end = self.code.mate(open);
        let mut at = open + 1;
        while at < end {
            let mut key = at;
            if self.code.is(at, "type") && self.code.name(at + 1).is_some() && !self.code.is(at + 1, "as") {
                // A type is no use.
                key = usize::MAX;
            }
            let is_key = self.code.name(at).is_some() || self.code.string(at).is_some();
            let (mut local, mut next) = (at, at + 1);
            if (self.code.is(next, "as") || self.code.punct(next, b':')) && self.code.name(next + 1).is_some() {
                local = next + 1;
                next += 2;
            }
            let default = self.code.punct(next, b'=');
            if is_key && key != usize::MAX {
                found(key, local, default);
            }
            while at < end && !self.code.punct(at, b',') {
                at = self.code.mate(at).max(at) + 1;
            }
            at += 1;
        }
    }

    fn push(&mut self, i: usize, what: What) {
        if self.out.len() < FACTS_PER_FILE {
            self.out.push((self.code.range(i), what));
        }
    }

    fn push_at(&mut self, span: Range<usize>, what: What) {
        if self.out.len() < FACTS_PER_FILE {
            self.out.push((span, what));
        }
    }

    /// Whether the text holds `what` anywhere. Looked for once.
    fn holds(&mut self, what: &'static str) -> bool {
        if let Some((_, held)) = self.held.iter().find(|(known, _)| *known == what) {
            return *held;
        }
        let held = memchr::memmem::find(self.code.text.as_bytes(), what.as_bytes()).is_some();
        self.held.push((what, held));
        held
    }
}

/// Whether `text` holds `word`, which is in lower case, in any case.
fn contains(text: &str, word: &str) -> bool {
    let Some(&first) = word.as_bytes().first() else { return true };
    let text = text.as_bytes();
    let upper = first.to_ascii_uppercase();
    text.iter().enumerate().any(|(at, &byte)| {
        (byte == first || byte == upper)
            && text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Something of every rule, to be cut anywhere.
    const ALL: &str = "import a, { b as c } from 'é'; const { X, Y = 1 } = process.env; if (!process.env['A_B']) throw 1;
        const f = (k) => process.env[k] || f('C_D'); `a${`b${env.Z}https://${x}.y.io`}`; app.get('/x', v, (q) => { verify() });
        r.use('/p', require('./r')); @Controller('x') class A { @Post('y') z(@Body() b): P<{ a: 1 }> { } }
        export const POST = async () => { case 'a.b': }; exec(`ls | é`); z.object({ K_L: z.string().default('é') });
        a.createHmac(h.headers['x-signature'] === `Bearer ${s}`); <a href={c ? 'https://é.io' : \"//b.io\"}>it's</a>;
        new Hono<T>().basePath('/é').get('/q', h); mongoose.model('M', s, 'n'); success_url: `${o}/success`; $`é`; /[/é]/g";

    #[test]
    fn any_text_is_read_to_its_end() {
        for path in ["src/app/x/route.ts", "functions/a.ts", "a.svelte", "a.astro", "a.css"] {
            for (cut, _) in ALL.char_indices() {
                for text in [&ALL[..cut], &ALL[cut..], &format!("---{}<style>{}", &ALL[..cut], &ALL[cut..])] {
                    let (facts, error) = crate::read::read(&File { path, text });
                    assert!(
                        error.is_none() && facts.iter().all(|fact| fact.line as usize <= text.lines().count().max(1))
                    );
                }
            }
        }
    }
}
