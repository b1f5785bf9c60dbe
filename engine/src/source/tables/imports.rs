//! Imports: `import com.stripe.Stripe;`, `using Stripe;`, `use Stripe\StripeClient;`, `alias Stripe.Charge`; and, where a
//! language needs none, the names by which code uses a module: `Stripe::Charge.create`.

use super::Scan;
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::source::lex::Kind;
use std::collections::HashSet;

/// Most segments of a module's path, and most modules of one file.
const MOST: usize = 256;

/// How a language imports.
#[derive(Debug)]
pub struct Imports {
    /// Whose modules they are; without one nothing is looked for.
    pub ecosystem: Option<Ecosystem>,
    /// Words in front of a module's path.
    pub words: &'static [&'static str],
    /// What parts the segments of a path.
    pub separator: &'static str,
    /// Which segments are the module's.
    pub keep: Keep,
    /// How paths are known that no import precedes.
    pub inline: Inline,
    /// Words in front of the path of what the file itself is part of.
    pub own: &'static [&'static str],
    /// How many of that path's first segments are the code base's own.
    pub own_segments: usize,
    /// What comes with the language, and what nearly every file imports, with what is below it; where `!` stands behind,
    /// only itself. Sorted.
    pub common: &'static [&'static str],
}

impl Imports {
    /// A language whose imports are not looked for.
    pub const NONE: Imports = Imports {
        ecosystem: None,
        words: &[],
        separator: ".",
        keep: Keep::All,
        inline: Inline::Never,
        own: &[],
        own_segments: 1,
        common: &[],
    };
}

/// Which segments of a path name the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All.
    All,
    /// All in front of the first that begins with a capital, which is a class.
    Packages,
    /// All but the last, where there are several.
    Parents,
    /// The first three.
    Three,
    /// The first.
    First,
}

/// How paths are known that no import precedes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// They are not.
    Never,
    /// They begin with a capital: Elixir's modules, and Ruby's.
    Capital,
    /// They begin with the separator: `new \Stripe\StripeClient`.
    Rooted,
    /// They begin with a small letter and have a separator: `stripe::Client`.
    Small,
}

/// What is kept of a file's imports.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Modules seen, each with its bytes.
    modules: Vec<(usize, usize, &'a str)>,
    seen: HashSet<&'a str>,
    /// What the file itself is part of.
    own: Vec<&'a str>,
    /// Names that mean something else in this file.
    pub locals: HashSet<&'a str>,
    /// The token up to which names belong to an import.
    to: usize,
}

/// Members by which code sets a client up, so that the name in front of one alone may be a vendor's; sorted.
const SETTING_UP: &[&str] = &["api_key", "config", "configuration", "configure", "connect", "init", "new", "setup"];

/// At any name.
pub fn name_at<'a>(scan: &mut Scan<'a>, i: usize, name: &'a str) {
    let imports = &scan.table.imports;
    let Some(_) = imports.ecosystem else { return };
    if imports.words.contains(&name) {
        import_at(scan, i);
    } else if imports.own.contains(&name) {
        if let Some((start, end, _)) = path(scan, i + 1) {
            let text = scan.code.text.get(start..end).unwrap_or("");
            let own = segments(text, imports.separator, imports.own_segments);
            if scan.imports.own.len() < MOST && !scan.imports.own.contains(&own) {
                scan.imports.own.push(own);
            }
        }
    } else if imports.inline != Inline::Never && i >= scan.imports.to {
        inline_at(scan, i, name);
    }
}

/// At a word that imports.
fn import_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let imports = &scan.table.imports;
    // A member, a key or a label of that name.
    if i > 0 && matches!(code.kind(i - 1), Some(Kind::Punct(b'.' | b'$' | b'>')))
        || code.punct(i + 1, b':') && imports.separator != "::"
    {
        return;
    }
    let mut at = i + 1;
    while code.name(at).is_some_and(|word| {
        matches!(
            word,
            "static" | "function" | "const" | "struct" | "class" | "enum" | "protocol" | "func" | "typealias"
        )
    }) && code.name(at + 1).is_some()
    {
        at += 1;
    }
    // `using Charge = Stripe.Charge;`
    if code.punct(at + 1, b'=') {
        at += 2;
    }
    let Some((start, end, next)) = path(scan, at) else { return };
    // `using var x = …`, `using (…)`, `use (…)` import nothing.
    if name_follows(scan, next) {
        return;
    }
    scan.imports.to = next;
    if imports.inline == Inline::Small {
        // All that the statement names means what it brings in, but for the crate itself.
        let stop = (at + 1..code.len().min(at + 400)).find(|&k| code.punct(k, b';')).unwrap_or(at + 1);
        scan.imports.to = stop;
        for k in at + 1..stop {
            if let Some(name) = code.name(k).filter(|_| scan.imports.locals.len() < MOST * 4) {
                scan.imports.locals.insert(name);
            }
        }
    }
    add(scan, start, end);
}

/// Whether another name stands behind the path, other than one that goes on with the import.
fn name_follows(scan: &Scan<'_>, next: usize) -> bool {
    let code = scan.code;
    let goes_on = |name: &str| matches!(name, "as" | "for" | "hiding" | "only" | "except" | "import" | "with");
    let same_line = |k: usize| {
        let (from, to) = (code.range(k.saturating_sub(1)).end, code.range(k).start);
        code.text.get(from..to).is_some_and(|between| !between.contains('\n'))
    };
    code.name(next).is_some_and(|name| !goes_on(name) && same_line(next))
}

/// At a name that may begin a path by itself.
fn inline_at<'a>(scan: &mut Scan<'a>, i: usize, name: &'a str) {
    let code = scan.code;
    let imports = &scan.table.imports;
    let separator = imports.separator.as_bytes();
    let parted = |at: usize| (0..).zip(separator).all(|(k, &byte)| code.punct(at + k, byte));
    let before = |byte: u8| i > 0 && code.punct(i - 1, byte);
    let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    let begins = match imports.inline {
        Inline::Capital => {
            let bare = capital && !before(b'.') && !before(b':') && !before(b'@') && !before(b'%');
            let member = if separator == b"::" {
                // Ruby's own classes have members as well: one segment counts where it is set up.
                parted(i + 1) && code.name(i + 3).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_uppercase()))
                    || code.punct(i + 1, b'.')
                        && code.name(i + 2).is_some_and(|next| SETTING_UP.binary_search(&next).is_ok())
            } else {
                code.punct(i + 1, b'.')
            };
            bare && member || capital && before(b'%') && code.punct(i + 1, b'.')
        }
        Inline::Rooted => {
            before(b'\\')
                && !(i > 1
                    && code
                        .name(i - 2)
                        .is_some_and(|word| code.range(i - 2).end == code.range(i - 1).start && !matches!(word, "new")))
                && capital
        }
        Inline::Small => !capital && parted(i + 1) && !before(b':') && !before(b'.') && !before(b'$'),
        Inline::Never => false,
    };
    if begins && let Some((start, end, next)) = path(scan, i) {
        scan.imports.to = next;
        add(scan, start, end);
    }
}

/// The path that begins at token `i`: its bytes, and the token behind it.
fn path(scan: &Scan<'_>, i: usize) -> Option<(usize, usize, usize)> {
    let code = scan.code;
    let separator = scan.table.imports.separator.as_bytes();
    let parted = |at: usize| (0..).zip(separator).all(|(k, &byte)| code.punct(at + k, byte));
    let mut at = if parted(i) { i + separator.len() } else { i };
    code.name(at)?;
    let start = code.range(at).start;
    let mut end = code.range(at).end;
    at += 1;
    let mut count = 1;
    while parted(at) && code.range(at).start == end && count < MOST {
        let next = at + separator.len();
        // A module's function: `Stripe.charge()`.
        let small = code.name(next).is_some_and(|name| !name.starts_with(|c: char| c.is_ascii_uppercase()));
        if small && scan.table.imports.inline == Inline::Capital {
            break;
        }
        if code.name(next).is_none() || code.range(next).start != end + separator.len() {
            break;
        }
        end = code.range(next).end;
        at = next + 1;
        count += 1;
    }
    Some((start, end, at))
}

/// The first `count` segments of a path.
fn segments<'a>(path: &'a str, separator: &str, count: usize) -> &'a str {
    path.match_indices(separator).nth(count.saturating_sub(1)).map_or(path, |(at, _)| &path[..at])
}

/// Keeps the module of the path in these bytes.
fn add(scan: &mut Scan<'_>, start: usize, end: usize) {
    let imports = &scan.table.imports;
    let Some(path) = scan.code.text.get(start..end) else { return };
    let separator = imports.separator;
    let module = match imports.keep {
        Keep::All => path,
        Keep::First => segments(path, separator, 1),
        Keep::Three => segments(path, separator, 3),
        // `use Twilio\Rest\{Client, Api};` names parents alone.
        Keep::Parents if scan.code.text.get(end..).is_some_and(|rest| rest.starts_with(separator)) => path,
        Keep::Parents => path.rsplit_once(separator).map_or(path, |(parents, _)| parents),
        Keep::Packages => {
            let mut length = 0;
            for segment in path.split(separator) {
                if segment == "_" || segment.starts_with(|c: char| c.is_ascii_uppercase()) {
                    break;
                }
                length += segment.len() + separator.len();
            }
            path.get(..length.saturating_sub(separator.len()).min(path.len())).unwrap_or("")
        }
    };
    if !module.is_empty() && scan.imports.modules.len() < MOST && scan.imports.seen.insert(module) {
        scan.imports.modules.push((start, end, module));
    }
}

/// At a string or name that a pattern says is a module.
pub fn module_at<'a>(scan: &mut Scan<'a>, i: usize, ecosystem: Ecosystem, module: &'a str) -> bool {
    let outside = !module.is_empty() && module.len() <= 120 && !module.starts_with(['.', '/', '~']);
    if outside && scan.table.imports.common.binary_search(&module).is_err() && scan.imports.seen.insert(module) {
        scan.push(i, What::Import { ecosystem, module: module.to_owned() });
    }
    outside
}

/// At the file's end: what others' modules it imports.
pub fn finish(scan: &mut Scan<'_>) {
    let imports = &scan.table.imports;
    let Some(ecosystem) = imports.ecosystem else { return };
    let found = std::mem::take(&mut scan.imports);
    for (start, end, module) in found.modules {
        let root = segments(module, imports.separator, 1);
        let own = found.own.iter().any(|own| is_below(module, own, imports.separator) || related(root, own));
        let local = found.locals.contains(root);
        if !own && !local && !is_common(module, imports) {
            scan.push_at(start..end, What::Import { ecosystem, module: module.to_owned() });
        }
    }
}

/// Whether `module` is `parent` or below it.
fn is_below(module: &str, parent: &str, separator: &str) -> bool {
    module.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

/// Whether two modules are parts of one Phoenix application: `Shop` and `ShopWeb`.
fn related(root: &str, own: &str) -> bool {
    let stem = |name: &'_ str| -> usize { name.strip_suffix("Web").map_or(name.len(), str::len) };
    stem(own) >= 3 && root.get(..stem(root)) == own.get(..stem(own)) && !own.contains('.')
}

/// Whether a module, or one that it is below, is listed as common.
fn is_common(module: &str, imports: &Imports) -> bool {
    let listed = |name: &str| imports.common.binary_search(&name).is_ok();
    let ends = module.match_indices(imports.separator).map(|(at, _)| at).chain([module.len()]);
    for end in ends {
        if module.get(..end).is_some_and(listed) {
            return true;
        }
    }
    imports.common.binary_search_by(|row| row.strip_suffix('!').unwrap_or(row).cmp(module)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(SETTING_UP.is_sorted());
    }

    #[test]
    fn modules_are_related() {
        assert!(related("ShopWeb", "Shop") && related("Shop", "ShopWeb") && !related("Stripe", "Shop"));
        assert!(is_below("com.acme.x", "com.acme", ".") && !is_below("com.acmex", "com.acme", "."));
        assert_eq!((segments("a.b.c", ".", 2), segments("a", ".", 2)), ("a.b", "a"));
    }
}
