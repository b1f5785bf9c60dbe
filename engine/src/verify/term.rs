//! Names that no reader knows the shape of: functions, classes, settings, events; and tables, which some do.

use super::check::{Answer, Check, Said};
use crate::assemble::{Fit, Sightings, Where};
use crate::audit::ClaimKind;
use crate::order::Arrange;
use std::collections::BTreeSet;

/// Checks that the code has a name in it.
pub fn symbol(check: &Check<'_>, said: Said<'_>) -> Answer {
    let terms = terms(&said.claim.subject);
    // A value of some setting stands everywhere.
    let value = matches!(said.claim.subject.as_str(), "false" | "null" | "none" | "true" | "undefined");
    if terms.is_empty() || value {
        return Answer::not_checked("");
    }
    let answer = answer(terms.iter().filter_map(|term| check.seen(term, Fit::Word)));
    // A module may be a folder or a file that nobody names.
    let plain = |term: &&String| term.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    match (answer.verdict, terms.first().filter(plain).and_then(|term| check.paths.named(term))) {
        (super::Verdict::NotFound, Some(path)) => {
            Answer::confirmed(Some(crate::audit::Place { path: path.to_owned(), line: 1 }))
                .remark(format!("it is {path}"))
        }
        _ => answer,
    }
}

/// Checks that an event is handled or sent.
pub fn event(check: &Check<'_>, said: Said<'_>) -> Answer {
    let name = said.claim.subject.trim();
    // `invoice.*` stands for all that begin so.
    let name = name.trim_end_matches(['*', '.', '_', ':']);
    let found = check.code.audit.endpoints.iter().find(|endpoint| endpoint.events.iter().any(|event| event == name));
    if let Some(endpoint) = found {
        return Answer::confirmed(Some(endpoint.place.clone()));
    }
    answer(check.seen(name, Fit::Word).into_iter())
}

/// The verdict by what was seen of a thing's spellings, the first that was seen in code; `None` of nothing that was looked for.
fn answer<'a>(all: impl Iterator<Item = &'a Sightings>) -> Answer {
    let all: Vec<&Sightings> = all.collect();
    if all.is_empty() {
        return Answer::not_checked("");
    }
    if let Some(place) = all.iter().find_map(|seen| seen.in_code()) {
        return Answer::confirmed(Some(place.clone()));
    }
    match all.iter().find_map(|seen| seen.best()) {
        Some((Where::Comment, place)) => {
            Answer::not_found().remark(format!("only in a comment in {}", place.path)).at(Some(place.clone()))
        }
        Some((_, place)) => Answer::confirmed(Some(place.clone())).remark(format!("only in {}", place.path)),
        None => Answer::not_found(),
    }
}

/// The terms by which a name out of code is looked for, the most telling first: as it is written, without its call, without
/// what it is a member of.
pub fn terms(subject: &str) -> Vec<String> {
    let whole = subject.trim();
    let mut out = vec![whole.to_owned()];
    let open = whole.find('(').unwrap_or(whole.len());
    let name = whole.get(..open).unwrap_or("").trim().trim_start_matches('@');
    out.push(name.to_owned());
    // `Class.method`, `module::function`, `$object->member`.
    let member = name.rsplit(['.', ':', '>', '#']).next().unwrap_or("");
    let own = member.len() > 4 && member.chars().all(|c| c.is_alphanumeric() || c == '_');
    if own && member.len() < name.len() {
        out.push(member.to_owned());
    }
    // A client has Redis' `XADD` as `xadd()`.
    if whole.bytes().all(|b| b.is_ascii_uppercase()) {
        out.push(whole.to_ascii_lowercase());
    }
    out.retain(|term| term.len() > 2);
    let mut known = BTreeSet::new();
    out.retain(|term| known.insert(term.clone()));
    out
}

/// Checks that a table, collection, bucket, index or queue is there.
pub fn table(check: &Check<'_>, said: Said<'_>) -> Answer {
    let name = said.claim.subject.trim();
    if let Some(store) = store(check, name) {
        return Answer::confirmed(Some(store));
    }
    let seen = check.seen(name, Fit::Word);
    let comment = match seen.map(|seen| answer([seen].into_iter())) {
        Some(found) if found.verdict == super::Verdict::Confirmed => return found,
        other => other,
    };
    // Another spelling is a wrong one only where the code's own tables are known and the document does not list it, too.
    let wanted = words(name);
    let mut near: Vec<(&str, _)> = check
        .stores
        .iter()
        .filter(|(known, _)| !check.claims(ClaimKind::Table, known))
        .filter(|(known, _)| close(&wanted, &words(known)))
        .map(|(known, store)| (*known, store.place.clone()))
        .collect();
    near.arrange();
    match near.as_slice() {
        [(other, place)] => Answer::contradicted(format!("{} is {other}", kind(check, other)), Some(place.clone())),
        [(other, place), ..] => Answer::not_found().remark(format!("near it is {other}")).at(Some(place.clone())),
        [] => comment.unwrap_or_else(Answer::not_found),
    }
}

fn kind<'a>(check: &Check<'a>, name: &str) -> &'a str {
    check.stores.get(name).map_or("table", |store| store.kind.as_str())
}

/// The place of a store of this name, in any case, in one or many.
fn store(check: &Check<'_>, name: &str) -> Option<crate::audit::Place> {
    if let Some(store) = check.stores.get(name) {
        return Some(store.place.clone());
    }
    let wanted = words(name);
    let found = check.stores.iter().find(|(known, _)| words(known) == wanted);
    found.map(|(_, store)| store.place.clone())
}

/// The words of a name in lower case and in the singular.
fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            out.push(String::new());
        } else if c.is_uppercase() && last_lower || out.is_empty() {
            out.push(c.to_lowercase().collect());
        } else if let Some(word) = out.last_mut() {
            word.extend(c.to_lowercase());
        }
        last_lower = c.is_lowercase();
    }
    out.retain(|word| !word.is_empty());
    for word in &mut out {
        if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
            *word = format!("{stem}y");
        } else if let Some(stem) = word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')) {
            *word = stem.to_owned();
        }
    }
    out
}

/// Whether one name has the other's words and at most one more, and both share two or their first.
fn close(a: &[String], b: &[String]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    short.len() > 1 && long.len() == short.len() + 1 && shared == short.len() && a.first() == b.first()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_for_in_its_parts() {
        assert_eq!(terms("db.get_connection()"), ["db.get_connection()", "db.get_connection", "get_connection"]);
        assert_eq!(terms("RAZORPAY_CONFIG"), ["RAZORPAY_CONFIG"]);
        assert_eq!(terms("XADD"), ["XADD", "xadd"]);
        assert_eq!(terms("a.b"), ["a.b"]);
        assert!(terms("x").is_empty());
    }

    #[test]
    fn tables_of_nearly_the_same_name() {
        for (a, b, expected) in [
            ("teams_weekly", "team_performance_weekly", true),
            ("upcoming_liability_weekly", "upcoming_liabilities", true),
            ("users", "user_profiles", false),
            ("orders", "items", false),
            ("sales_weekly", "leads_weekly", false),
        ] {
            assert_eq!(close(&words(a), &words(b)), expected, "{a} {b}");
        }
        assert_eq!(words("UserProfiles"), words("user_profile"));
    }
}
