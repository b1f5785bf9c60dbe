//! A variable and the labelled lines below it.

use super::super::form::outline::Item;
use super::super::form::text::Cursor;
use super::super::form::variable::{Field, SERVICE};
use super::super::inline::{self, Context, What};
use super::services::append;
use super::spans::Span;
use super::{About, Reading};
use crate::audit::{BlockRole, ClaimKind, Claimed, Variable};
use crate::order::Arrange;

impl Reading<'_> {
    /// Reads a line of a list of variables, which are required or not.
    pub fn variable(&mut self, item: &Item<'_>, required: Option<bool>) {
        let (names, text) = head(item.line.text);
        if names.is_empty() {
            return self.noted(item);
        }
        let kinds = text.is_empty().then_some(&[ClaimKind::Env] as &[_]);
        self.spans.push(Span::head(item, BlockRole::Variable, kinds));
        let mut about = About { text, ..About::default() };
        let mut variable =
            Variable { required, claimed: vec![Claimed { line: item.line.number }], ..Variable::default() };
        for line in item.children() {
            let Some(label) = line.labelled() else { continue };
            let field = line.value(&label).and_then(|value| Field::read(&label.label, &value));
            let kinds = if field.is_some() {
                Some(&[ClaimKind::Path] as &[_])
            } else {
                (label.label == SERVICE).then_some(&[] as &[_])
            };
            self.spans.push(Span::of(&line, BlockRole::Variable, kinds));
            match field {
                Some(Field::Read(mut places)) => append(&mut variable.read, &mut places),
                Some(Field::Declared(mut places)) => append(&mut variable.declared, &mut places),
                None => drop(about.take(&label.label, &label.text)),
            }
        }
        variable.declared.arrange();
        for name in names {
            let About { text, service, purpose } = &about;
            self.owners.variables.push(About {
                text: text.clone(),
                service: service.clone(),
                purpose: purpose.clone(),
            });
            self.audit.env.push(Variable { name, ..variable.clone() });
        }
    }
}

/// The variables that a line begins with, and the text behind them.
pub fn head(text: &str) -> (Vec<String>, String) {
    let mut cursor = Cursor::new(text);
    if let Some(name) = cursor.code()
        && (cursor.done() || cursor.eat(" - "))
    {
        return (vec![name], cursor.rest.trim().to_owned());
    }
    // A person's own line: several at once, or without code.
    let (head, rest) = text.split_once(" - ").unwrap_or((text, ""));
    let names = inline::things(head, Context::Variables).into_iter().filter_map(|thing| match thing.what {
        What::Env(name) => Some(name),
        _ => None,
    });
    (names.collect(), rest.trim().to_owned())
}

/// Puts what is said again of a variable to what was said first. Whether it is the same.
pub fn merge(again: &mut Variable, first: &mut Variable) -> bool {
    if again.name != first.name {
        return false;
    }
    append(&mut first.read, &mut again.read);
    append(&mut first.declared, &mut again.declared);
    append(&mut first.claimed, &mut again.claimed);
    if first.purpose.is_empty() {
        first.purpose = std::mem::take(&mut again.purpose);
    }
    true
}
