//! What a text says is not there: "no Sentry or Datadog", "(not Firebase Auth)", "without Redis".

use super::lex::{Kind, Piece};

/// How far a denial reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    None,
    /// Up to the next comma: "not used by Stripe, but".
    Phrase,
    /// Over lists, up to the clause's end: "no Sentry, Datadog or similar".
    Clause,
}

/// Marks the pieces that stand where the text denies them.
pub(super) fn mark(text: &str, pieces: &mut [Piece]) {
    let mut reach = Reach::None;
    // What held before each open parenthesis.
    let mut outer: Vec<Reach> = Vec::new();
    let mut end = 0;
    let mut previous = "";
    for piece in pieces {
        let between = text.get(end..piece.start).unwrap_or("");
        for c in between.chars() {
            match c {
                '(' if outer.len() < crate::limits::NESTING => outer.push(reach),
                ')' => reach = outer.pop().unwrap_or(Reach::None),
                '.' if is_short(previous) => {}
                ';' | '—' | '–' | '→' | '.' | '|' | '!' => reach = Reach::None,
                ',' | ':' if reach == Reach::Phrase => reach = Reach::None,
                _ => {}
            }
        }
        if between.contains(" - ") {
            reach = Reach::None;
        }
        end = piece.end;
        let word = if piece.kind == Kind::Word { text.get(piece.start..piece.end).unwrap_or("") } else { "" };
        let mut lower = [0; 8];
        let lower = lower.get_mut(..word.len()).map_or(&b""[..], |lower| {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            lower
        });
        match lower {
            b"no" | b"without" | b"neither" | b"nor" | b"unlike" | b"nenhum" | b"nenhuma" | b"sem" | b"sin"
            | b"kein" | b"keine" | b"ohne" => reach = Reach::Clause,
            b"n\xc3\xa3o" | b"nicht" | b"not" | b"never" | b"isn't" | b"aren't" => reach = Reach::Phrase,
            b"of" if previous == "instead" => reach = Reach::Phrase,
            b"than" if previous == "rather" => reach = Reach::Phrase,
            b"but" | b"only" | b"just" | b"uses" | b"use" | b"using" | b"via" | b"instead" | b"however" | b"until"
            | b"if" | b"when" => {
                reach = Reach::None;
            }
            _ => {}
        }
        piece.denied = reach != Reach::None;
        previous = word;
    }
}

/// Whether the dot behind a word only shortens it.
fn is_short(word: &str) -> bool {
    matches!(word, "e.g" | "i.e" | "etc" | "vs" | "incl")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::inline::lex::pieces;

    fn denied(text: &str) -> Vec<&str> {
        let mut found = pieces(text);
        mark(text, &mut found);
        found
            .iter()
            .filter(|p| p.denied)
            .map(|p| &text[p.start..p.end])
            .filter(|w| w.starts_with(char::is_uppercase))
            .collect()
    }

    #[test]
    fn reaches() {
        assert_eq!(denied("None - no Acme, Bolt or Crane. Drill is used"), ["Acme", "Bolt", "Crane"]);
        assert_eq!(denied("Custom (not Acme) with Bolt"), ["Acme"]);
        assert_eq!(denied("No SDK — calls Acme; Bolt without Crane"), ["No", "SDK", "Crane"]);
        assert_eq!(denied("Not used by Acme, Bolt is"), ["Not", "Acme"]);
        assert!(denied("Acme if set, not only Bolt").is_empty());
    }
}
