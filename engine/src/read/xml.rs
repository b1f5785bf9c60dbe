//! XML as a tree of elements, each with its place.
//!
//! A reader knows the elements that it wants by name, so namespaces are left out: `android:name` is found as `name`.
//! Entities are never expanded: a text is what stands in the file. What was read before a mistake stays read.

use super::ReadError;
use super::lines::Part;
use crate::limits::{NESTING, XML_ELEMENTS};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Most attributes that are read of one element.
const ATTRIBUTES: usize = 64;

/// An element.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    /// Its name without a prefix; empty for the whole file.
    pub name: Part<'a>,
    /// Its attributes: name without a prefix, and value.
    pub attributes: Vec<(&'a str, Part<'a>)>,
    /// The text directly in it, from the first that is no space to the last, as written.
    pub text: Part<'a>,
    /// The elements directly in it.
    pub children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    fn new(name: Part<'a>) -> Self {
        let text = Part { start: name.start + name.text.len(), text: "" };
        Element { name, attributes: Vec::new(), text, children: Vec::new() }
    }

    /// The elements of this name directly in it.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element<'a>> {
        self.children.iter().filter(move |child| child.name.text == name)
    }

    /// The first element of this name directly in it.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.name.text == name)
    }

    /// The text of the first element of this name; empty where there is none.
    pub fn text_of(&self, name: &str) -> Part<'a> {
        self.child(name).map_or(Part { start: self.name.start, text: "" }, |child| child.text)
    }

    /// An attribute's value, if it has one that is not empty.
    pub fn attribute(&self, name: &str) -> Option<Part<'a>> {
        self.attributes.iter().find(|(known, value)| *known == name && !value.text.is_empty()).map(|(_, value)| *value)
    }

    /// Calls `visit` with every element below this one, in the order of the file.
    pub fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e Element<'a>)) {
        for child in &self.children {
            visit(child);
            child.each(visit);
        }
    }
}

/// The file as an element that holds its root, and why it could not be read to its end, if so.
pub fn parse(text: &str) -> (Element<'_>, Result<(), ReadError>) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let base = text.len() - body.len();
    let mut reader = Reader::from_str(body);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.trim_text_start = false;
    let mut open = vec![Element::new(Part { start: 0, text: "" })];
    let mut elements = 0_usize;
    let end = loop {
        let from = usize::try_from(reader.buffer_position()).unwrap_or(body.len());
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(body.len());
                break Err(syntax(body, at, error.to_string()));
            }
        };
        let to = usize::try_from(reader.buffer_position()).unwrap_or(body.len());
        match event {
            Event::Eof if open.len() > 1 => break Err(syntax(body, body.len(), "an element is not closed".into())),
            Event::Eof => break Ok(()),
            Event::Start(tag) | Event::Empty(tag) if elements >= XML_ELEMENTS => {
                drop(tag);
                break Err(syntax(body, from, "too many elements".into()));
            }
            Event::Start(tag) => {
                if open.len() > NESTING {
                    break Err(ReadError::TooDeep);
                }
                elements += 1;
                open.push(element(text, base, from..to, &tag));
            }
            Event::Empty(tag) => {
                elements += 1;
                let child = element(text, base, from..to, &tag);
                if let Some(parent) = open.last_mut() {
                    parent.children.push(child);
                }
            }
            Event::End(_) => close(&mut open),
            Event::Text(_) | Event::GeneralRef(_) => {
                if let Some(element) = open.last_mut() {
                    add_text(element, text, base + from..base + to);
                }
            }
            Event::CData(_) => {
                // `<![CDATA[` and `]]>` are no text.
                if let Some(element) = open.last_mut() {
                    add_text(element, text, base + from + 9..(base + to).saturating_sub(3));
                }
            }
            _ => {}
        }
    };
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().unwrap_or_else(|| Element::new(Part { start: 0, text: "" }));
    (root, end)
}

fn close(open: &mut Vec<Element<'_>>) {
    if open.len() > 1
        && let Some(closed) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(closed);
    }
}

/// The element whose tag stands at `span` of the text behind `base`.
fn element<'a>(text: &'a str, base: usize, span: Range<usize>, tag: &BytesStart<'_>) -> Element<'a> {
    let name = tag.name();
    let start = base + span.start + 1;
    let whole = text.get(start..start + name.as_ref().len()).unwrap_or("");
    let local = local(whole);
    let mut element = Element::new(Part { start: start + whole.len() - local.len(), text: local });
    // What the attributes borrow is the tag's content, which stands behind its `<`.
    let content = tag.attributes_raw();
    let content_at = start + name.as_ref().len();
    let place = |part: &str| {
        let at = (part.as_ptr() as usize).checked_sub(content.as_ptr() as usize).filter(|at| *at <= content.len())?;
        let start = content_at + at;
        Some(Part { start, text: text.get(start..start + part.len())? })
    };
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    for attribute in attributes.map_while(Result::ok).take(ATTRIBUTES) {
        let key: &str = attribute.key.as_ref();
        if let (Some(key), Some(value)) = (place(key), place(&attribute.value)) {
            element.attributes.push((self::local(key.text), value));
        }
    }
    element
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Lengthens an element's text by what stands at `span`.
fn add_text<'a>(element: &mut Element<'a>, text: &'a str, span: Range<usize>) {
    let Some(part) = text.get(span.clone()) else { return };
    let trimmed = part.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = span.start + part.len() - part.trim_start().len();
    // A child may stand between: the text is what comes before it.
    if element.text.text.is_empty() {
        element.text = Part { start, text: trimmed };
    } else if element.children.is_empty() {
        let whole = element.text.start..start + trimmed.len();
        element.text.text = text.get(whole).unwrap_or(element.text.text);
    }
}

fn syntax(text: &str, at: usize, message: String) -> ReadError {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let line = u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX);
    ReadError::Syntax { format: "XML", line, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_attributes_and_texts_have_their_places() {
        let text = "\u{feff}<?xml version=\"1.0\"?>\r\n<!DOCTYPE x [<!ENTITY e \"&e;&e;\">]>\r\n<x:é a:b='c &amp; d' f=\"g\">\r\n <h> i&amp;j </h><k/><![CDATA[l<m]]>\r\n</x:é>";
        let (root, end) = parse(text);
        assert_eq!(end, Ok(()));
        let x = root.child("é").unwrap();
        assert_eq!(&text[x.name.span()], "é");
        for (name, value) in [("b", "c &amp; d"), ("f", "g")] {
            let part = x.attribute(name).unwrap();
            assert_eq!((part.text, &text[part.span()]), (value, value));
        }
        for (part, value) in [(x.text_of("h"), "i&amp;j"), (x.text, "l<m"), (x.text_of("k"), ""), (x.text_of("z"), "")]
        {
            assert_eq!((part.text, &text[part.span()]), (value, value));
        }
        let mut names = Vec::new();
        root.each(&mut |element| names.push(element.name.text));
        assert_eq!(names, ["é", "h", "k"]);
    }

    #[test]
    fn what_stands_before_a_mistake_is_kept() {
        for (text, line) in [
            ("<a>\n<b>c</b>\n<d", 3),
            ("<a>\n<b>c</b>\n</d>", 3),
            ("<a>\n<b>c</b>\n<!-- ", 3),
            ("<a><b>c</b>\n\n", 3),
            ("<a><b>c</b>\n<d e=\"f", 2),
        ] {
            let (root, end) = parse(text);
            assert_eq!(root.child("a").unwrap().text_of("b").text, "c", "{text:?}");
            assert!(matches!(end, Err(ReadError::Syntax { line: l, .. }) if l == line), "{text:?} {end:?}");
        }
        for text in ["", "<", "a", "<a", "</a>", "<a/>", "&", "<a b", "<a b=c/>", "<![CDATA[", "<a>\u{feff}"] {
            let _ = parse(text);
        }
    }

    #[test]
    fn deep_and_wide_files_end() {
        assert_eq!(parse(&"<a>".repeat(100_000)).1, Err(ReadError::TooDeep));
        assert!(parse(&"<a/>".repeat(500_000)).0.children.len() <= XML_ELEMENTS);
        let wide = format!("<a {}/>", "b='c' ".repeat(10_000));
        assert_eq!(parse(&wide).0.children[0].attributes.len(), ATTRIBUTES);
    }
}
