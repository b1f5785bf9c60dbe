//! Days as people write them, as `YYYY-MM-DD`.

/// Names of the months in English, by their first three letters.
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that begins at `at`, and the byte behind it: `2026-02-12`, `2026/02/12`, `12 February 2026`, `Feb 12, 2026`.
pub(super) fn at(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?;
    if !rest.starts_with(|c: char| c.is_ascii_digit() || "ADFJMNOSadfjmnos".contains(c)) {
        return None;
    }
    let found = if rest.starts_with(|c: char| c.is_ascii_digit()) {
        numeric(rest).or_else(|| day_first(rest))
    } else {
        month_first(rest)
    };
    let (year, month, day, length) = found?;
    let real = (1970..=2199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| (format!("{year:04}-{month:02}-{day:02}"), at + length))
}

/// A number of at most `most` digits, and the text behind it.
fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > most {
        return None;
    }
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok()?, rest))
}

fn month(text: &str) -> Option<(u32, &str)> {
    let letters = text.bytes().take(10).take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at(letters);
    let start = word.get(..3)?;
    let index = MONTHS.iter().position(|month| start.eq_ignore_ascii_case(month))?;
    Some((u32::try_from(index).ok()? + 1, rest.strip_prefix('.').unwrap_or(rest)))
}

fn numeric(text: &str) -> Option<(u32, u32, u32, usize)> {
    let (year, rest) = number(text, 4)?;
    let between = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = number(rest.strip_prefix(between)?, 2)?;
    let (day, rest) = number(rest.strip_prefix(between)?, 2)?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() && c != 'T' || c == '-') && year > 999;
    ends.then(|| (year, month, day, text.len() - rest.len()))
}

fn day_first(text: &str) -> Option<(u32, u32, u32, usize)> {
    let (day, rest) = number(text, 2)?;
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let (month, rest) = month(rest.strip_prefix(' ')?)?;
    let (year, rest) = number(rest.trim_start_matches(',').strip_prefix(' ')?, 4)?;
    Some((year, month, day, text.len() - rest.len()))
}

fn month_first(text: &str) -> Option<(u32, u32, u32, usize)> {
    let (month, rest) = month(text)?;
    let (day, rest) = number(rest.strip_prefix(' ')?, 2)?;
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let (year, rest) = number(rest.trim_start_matches(',').strip_prefix(' ')?, 4)?;
    Some((year, month, day, text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        for text in [
            "2026-02-07",
            "2026/2/7",
            "7 February 2026",
            "Feb 7, 2026",
            "February 7th, 2026",
            "7th Feb 2026",
            "Sept. 7, 2026",
        ] {
            let month = if text.starts_with("Sept") { "09" } else { "02" };
            assert_eq!(at(text, 0), Some((format!("2026-{month}-07"), text.len())), "{text}");
        }
        for text in ["2026-13-01", "2026-02", "May I", "12 monkeys", "2023-09-01-preview", "", "é"] {
            assert_eq!(at(text, 0).filter(|found| found.1 == text.len()), None, "{text}");
        }
    }
}
