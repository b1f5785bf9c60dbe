//! A drift as Markdown, short enough for a comment on a pull request.

use super::{Checked, Drift, Undocumented, Verdict};
use crate::audit::{ClaimKind, Place};
use std::fmt::Write as _;

/// Most rows of one table. A comment with more is not read.
const ROWS: usize = 200;

/// Writes a drift: the figure in a sentence, then what is wrong, what was not found, and what the document lacks.
pub fn write(drift: &Drift) -> String {
    let count = |verdict| drift.claims.iter().filter(|claim| claim.verdict == verdict).count();
    let (confirmed, contradicted) = (count(Verdict::Confirmed), count(Verdict::Contradicted));
    let (not_found, not_checked) = (count(Verdict::NotFound), count(Verdict::NotChecked));
    let checked = confirmed + contradicted + not_found;
    let mut out = format!("# {} against {}\n\n", escape(&drift.document), escape(&drift.code));
    match drift.fresh {
        Some(fresh) => {
            let percent = (fresh * 100.0).floor();
            let _ = writeln!(
                out,
                "**{percent:.0} % of {checked} checkable claims hold.** {contradicted} contradicted, {not_found} not found, {not_checked} not checked, {} undocumented.",
                drift.undocumented.len()
            );
        }
        None => out.push_str("Nothing in the document can be checked.\n"),
    }
    claims(&mut out, "Contradicted", drift, Verdict::Contradicted);
    claims(&mut out, "Not found", drift, Verdict::NotFound);
    undocumented(&mut out, &drift.undocumented);
    out
}

fn claims(out: &mut String, title: &str, drift: &Drift, verdict: Verdict) {
    let claims: Vec<&Checked> = drift.claims.iter().filter(|claim| claim.verdict == verdict).collect();
    if claims.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {title}\n\n| Line | Claim | Code | Place |\n|---:|---|---|---|");
    for claim in claims.iter().take(ROWS) {
        let value = if claim.value.is_empty() { String::new() } else { format!(" {}", escape(&claim.value)) };
        let _ = writeln!(
            out,
            "| {} | {} {}{value} | {} | {} |",
            claim.line,
            word(claim.kind),
            code(&claim.subject),
            escape(&claim.truth),
            place(claim.place.as_ref())
        );
    }
    more(out, claims.len());
}

fn undocumented(out: &mut String, all: &[Undocumented]) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## Not documented\n\n| In the code | Place |\n|---|---|");
    for one in all.iter().take(ROWS) {
        let subject = match one.kind {
            ClaimKind::Service => escape(&one.name),
            _ => code(&one.subject),
        };
        let _ = writeln!(out, "| {} {subject} | {} |", word(one.kind), place(one.place.as_ref()));
    }
    more(out, all.len());
}

fn more(out: &mut String, count: usize) {
    if count > ROWS {
        let _ = writeln!(out, "\n… and {} more", count - ROWS);
    }
}

/// What a claim is about, for people.
fn word(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Env => "variable",
        ClaimKind::Absent => "no",
        ClaimKind::Symbol => "name",
        kind => kind.word(),
    }
}

fn place(place: Option<&Place>) -> String {
    place.map_or(String::new(), |place| code(&format!("{}:{}", place.path, place.line)))
}

/// A text in a code span, whatever is in it, that does not end its table's cell.
pub fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

/// A text in which nothing is markup.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '!' | '&' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_claims_stays_text() {
        assert_eq!(code("a`b|c"), "``a`b\\|c``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(escape("<img src=x>|@all\n"), "\\<img src=x\\>\\|\\@all ");
    }

    #[test]
    fn the_figure_is_not_rounded_up() {
        let drift = Drift { fresh: Some(0.999), ..Drift::default() };
        assert!(write(&drift).contains("**99 %"));
        assert!(write(&Drift::default()).contains("Nothing"));
    }
}
