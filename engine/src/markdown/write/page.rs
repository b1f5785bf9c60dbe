//! The document as it grows: headings, labels, lists and blocks, with blank lines where they belong.

use super::super::form::list::Value;
use super::super::form::text::escaped;

/// A document that is being written.
#[derive(Debug, Default)]
pub struct Page {
    out: String,
    /// Whether the last line is a list's, or a label above one.
    in_list: bool,
}

impl Page {
    /// The text so far.
    pub fn finish(self) -> String {
        self.out
    }

    /// A line that stands by itself.
    pub fn block(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
        self.in_list = false;
    }

    /// A heading, `text` as it is to be read.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {}", "#".repeat(level), escaped(text)));
    }

    /// A label above a list.
    pub fn label(&mut self, text: &str) {
        self.block(&format!("**{}:**", escaped(text)));
        self.in_list = true;
    }

    /// A label above notes, where one of its words would stand above something else.
    pub fn note_label(&mut self, text: &str) {
        self.block(&format!("**{}**:", escaped(text)));
        self.in_list = true;
    }

    /// An item of a list at a depth from 1, `text` as Markdown. Each line of it stays within the item.
    pub fn item(&mut self, depth: usize, text: &str) {
        if !self.in_list {
            self.out.push('\n');
            self.in_list = true;
        }
        let indent = "  ".repeat(depth.saturating_sub(1));
        for (number, line) in text.lines().enumerate() {
            let start = match number {
                0 => "- ",
                _ if line.trim().is_empty() => {
                    self.out.push('\n');
                    continue;
                }
                _ => "  ",
            };
            self.out.push_str(&indent);
            self.out.push_str(start);
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    /// A labelled line at a depth, with its list below. Nothing where the value is empty.
    pub fn value(&mut self, depth: usize, label: &str, value: &Value) {
        if value.is_empty() {
            return;
        }
        let gap = if value.text.is_empty() { "" } else { " " };
        self.item(depth, &format!("{label}:{gap}{}", value.text));
        for row in &value.rows {
            self.item(depth + 1, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_stand_between_blocks_and_lists() {
        let mut page = Page::default();
        page.heading(1, "A");
        page.label("B");
        page.item(1, "c");
        page.value(2, "D", &Value { text: String::new(), rows: vec!["`e`".into()] });
        page.value(2, "F", &Value::line("g\n- h\n\ni"));
        page.block("j");
        page.item(1, "k");
        assert_eq!(page.finish(), "# A\n\n**B:**\n- c\n  - D:\n    - `e`\n  - F: g\n    - h\n\n    i\n\nj\n\n- k\n");
    }
}
