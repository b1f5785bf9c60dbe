//! Letters in lower case.

/// Appends a letter in lower case. Most are ASCII, for which no table is looked at.
pub fn push_lower(text: &mut String, letter: char) {
    if letter.is_ascii() {
        text.push(letter.to_ascii_lowercase());
    } else {
        text.extend(letter.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_are_lowered() {
        let mut text = String::new();
        "StRIPE ÄÖ İ Ω 9".chars().for_each(|letter| push_lower(&mut text, letter));
        assert_eq!(text, "StRIPE ÄÖ İ Ω 9".to_lowercase());
    }
}
