//! How much room a text takes, and as much of it as there is room for. Fonts differ, so this is a careful guess.

/// The width of a letter in hundredths of the font's size, in a common sans.
fn width(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 32,
        'f' | 't' | 'r' | '(' | ')' | '/' | '-' | ' ' | '[' | ']' => 40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 92,
        'A'..='Z' | '_' | '…' => 70,
        ' '..='~' => 60,
        '\u{0}'..='\u{2fff}' => 64,
        _ => 104,
    }
}

/// The width of a text in pixels, set in a font of this size.
pub(super) fn measure(text: &str, size: i32) -> i32 {
    text.chars().map(width).sum::<i32>() * size / 100
}

/// The text, its end cut off with `…` where it is wider than `room` in a font of this size.
pub fn fit(text: &str, size: i32, room: i32) -> String {
    cut(text.chars(), text, size, room).map_or_else(|| text.to_owned(), |kept| kept + "…")
}

/// The text, its beginning cut off with `…` where it is wider: what tells paths apart stands at their end.
pub fn fit_end(text: &str, size: i32, room: i32) -> String {
    cut(text.chars().rev(), text, size, room)
        .map_or_else(|| text.to_owned(), |kept| format!("…{}", kept.chars().rev().collect::<String>()))
}

/// As many letters as fit beside a `…`; `None` where all fit.
fn cut(letters: impl Iterator<Item = char>, text: &str, size: i32, room: i32) -> Option<String> {
    if measure(text, size) <= room {
        return None;
    }
    let mut left = (room * 100 / size.max(1)) - width('…');
    let kept = letters.take_while(|letter| {
        left -= width(*letter);
        left >= 0
    });
    Some(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_at_the_end_or_the_beginning() {
        assert_eq!(fit("Stripe", 13, 200), "Stripe");
        let (cut, tail) = (fit("Amazon Simple Storage", 13, 80), fit_end("packages/storefront/web", 13, 80));
        assert!(cut.starts_with("Amazon") && cut.ends_with('…') && measure(&cut, 13) <= 80, "{cut}");
        assert!(tail.ends_with("/web") && tail.starts_with('…') && measure(&tail, 13) <= 80, "{tail}");
        assert_eq!(fit("支付宝支付宝", 10, 20), "支…");
        assert_eq!(fit("", 10, 0), "");
    }
}
