//! HTML under way. Markup is only ever a literal of this program; all else is text and is escaped.

use crate::audit::BlockKind;
use crate::markdown::sheet::{Run, sheet};
use crate::visible;

/// HTML under way.
#[derive(Default)]
pub struct Markup(String);

impl Markup {
    /// Adds markup. No text from outside lives as long as the program, so none can come this way.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in visible::line(text).chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Adds text in code's type, which may break behind its joints.
    pub fn code(&mut self, text: &str) -> &mut Self {
        self.raw("<code>");
        let mut start = 0;
        for (at, _) in text.match_indices(['/', '_', '.', ':', '@']) {
            let end = at + 1;
            self.text(text.get(start..end).unwrap_or(""));
            if end < text.len() {
                self.raw("<wbr>");
            }
            start = end;
        }
        self.text(text.get(start..).unwrap_or("")).raw("</code>")
    }

    /// Adds a number: `2,094`.
    pub fn number(&mut self, number: usize) -> &mut Self {
        let text = grouped(number);
        self.text(&text)
    }

    /// Adds a number with its noun: `1 service`, `26 services`.
    pub fn counted(&mut self, number: usize, one: &'static str, many: &'static str) -> &mut Self {
        self.number(number).raw(" ").raw(if number == 1 { one } else { many })
    }

    /// Adds a document's own words, a passage each with its code and stress. Links and images are their words.
    pub fn own_words(&mut self, text: &str) -> &mut Self {
        for passage in sheet(text) {
            if passage.kind == BlockKind::Rule {
                continue;
            }
            let (open, close) = match passage.kind {
                BlockKind::Code => ("<pre>", "</pre>"),
                BlockKind::Item => ("<p class=\"item\">", "</p>"),
                _ => ("<p>", "</p>"),
            };
            self.raw(open);
            for (at, cell) in passage.cells.iter().enumerate() {
                if at > 0 {
                    self.raw(" · ");
                }
                for run in cell {
                    if passage.kind == BlockKind::Code {
                        self.lines(&run.text)
                    } else {
                        self.run(run)
                    };
                }
            }
            self.raw(close);
        }
        self
    }

    fn run(&mut self, run: &Run) -> &mut Self {
        let marks = [
            (run.look.code, "<code>", "</code>"),
            (run.look.strong, "<b>", "</b>"),
            (run.look.emphasis, "<em>", "</em>"),
            (run.look.struck, "<s>", "</s>"),
        ];
        for (_, open, _) in marks.iter().filter(|mark| mark.0) {
            self.raw(open);
        }
        self.text(&run.text);
        for (.., close) in marks.iter().rev().filter(|mark| mark.0) {
            self.raw(close);
        }
        self
    }

    /// Text whose line breaks stay.
    fn lines(&mut self, text: &str) -> &mut Self {
        for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
            if at > 0 {
                self.0.push('\n');
            }
            self.text(line.trim_end_matches('\r'));
        }
        self
    }

    /// What was added.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A number with a comma before each third digit from its end.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let mut page = Markup::default();
        page.text("<b a=\"1\" b='2'>&</b>").code("a/<i>.ts");
        assert_eq!(
            page.finish(),
            "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&lt;/b&gt;<code>a/<wbr>&lt;i&gt;.<wbr>ts</code>"
        );
    }

    #[test]
    fn own_words_keep_their_code_and_stress_and_no_link() {
        let mut page = Markup::default();
        page.own_words("uses `a` **now** [x](javascript:alert(1)) <img src=x>\n\n- one\n- two");
        assert_eq!(
            page.finish(),
            "<p>uses <code>a</code> <b>now</b> x &lt;img src=x&gt;</p><p class=\"item\">one</p><p class=\"item\">two</p>"
        );
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([grouped(0), grouped(999), grouped(1000), grouped(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
    }
}
