//! The scripts of a `package.json`: which programs they run, and which variables they set
//! and read. The values that they set are not kept.
//!
//! Commands are taken apart as a shell does, as far as the names of programs need it. Programs that only start another one
//! (`npx`, `cross-env`, `dotenv --`) give way to it.

use super::json::Text;
use super::npm::split_version;
use crate::facts::{Sink, What};
use crate::order::Arrange;
use crate::path;
use crate::redact::redact;
use std::ops::Range;

/// Words of the shell itself.
const BUILTINS: &[&str] = &[
    ":", "[", "[[", "break", "case", "cd", "continue", "done", "echo", "esac", "eval", "exit", "export", "false", "fi",
    "for", "popd", "printf", "pushd", "return", "set", "shift", "source", "test", "trap", "true", "unset", "wait", "}",
];

/// Words behind which another command begins.
const BEFORE_A_COMMAND: &[&str] =
    &["!", "command", "do", "elif", "else", "exec", "if", "nohup", "sudo", "then", "time", "until", "while", "{"];

/// Programs that start the one behind their own options: each with its options that take a value.
const STARTERS: &[(&str, &[&str])] = &[
    ("bunx", &["-p", "--package"]),
    ("cross-env", &[]),
    ("cross-env-shell", &[]),
    ("env", &["-u", "-C"]),
    ("env-cmd", &["-f", "--file", "-e", "--environments", "-r", "--rc-file"]),
    ("npx", &["-p", "--package", "--node-options", "-w", "--workspace"]),
    ("pnpx", &["-p", "--package"]),
];

/// Programs that start another one by a word of theirs.
const STARTER_WORDS: &[(&str, &[&str])] =
    &[("bun", &["x"]), ("npm", &["exec", "x"]), ("pnpm", &["dlx", "exec"]), ("yarn", &["dlx", "exec"])];

/// Programs that start the one behind a `--`. They are services' or tools' own programs, and are told too.
const STARTERS_BY_DASHES: &[&str] =
    &["aws-vault", "chamber", "doppler", "dotenv", "dotenvx", "infisical", "op", "phase", "sst", "varlock", "with-env"];

/// Programs whose quoted arguments are commands.
const COMMANDS_INSIDE: &[&str] = &["bash", "concurrently", "conc", "sh", "start-server-and-test", "wsrun", "zsh"];

/// Words in the name of an option or variable that say that its value is a secret. The values of variables in capitals are
/// dropped whatever their name.
const SECRET_WORDS: &[&str] = &["auth", "credential", "key", "pass", "pwd", "secret", "token"];

/// Most programs and variables told of one script. A longer list is no script.
const MOST: usize = 100;

/// How deep commands in quotes within commands are followed.
const DEPTH: usize = 4;

/// A word of a command: its place in the script, without quotes around it.
type Word = Range<usize>;

/// A script as far as it was taken apart.
struct Script<'t> {
    text: &'t str,
    /// What it runs, sets and reads, each once.
    told: Vec<(Range<usize>, What)>,
    /// Values that nobody may keep.
    values: Vec<Range<usize>>,
}

/// Tells what a script runs, sets and reads, each program and variable once.
pub fn read(text: &Text<'_>, sink: &mut Sink<'_>) {
    let mut script = Script { text: &text.value, told: Vec::new(), values: Vec::new() };
    script.commands(0..script.text.len(), 0);
    script.variables();
    let excerpt = (!script.values.is_empty()).then(|| script.without_values());
    for (at, what) in script.told {
        match &excerpt {
            Some(excerpt) => sink.push_named(text.part(at), what, excerpt),
            None => sink.push(text.part(at), what),
        }
    }
}

impl<'t> Script<'t> {
    /// Takes apart the text in `range`, `depth` quotes deep.
    fn commands(&mut self, range: Range<usize>, depth: usize) {
        let bytes = self.text.as_bytes();
        let mut words: Vec<Word> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match bytes[at] {
                b'&' | b'|' | b';' | b'\n' | b'(' | b')' => {
                    self.command(&words, depth);
                    words.clear();
                    at += 1;
                }
                byte if byte.is_ascii_whitespace() => at += 1,
                b'#' => at = memchr::memchr(b'\n', &bytes[at..range.end]).map_or(range.end, |i| at + i),
                _ => {
                    let end = word_end(&bytes[..range.end], at);
                    words.push(unquoted(bytes, at..end));
                    at = end;
                }
            }
        }
        self.command(&words, depth);
    }

    /// Tells the variables and programs of one command.
    fn command(&mut self, words: &[Word], depth: usize) {
        self.note_values(words);
        let text = self.text;
        let word = |i: usize| words.get(i).and_then(|word| text.get(word.clone())).unwrap_or("");
        let mut first = 0;
        // Whether the program comes from a package, and may carry a version.
        let mut packaged = false;
        let program = loop {
            let current = word(first);
            if current.is_empty() {
                return;
            }
            if let Some(name) = assigned(current) {
                let start = words[first].start;
                let has_value = !current[name.len() + 1..].trim_matches(['"', '\'']).is_empty();
                let what = What::EnvDeclared { name: name.to_owned(), has_value };
                self.tell(start..start + name.len(), what);
                first += 1;
                continue;
            }
            let exports = matches!(current, "export" | "set") && assigned(word(first + 1)).is_some();
            if exports || BEFORE_A_COMMAND.contains(&current) {
                first += 1;
                continue;
            }
            let name = path::name(current);
            let options = if let Some((_, options)) = STARTERS.iter().find(|(starter, _)| *starter == name) {
                first += 1;
                *options
            } else if let Some((_, starter_words)) = STARTER_WORDS.iter().find(|(starter, _)| *starter == name) {
                let Some(skip) = (1..4).find(|i| starter_words.contains(&word(first + i))) else { break name };
                first += skip + 1;
                &["-p", "--package", "-F", "--filter"]
            } else {
                break name;
            };
            packaged |= !matches!(name, "cross-env" | "cross-env-shell" | "env" | "env-cmd");
            while word(first).starts_with('-') {
                first += if options.contains(&word(first)) { 2 } else { 1 };
            }
        };
        let rest = first + 1;
        if STARTERS_BY_DASHES.contains(&program)
            && depth < DEPTH
            && let Some(dashes) = (rest..words.len()).find(|i| word(*i) == "--")
        {
            self.command(&words[dashes + 1..], depth + 1);
        } else if COMMANDS_INSIDE.contains(&program) && depth < DEPTH {
            for inner in words.iter().skip(rest) {
                if text.get(inner.clone()).is_some_and(|text| text.contains(' ')) {
                    self.commands(inner.clone(), depth + 1);
                }
            }
        }
        let program = if packaged || program.contains('@') { packaged_name(word(first), program) } else { program };
        if BUILTINS.contains(&program) || !program.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@') {
            return;
        }
        let start = words[first].start + word(first).rfind(program).unwrap_or(0);
        self.tell(start..start + program.len(), What::Command { program: program.to_owned() });
    }

    /// Tells the variables that the script takes from its environment, `$PORT` or `${PORT:-3000}`. The names of npm's own
    /// and of a script's local ones are in lower case.
    fn variables(&mut self) {
        let text = self.text;
        for dollar in memchr::memchr_iter(b'$', text.as_bytes()) {
            let rest = &text[dollar + 1..];
            let bare = rest.strip_prefix('{').unwrap_or(rest);
            let end = bare.bytes().position(|b| !(b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'));
            let (name, behind) = bare.split_at(end.unwrap_or(bare.len()));
            let is_set = |(_, what): &(_, What)| matches!(what, What::EnvDeclared { name: set, .. } if set == name);
            if !name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
                || behind.starts_with(|c: char| c.is_ascii_lowercase())
                || name.len() < 2
                || self.told.iter().any(is_set)
            {
                continue;
            }
            let has_default = bare.len() < rest.len() && behind.starts_with([':', '-', '=']);
            let start = text.len() - bare.len();
            let required = has_default.then_some(false);
            self.tell(start..start + name.len(), What::EnvRead { name: name.to_owned(), required });
        }
    }

    fn tell(&mut self, at: Range<usize>, what: What) {
        if self.told.len() < MOST && !self.told.iter().any(|(_, known)| *known == what) {
            self.told.push((at, what));
        }
    }

    /// Notes the values of `NAME=value`, `--token=value` and `--token value` anywhere in a command.
    fn note_values(&mut self, words: &[Word]) {
        let mut behind_secret = false;
        for word in words {
            let text = self.text.get(word.clone()).unwrap_or("");
            let is_option = text.starts_with('-');
            if behind_secret && !is_option {
                self.values.push(word.clone());
            }
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            let lower = name.to_ascii_lowercase();
            let secret = SECRET_WORDS.iter().any(|word| lower.contains(word));
            let variable = assigned(text).is_some() && lower != name;
            if (variable || secret) && !value.is_empty() && !name.contains(' ') {
                let start = word.end - value.len();
                // A word in quotes may be a command of its own: its value ends at a space.
                let quoted = word.start > 0 && matches!(self.text.as_bytes()[word.start - 1], b'"' | b'\'');
                let length = if quoted { value.find(' ') } else { None };
                self.values.push(start..start + length.unwrap_or(value.len()));
            }
            behind_secret = is_option && secret && value.is_empty();
        }
    }

    /// The script, with `…` for the values that nobody may keep.
    fn without_values(&mut self) -> String {
        self.values.arrange_by_key(|value| value.start);
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for value in &self.values {
            if value.start >= at {
                out.push_str(self.text.get(at..value.start).unwrap_or(""));
                out.push('…');
            }
            at = at.max(value.end);
        }
        out.push_str(self.text.get(at..).unwrap_or(""));
        redact(&out)
    }
}

/// The end of the word that begins at `at`: quotes keep it together, and so do `$(…)` and `${…}`.
fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            quote @ (b'"' | b'\'' | b'`') => {
                at = memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |i| at + 1 + i + 1);
            }
            b'\\' => at = (at + 2).min(bytes.len()),
            b'$' if matches!(bytes.get(at + 1), Some(b'(' | b'{')) => {
                let close = if bytes[at + 1] == b'(' { b')' } else { b'}' };
                at = memchr::memchr(close, &bytes[at..]).map_or(bytes.len(), |i| at + i + 1);
            }
            b'&' | b'|' | b';' | b'(' | b')' => break,
            byte if byte.is_ascii_whitespace() => break,
            _ => at += 1,
        }
    }
    at
}

fn unquoted(bytes: &[u8], word: Word) -> Word {
    match (bytes.get(word.start), word.end.checked_sub(1).and_then(|last| bytes.get(last))) {
        (Some(quote @ (b'"' | b'\'')), Some(last)) if quote == last && word.len() >= 2 => word.start + 1..word.end - 1,
        _ => word,
    }
}

/// The program that a package runs, without version: of `prisma@5` `prisma`, of `@sentry/wizard@latest` `@sentry/wizard`.
fn packaged_name<'a>(word: &'a str, name: &'a str) -> &'a str {
    let whole = if word.starts_with('@') { word } else { name };
    split_version(whole).map_or(whole, |(name, _)| name)
}

/// The variable of `NAME=value`.
fn assigned(word: &str) -> Option<&str> {
    let (name, _) = word.split_once('=')?;
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    valid.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(script: &str) -> Vec<String> {
        let text = Text::whole(script);
        let mut sink = Sink::new(script);
        read(&text, &mut sink);
        sink.facts().iter().map(|fact| format!("{} @{}", fact.what, fact.matched)).collect()
    }

    #[test]
    fn programs_stand_behind_what_only_starts_them() {
        for (script, programs) in [
            ("tsc && next build; eslint .", "tsc next eslint"),
            ("cd server && npx --yes prisma@5 migrate deploy", "prisma"),
            ("npx -p @sentry/cli sentry-cli releases new", "sentry-cli"),
            ("npx @sentry/wizard@latest -i nextjs", "@sentry/wizard"),
            ("pnpm --filter web exec wrangler deploy", "wrangler"),
            ("yarn dlx supabase start", "supabase"),
            ("bun x drizzle-kit push", "drizzle-kit"),
            ("npm run build -- --watch", "npm"),
            ("./node_modules/.bin/firebase deploy", "firebase"),
            ("doppler run -- next dev", "doppler next"),
            ("dotenv -e .env.test -- vitest", "dotenv vitest"),
            ("concurrently -n a,b \"next dev\" 'stripe listen --forward-to x'", "concurrently next stripe"),
            ("sh -c 'if [ -f x ]; then flyctl deploy; fi'", "sh flyctl"),
            ("echo \"a && b\" > x | tee y", "tee"),
            ("$npm_execpath run x & \"", ""),
        ] {
            let mut commands: Vec<_> = found(script)
                .iter()
                .filter_map(|f| f.strip_prefix("command ")?.split(' ').next().map(str::to_owned))
                .collect();
            let mut programs: Vec<_> = programs.split_whitespace().map(str::to_owned).collect();
            commands.sort();
            programs.sort();
            assert_eq!(commands, programs, "{script}");
        }
    }

    #[test]
    fn variables_that_a_script_sets_are_declared() {
        assert_eq!(
            found("cross-env NODE_ENV=production API_KEY= node x --a=b && export TZ=UTC && set CI=1&& jest"),
            [
                "env-declared NODE_ENV = @NODE_ENV",
                "env-declared API_KEY @API_KEY",
                "command node @node",
                "env-declared TZ = @TZ",
                "env-declared CI = @CI",
                "command jest @jest"
            ]
        );
    }

    #[test]
    fn values_are_never_kept() {
        for script in [
            "API_TOKEN=hunter2 node x",
            "cross-env Db_Pass='hunter2' next dev",
            "doppler run -- sh -c 'X_KEY=hunter2 node x'",
            "docker run -e TOKEN=hunter2 postgres",
            "sentry-cli --auth-token hunter2 releases",
            "sentry-cli --auth-token=\"hunter2 hunter2\" releases && é",
            "psql postgres://app:hunter2@db/app",
            "concurrently \"A_KEY=hunter2 x\" \"B=hunter2 y\"",
        ] {
            let mut sink = Sink::new(script);
            read(&Text::whole(script), &mut sink);
            assert!(!sink.facts().is_empty());
            for fact in sink.facts() {
                assert!(!format!("{fact:?}").contains("hunter2"), "{fact:?}");
                assert!(!fact.excerpt.is_empty() && !fact.matched.is_empty(), "{fact:?}");
            }
        }
    }

    #[test]
    fn variables_that_a_script_reads_are_told() {
        assert_eq!(
            found("TAG=1 && psql $DATABASE_URL && next start -p ${PORT:-3000} $npm_package_name $TAG $1 $(x) $"),
            [
                "env-declared TAG = @TAG",
                "command psql @psql",
                "command next @next",
                "env-read DATABASE_URL @DATABASE_URL",
                "env-read PORT optional @PORT"
            ]
        );
    }

    #[test]
    fn tables_are_sorted() {
        assert!(
            BUILTINS.is_sorted()
                && BEFORE_A_COMMAND.is_sorted()
                && STARTERS_BY_DASHES.is_sorted()
                && SECRET_WORDS.is_sorted()
        );
    }
}
