//! How much room a text takes, and as much of it as there is room for. Fonts differ, so this is a careful guess.

use crate::audit::Category;

/// A category in words, for people.
pub fn category_name(category: Category) -> String {
    match category {
        Category::Ai | Category::Ci | Category::Cms | Category::Crm | Category::Sms | Category::Pdf => {
            category.word().to_ascii_uppercase()
        }
        Category::Webrtc => "WebRTC".to_owned(),
        Category::CdnDns => "CDN and DNS".to_owned(),
        Category::DataApi => "data API".to_owned(),
        Category::Iac => "infrastructure as code".to_owned(),
        category => category.word().replace('-', " "),
    }
}

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

/// A path in one line, or in two where it is too long: its folder, and its name. What is too long even so is cut off at its
/// beginning.
pub(super) fn lines(path: &str, size: i32, room: i32) -> Vec<String> {
    match path.rfind(['/', ' ']).map(|at| path.split_at(at + 1)) {
        Some((folder, name)) if measure(path, size) > room => {
            vec![fit_end(folder.trim_end(), size, room), fit_end(name, size, room)]
        }
        _ => vec![fit_end(path, size, room)],
    }
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
        assert_eq!(lines("apps/storefront", 15, 88), ["apps/", "storefront"]);
        assert_eq!(lines("(top level)", 15, 60), ["(top", "level)"]);
        assert_eq!(lines("api", 15, 88), ["api"]);
    }
}
