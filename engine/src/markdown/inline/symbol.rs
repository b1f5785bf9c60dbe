//! Names out of code: events, stores, functions, classes and keys.

/// What a dotted name ends in where it is an event: `order.created`.
const HAPPENINGS: &[&str] = &["paid", "sent", "success"];

/// What an event's name of three parts or more holds: `order.item.update`.
#[rustfmt::skip]
const CHANGES: &[&str] = &[
    "cancel", "change", "complete", "create", "delete", "error", "expire", "failure", "fail", "paid",
    "payment_failed", "receive", "sent", "success", "update", "bounce", "open", "click",
];

/// What stands in code spans and names nothing.
#[rustfmt::skip]
const LITERALS: &[&str] = &[
    "all", "any", "auto", "default", "development", "dev", "disabled", "enabled", "false", "http", "https", "local",
    "localhost", "n/a", "nil", "no", "none", "null", "off", "on", "prod", "production", "staging", "test", "true",
    "undefined", "yes",
];

/// The event that a code span's form tells: lower case, parts between dots, the last of which happened.
pub(super) fn event(token: &str) -> bool {
    let Some((_, last)) = token.rsplit_once('.') else { return false };
    let parts = token.split('.').all(|part| !part.is_empty() && is_lower_word(part));
    let happened = |word: &str| word.len() > 3 && word.ends_with("ed") || HAPPENINGS.contains(&word);
    let long = token.matches('.').count() > 1;
    parts
        && (happened(last)
            || last.rsplit('_').next().is_some_and(happened)
            || long && (token.split('.').any(happened) || CHANGES.contains(&last)))
}

fn is_lower_word(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_lowercase())
        && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// Whether a token is an event's name where a text lists events: `message:new`, `order.*`, `ORDER_PAID`, `orderPaid`.
pub(super) fn is_event_name(token: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '/' | '*');
    token.len() > 1
        && token.len() <= 128
        && token.chars().all(fits)
        && token.starts_with(|c: char| c.is_ascii_alphabetic())
        && !token.ends_with(['/', ':', '.'])
}

/// Whether a token is a store's name: a table, a collection, a bucket, a queue.
pub(super) fn is_store_name(token: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '/' | '*' | '{' | '}' | '$');
    token.len() <= 128
        && token.chars().all(fits)
        && token.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{')
        && token.chars().any(char::is_alphanumeric)
        && !LITERALS.contains(&token)
}

/// The name that a code span holds: a function without its arguments, a member, a class, a key without its quotes.
pub(super) fn name(token: &str) -> Option<&str> {
    let token = token.trim_start_matches('.').trim_end_matches([';', ',']);
    let unquoted =
        ['"', '\''].iter().find_map(|quote| token.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(token);
    let quoted = unquoted.len() < token.len();
    let body = unquoted.find(['(', '<', '[', '=', ' ']).map_or(unquoted, |at| &unquoted[..at]);
    let rest = &unquoted[body.len()..];
    let called = rest.starts_with('(') && rest.ends_with(')')
        || rest.starts_with('<') && rest.ends_with(['>', ')'])
        || rest.starts_with('[');
    if !rest.is_empty() && !called || rest.starts_with('=') {
        return None;
    }
    let body = body.trim_end_matches(['!', '?', ':', '.']);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | ':' | '-' | '#' | '/' | '@');
    let letters = body.chars().filter(|c| c.is_alphabetic()).count();
    let known = body.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '@' | '#'))
        && body.chars().all(fits)
        && letters > 1
        && body.len() <= 256
        && !LITERALS.contains(&body.to_ascii_lowercase().as_str());
    let port =
        body.rsplit(':').next().is_some_and(|port| body.contains(':') && port.bytes().all(|b| b.is_ascii_digit()));
    if port
        || body.starts_with("localhost")
        || is_commit(body)
        || super::file::is_media(body)
        || body.starts_with('@') && !body.contains(['.', '_'])
    {
        return None;
    }
    // A lone word in quotes is as often a value as a key.
    (known && !(quoted && body.contains('/'))).then_some(body)
}

/// Whether a name is a commit's, in hexadecimal digits: 7 of them at least, as Git shortens it.
pub fn is_commit(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    (7..=40).contains(&name.len())
        && (1..name.len()).contains(&digits)
        && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events() {
        for token in [
            "order.created",
            "checkout.session.completed",
            "invoice.payment_failed",
            "invoice.paid",
            "customer.subscription.updated",
        ] {
            assert!(event(token), "{token}");
        }
        for token in ["sale.order", "stock.move.line", "supabase.auth.getUser", "order", "a..created", "Order.created"]
        {
            assert!(!event(token), "{token}");
        }
        assert!(is_event_name("message:new") && is_event_name("order.*") && !is_event_name("a b"));
    }

    #[test]
    fn names() {
        for (token, expected) in [
            ("createIndex()", "createIndex"),
            ("updateOrder(id, change)", "updateOrder"),
            ("client.orders.list", "client.orders.list"),
            ("OrderService", "OrderService"),
            ("\"api_key\"", "api_key"),
            ("App::Mailer", "App::Mailer"),
            ("useState<Order>()", "useState"),
        ] {
            assert_eq!(name(token), Some(expected), "{token}");
        }
        for token in
            ["true", "123", "a = b", "two words", "", "{}", "5432", "--flag", "x", "c68a8c9", "localhost:6379/0"]
        {
            assert_eq!(name(token), None, "{token}");
        }
    }
}
