//! Parts of the documentation that a command writes: between `<!-- NAME -->` and `<!-- /NAME -->`.

use anyhow::{Context, Result, bail};

/// The text with another part between the marks of that name.
pub fn replaced(text: &str, name: &str, part: &str) -> Result<String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&start).with_context(|| format!("no line {}", start.trim_end()))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("nothing ends {}", start.trim_end()))?;
    if after.contains(&start) {
        bail!("more than one line {}", start.trim_end());
    }
    Ok(format!("{before}{start}{part}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_the_marks_is_replaced_and_nothing_else() {
        let text = "a\n<!-- b -->\nold\n<!-- /b -->\nc\n<!-- d -->\nkept\n<!-- /d -->\n";
        let once = replaced(text, "b", "new\nlines\n").unwrap();
        assert_eq!(once, "a\n<!-- b -->\nnew\nlines\n<!-- /b -->\nc\n<!-- d -->\nkept\n<!-- /d -->\n");
        assert_eq!(replaced(&once, "b", "old\n").unwrap(), text);
    }

    #[test]
    fn marks_that_are_missing_or_doubled_are_told() {
        for text in ["", "<!-- b -->\n", "<!-- /b -->", "<!-- b -->\n<!-- /b -->\n<!-- b -->\n<!-- /b -->"] {
            assert!(replaced(text, "b", "").is_err(), "{text}");
        }
    }

    #[test]
    fn the_page_on_speed_has_its_marks() {
        let text = std::fs::read_to_string(crate::root().join("docs/performance.md")).unwrap();
        for name in ["sizes code", "sizes mixed"] {
            assert!(replaced(&text, name, "").is_ok(), "{name}");
        }
    }
}
