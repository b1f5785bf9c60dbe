//! Defaults that a document gives to variables, held against those in the code.

use super::check::{Answer, Check, Said};
use super::{Checked, Verdict};
use crate::audit::{Claim, ClaimKind, Document, Place};
use crate::facts::{Fact, What};
use crate::path::Role;
use std::collections::HashMap;

/// Longest default that is compared, in bytes.
const LONGEST: usize = 80;

/// How far behind a variable its default may stand in a document, in bytes.
const REACH: usize = 160;

/// The claims of defaults that can be told to hold or not.
pub fn checked(check: &Check<'_>, document: &Document) -> Vec<Checked> {
    let claims = claims(document);
    if claims.is_empty() {
        return Vec::new();
    }
    let reads = reads(check, &claims);
    let mut out = Vec::new();
    for claim in &claims {
        let said = Said { claim, clause: check.clauses.of(claim) };
        let Some(reads) = reads.get(claim.subject.as_str()) else { continue };
        if let Some(answer) = answer(reads, claim) {
            // A template may turn it on.
            let set = || check.env.get(claim.subject.as_str()).is_some_and(|known| !known.declared.is_empty());
            if answer.verdict == Verdict::Contradicted && claim.value == "default true" && set() {
                continue;
            }
            let answer = super::denied(said, answer);
            if answer.verdict != Verdict::NotChecked {
                out.push(super::to_checked(said, answer));
            }
        }
    }
    out
}

/// A place that reads a variable.
type Read<'a> = (&'a Fact, Option<bool>, Place);

/// Where product code reads the variables of the claims.
fn reads<'a>(check: &Check<'a>, claims: &[Claim]) -> HashMap<String, Vec<Read<'a>>> {
    let mut out: HashMap<String, Vec<Read<'a>>> =
        claims.iter().map(|claim| (claim.subject.clone(), Vec::new())).collect();
    for file in check.code.files.iter().filter(|file| file.role == Role::Product) {
        for fact in &file.facts {
            if let What::EnvRead { name, required } = &fact.what
                && let Some(reads) = out.get_mut(name)
            {
                reads.push((fact, *required, Place { path: file.path.clone(), line: fact.line }));
            }
        }
    }
    out
}

/// Whether every place that reads a variable gives it a default that is not empty.
pub fn given(check: &Check<'_>, name: &str) -> bool {
    let files = check.code.files.iter().filter(|file| file.role == Role::Product);
    let mut reads = files
        .flat_map(|file| &file.facts)
        .filter(|fact| matches!(&fact.what, What::EnvRead { name: read, .. } if read == name))
        .peekable();
    let quoted = |fact: &Fact| {
        let behind = fact.excerpt.split_once(name).map_or("", |(_, behind)| behind);
        let rest = behind.trim_start_matches(['"', '\'', '`', ']', ')', ' ']);
        let value = ["||", "??", ","].iter().find_map(|by| rest.strip_prefix(by)).map_or("", str::trim_start);
        let inner = value.strip_prefix(['"', '\'', '`']);
        inner.is_some_and(|inner| !inner.starts_with(['"', '\'', '`']))
            || value.starts_with(|c: char| c.is_ascii_digit())
    };
    reads.peek().is_some() && reads.all(quoted)
}

fn answer(reads: &[Read<'_>], claim: &Claim) -> Option<Answer> {
    let (_, _, first) = reads.first()?;
    let wanted = claim.value.strip_prefix("default ")?;
    let found: Vec<(Option<String>, &Place)> =
        reads.iter().map(|(fact, _, place)| (default_of(&fact.excerpt, &claim.subject), place)).collect();
    // However the line comes to it, it names it.
    let compared = |fact: &Fact| fact.excerpt.contains("===") || fact.excerpt.contains("!==");
    let bool = matches!(wanted, "true" | "false");
    let names = |fact: &Fact| wanted.len() > 2 && fact.excerpt.contains(wanted) && !(bool && compared(fact));
    if let Some((_, _, place)) = reads.iter().find(|(fact, ..)| names(fact)) {
        return Some(Answer::confirmed(Some(place.clone())));
    }
    if let Some((_, place)) = found.iter().find(|(default, _)| default.as_deref().is_some_and(|has| same(has, wanted)))
    {
        return Some(Answer::confirmed(Some((*place).clone())));
    }
    if let Some((condition, place)) =
        reads.iter().find_map(|(fact, _, place)| Some((hangs_on(fact, claim, wanted)?, place)))
    {
        return Some(Answer::contradicted(format!("only where {condition} holds, too"), Some(place.clone())));
    }
    // Code that stops without it has no default at all.
    let must = |fact: &Fact| fact.excerpt.contains("must") || fact.excerpt.contains("Must");
    let fails = reads.iter().any(|(fact, required, _)| *required == Some(true) || must(fact));
    let softly = reads.iter().any(|(_, required, _)| *required == Some(false));
    if fails && !softly && found.iter().all(|(default, _)| default.is_none()) {
        return Some(Answer::contradicted("the code has no default and fails without it", Some(first.clone())));
    }
    // One place whose default nobody sees may have it.
    let seen: Option<Vec<&String>> = found.iter().map(|(default, _)| default.as_ref()).collect();
    let (default, place) = (seen?.first()?.as_str(), found.first()?.1);
    // What stands behind another "or" is the last resort.
    let chained =
        |fact: &Fact| [" or ", "||", "??"].iter().map(|by| fact.excerpt.matches(by).count()).sum::<usize>() > 1;
    // What counts as nothing is followed by what does the work, unless it is what a comparison gives.
    let is_off = default == "false" && wanted == "true" && reads.iter().all(|(fact, ..)| compared(fact));
    let telling = (is_off || !matches!(default, "" | "0" | "false"))
        && comparable(default, wanted)
        && !reads.iter().any(|(fact, ..)| chained(fact));
    telling.then(|| Answer::contradicted(format!("the code's default is {default}"), Some(place.clone())))
}

/// What else has to hold for a switch that is on unless it is turned off: `HAS_KEY && process.env.X !== 'false'`.
fn hangs_on<'f>(fact: &'f Fact, claim: &Claim, wanted: &str) -> Option<&'f str> {
    let (before, behind) = fact.excerpt.rsplit_once(claim.subject.as_str())?;
    let rest = behind.trim_start_matches(['"', '\'', '`', ']', ' ']);
    let value = rest.strip_prefix("!==").or_else(|| rest.strip_prefix("!="))?.trim_start();
    let on = literal(value, false).is_some_and(|value| value == "false");
    let (_, last) = before.rsplit_once('=').map_or(("", before), |(_, last)| ("", last));
    let (condition, _) = last.split_once("&&")?;
    let condition = condition.trim();
    let name = condition.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    (wanted == "true" && on && name && !condition.is_empty()).then_some(condition)
}

/// Whether two defaults are of one sort, so that they differ if they are not the same.
fn comparable(a: &str, b: &str) -> bool {
    let sort = |text: &str| {
        let text = text.trim();
        if text.parse::<f64>().is_ok() {
            0
        } else if matches!(text.to_ascii_lowercase().as_str(), "true" | "false") {
            1
        } else {
            2
        }
    };
    // Of texts only single words; a path or a name with blanks may be written in two ways.
    let word = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    sort(a) == sort(b) && (sort(a) < 2 || word(a) && word(b))
}

fn same(a: &str, b: &str) -> bool {
    let tidy = |text: &str| text.trim().trim_end_matches('/').replace('_', "").to_ascii_lowercase();
    let number = |text: &str| text.replace('_', "").parse::<f64>().ok();
    tidy(a) == tidy(b) || number(a).is_some() && number(a) == number(b)
}

/// The defaults that a document gives to the variables that it claims: as claims with `default …` as their value.
pub fn claims(document: &Document) -> Vec<Claim> {
    let env: Vec<&Claim> = document.claims.iter().filter(|claim| claim.kind == ClaimKind::Env).collect();
    let mut out = Vec::new();
    for (index, claim) in env.iter().enumerate() {
        let next = env.get(index + 1).map_or(usize::MAX, |next| next.start as usize);
        if claim.subject.ends_with('*') {
            continue;
        }
        if let Some(value) = default_up_to(document, claim, next) {
            out.push(Claim { value: format!("default {value}"), ..(*claim).clone() });
        }
    }
    out
}

/// The default that a document gives to one variable, up to the next one.
fn default_up_to(document: &Document, claim: &Claim, next: usize) -> Option<String> {
    let end = claim.end as usize;
    let mut to = next.min(end.saturating_add(REACH)).min(document.text.len());
    while !document.text.is_char_boundary(to) {
        to -= 1;
    }
    let behind = document.text.get(end..to)?.split('\n').next().unwrap_or("");
    // "`MODE=fast` (default)" says the value itself.
    let set = behind.strip_prefix('=').map(|rest| rest.split(['`', ' ', ',', ')']).next().unwrap_or(""));
    if let Some(set) = set.filter(|_| behind.contains("(default)") || behind.contains("(default for")) {
        return value(set);
    }
    if behind.contains("default for") {
        return None;
    }
    said_default(behind)
}

/// The default that words name: `(default: 3600)`, "defaults to `local`", "`local` (default)".
fn said_default(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("(default)").or_else(|| lower.find("(default,")) {
        let before = text.get(..at)?.trim_end();
        let word = before.rsplit([' ', '-', '(', '|', ',']).next().unwrap_or("");
        return value(word);
    }
    let at = lower.find("default")?;
    // "If it is empty, defaults to" speaks of something else.
    if [" is ", " if ", " when "].iter().any(|word| lower.get(..at).is_some_and(|before| before.contains(word))) {
        return None;
    }
    let rest = text.get(at + "default".len()..)?;
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let rest = rest.trim_start_matches([':', '=', ' ']);
    let rest = ["to ", "is ", "value ", "of "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    // A sentence about a default names none.
    let open = rest.chars().next()?;
    match open {
        '`' | '"' | '\'' => {
            let inner = rest.get(1..)?.split(open).next()?;
            value(inner.trim_matches(['"', '\'']))
        }
        _ => {
            let word = rest.split([',', ';', ')', '|', ' ']).next()?;
            let alone = rest
                .get(word.len()..)
                .is_some_and(|after| after.trim_start().is_empty() || after.starts_with([')', ',', ';']));
            let plain = word.parse::<f64>().is_ok() || matches!(word.to_ascii_lowercase().as_str(), "true" | "false");
            (plain || alone).then_some(word).and_then(value)
        }
    }
}

/// A value that can be compared.
fn value(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['`', '"', '\'', '*']);
    let vague = matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "none" | "empty" | "unset" | "no" | "yes" | "off" | "on" | "not"
    );
    let open = text.contains(['<', '{', '$', '…', '(']) || text.contains("...");
    (!vague && !open && text.len() <= LONGEST).then(|| text.to_owned())
}

/// The default that a line of code gives to a variable; `None` where it shows none, or one that is no literal.
fn default_of(line: &str, name: &str) -> Option<String> {
    // What else has to hold is no default.
    if line.contains("&&") {
        return None;
    }
    let at = line.find(name).or_else(|| line.to_ascii_lowercase().find(&name.to_ascii_lowercase()))?;
    let behind = line.get(at + name.len()..)?;
    let rest = behind.trim_start_matches(['"', '\'', '`', ']']).trim_start();
    let chained = rest.trim_start_matches(')').trim_start();
    for (text, operator) in [(chained, "||"), (chained, "??"), (rest, ","), (rest, ":-"), (rest, ":=")] {
        if let Some(value) = text.strip_prefix(operator) {
            // `${NAME:-value}` has no quotes.
            let bare = operator.starts_with(':');
            return literal(value.trim_start(), bare);
        }
    }
    if let Some(rest) = chained.strip_prefix("===").or_else(|| chained.strip_prefix("==")) {
        return is_true(rest).then(|| "false".to_owned());
    }
    if let Some(rest) = chained.strip_prefix("!==").or_else(|| chained.strip_prefix("!=")) {
        return literal(rest.trim_start(), false).filter(|value| value == "false").map(|_| "true".to_owned());
    }
    if let Some(at) = behind.find(".default(") {
        return literal(behind.get(at + ".default(".len()..)?.trim_start(), false);
    }
    // A field of a settings class: `token_ttl: int = 60`.
    let typed = rest.strip_prefix(':')?;
    let (kind, value) = typed.split_once('=')?;
    let is_type = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '[' | ']' | '|' | '_' | ','));
    if is_type { literal(value.trim_start(), false) } else { None }
}

fn is_true(text: &str) -> bool {
    literal(text.trim_start(), false).is_some_and(|value| value == "true")
}

/// The literal that a text begins with, without its quotes.
fn literal(text: &str, bare: bool) -> Option<String> {
    let open = text.chars().next()?;
    let inner = match open {
        '"' | '\'' | '`' => text.get(1..)?.split_once(open)?.0,
        _ if bare => text.split(['}', ' ']).next()?,
        _ => {
            let end =
                text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len());
            let word = text.get(..end)?;
            let number = word.replace('_', "").parse::<f64>().is_ok();
            let known = matches!(word, "true" | "false" | "True" | "False");
            return (number || known).then(|| word.to_ascii_lowercase());
        }
    };
    (!inner.contains(['…', '$', '{']) && inner.len() <= LONGEST).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_in_documents() {
        for (text, expected) in [
            (" - TTL (default: 3600)", Some("3600")),
            ("` (default 3600 seconds)", Some("3600")),
            ("` - \"local\" | \"azure\" (defaults to \"local\")", Some("local")),
            ("` - Version (default: `v1.2`)", Some("v1.2")),
            ("` - postgres (default), sqlite", Some("postgres")),
            ("` (default: True)", Some("True")),
            ("` - URL (defaults to the vendor's own)", None),
            ("` - has a default", None),
            ("` (default: `<host>`)", None),
        ] {
            assert_eq!(said_default(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn defaults_in_code() {
        for (line, expected) in [
            ("const ttl = process.env.TTL || 3600;", Some("3600")),
            ("const ttl = Number(process.env.TTL ?? '60')", Some("60")),
            ("const ttl = parseInt(process.env['TTL'] || '60', 10)", Some("60")),
            ("ttl = int(os.getenv(\"TTL\", \"60\"))", Some("60")),
            ("ttl: int = 60", Some("60")),
            ("ttl: str = \"day\"", Some("day")),
            ("TTL: z.string().default('60'),", Some("60")),
            ("on = process.env.TTL === 'true'", Some("false")),
            ("on = process.env.TTL !== 'false'", Some("true")),
            ("port: ${TTL:-60}", Some("60")),
            ("const ttl = process.env.TTL;", None),
            ("const ttl = process.env.TTL || other", None),
            ("const ttl = process.env.TTL || 'a…'", None),
        ] {
            assert_eq!(default_of(line, "TTL").as_deref(), expected, "{line}");
        }
        assert!(same("3600", "3_600") && same("True", "true") && !same("a", "b"));
        assert!(comparable("60", "90") && !comparable("60", "day"));
    }
}
