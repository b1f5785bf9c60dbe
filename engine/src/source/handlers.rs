//! Named functions that check signatures or tokens, so that a route in another file can be joined with what its handler does.

use super::lex::{Code, Kind};
use crate::facts::{Sink, What};

/// Most tokens between a parameter list and the body's brace: a return type.
const RETURN_TYPE: usize = 24;

/// Words in front of a bracket that are no function's name.
const KEYWORDS: &[&str] =
    &["catch", "for", "func", "function", "if", "match", "return", "select", "switch", "while", "with"];

/// Adds a handler for every named function whose body holds a check that was found before. Files without checks cost
/// nothing.
pub fn read(code: &Code<'_>, sink: &mut Sink<'_>) {
    let lines: Vec<u32> =
        sink.facts().iter().filter(|fact| matches!(fact.what, What::Check { .. })).map(|fact| fact.line).collect();
    if lines.is_empty() {
        return;
    }
    for (at, close) in bodies(code) {
        let (first, last) = (sink.line_of(code.range(at).start), sink.line_of(code.range(close).start));
        if lines.iter().any(|line| (first..=last).contains(line)) {
            sink.push(code.range(at), What::Handler { name: code.slice(at).into(), end_line: last });
        }
    }
}

/// The functions with a body: the token that names each, and the brace that closes it.
pub fn bodies(code: &Code<'_>) -> impl Iterator<Item = (usize, usize)> {
    (0..code.len()).filter(|&i| code.punct(i, b'{')).filter_map(move |open| {
        let close = code.mate(open);
        name_of_body(code, open).filter(|_| close > open).map(|at| (at, close))
    })
}

/// The token that names the function whose body opens at `open`.
fn name_of_body(code: &Code<'_>, open: usize) -> Option<usize> {
    let mut at = open.checked_sub(1)?;
    // `const handle: Type = async (…): Promise<X> => {`
    let arrow = code.punct(at, b'>') && at > 0 && code.punct(at - 1, b'=');
    if arrow {
        at = at.checked_sub(2)?;
    }
    let mut steps = 0;
    while !code.punct(at, b')') {
        let fits = matches!(
            code.kind(at),
            Some(Kind::Name | Kind::Punct(b'<' | b'>' | b':' | b'.' | b'*' | b'|' | b'[' | b']' | b',' | b'?'))
        );
        // What stands in front of a class is its annotation.
        if matches!(code.name(at), Some("class" | "enum" | "interface" | "object" | "record" | "struct" | "trait")) {
            return None;
        }
        steps += 1;
        at = at.checked_sub(1).filter(|_| fits && steps < RETURN_TYPE)?;
    }
    let parameters = code.mate(at);
    if parameters >= at {
        return None;
    }
    let mut name = parameters.checked_sub(1)?;
    // Go's `func (h *Handler) Name(…) (int, error) {`: the last list holds results.
    if code.punct(name, b')') {
        let earlier = code.mate(name);
        name = earlier.checked_sub(1).filter(|_| earlier < name)?;
    }
    if arrow {
        while code.is(name, "async") || code.punct(name, b'=') {
            name = name.checked_sub(1)?;
        }
        // `const handle = wrap(async (…) => {`
        if code.punct(name, b'(') && name > 2 && code.punct(name - 2, b'=') {
            name -= 3;
        }
        // A type between the name and `=`.
        let typed = name.checked_sub(1).filter(|&colon| code.punct(colon, b':'));
        name = typed.and_then(|colon| colon.checked_sub(1)).unwrap_or(name);
    }
    // A call in a condition is no definition: `if !hmac.Equal(a, b) {`.
    let before = name.checked_sub(1);
    let called = before.is_some_and(|at| match code.kind(at) {
        Some(Kind::Punct(byte)) => matches!(byte, b'.' | b'!' | b'(' | b'&' | b'|' | b'='),
        Some(Kind::Name) => matches!(code.slice(at), "if" | "while" | "for" | "switch" | "return" | "await" | "else"),
        _ => false,
    });
    code.name(name).filter(|word| !called && KEYWORDS.binary_search(word).is_err()).map(|_| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{go, lex::Tokens};

    #[test]
    fn functions_are_named() {
        assert!(KEYWORDS.is_sorted());
        for (text, name) in [
            ("func (h *API) Webhook(w http.ResponseWriter, r *http.Request) {", Some("Webhook")),
            ("func verify(a string) (int, error) {", Some("verify")),
            ("export const POST: RequestHandler = async ({ request }) => {", Some("POST")),
            ("const handle = (req, res): Promise<void> => {", Some("handle")),
            ("async function check(req) {", Some("check")),
            ("export const hook = wrap(async (req, res) => {", Some("hook")),
            ("if !hmac.Equal(a, b) {", None),
            ("if (a) {", None),
            ("x = {", None),
        ] {
            let text = format!("{text} }}");
            let mut tokens = Tokens::default();
            tokens.lex(&text, 0..text.len(), &go::SYNTAX);
            let code = Code { text: &text, tokens: &tokens.list };
            let open = (0..code.len()).rfind(|&i| code.punct(i, b'{')).unwrap();
            assert_eq!(name_of_body(&code, open).map(|at| code.slice(at)), name, "{text}");
        }
    }
}
