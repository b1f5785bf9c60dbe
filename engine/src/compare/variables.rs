//! The rows of environment variables.
//!
//! A variable that only A has and one that only B has are one, renamed, where they say the same in other words: another
//! prefix of a build tool, `URL` for `URI`, `KEY` for `API_KEY`; and nothing else speaks for either.

use super::align::{Owners, Which};
use super::services::is_kin;
use super::voice::Voices;
use super::{Aspect, By, Called, Field, Row, sorted};
use crate::audit::{Audit, Variable};
use crate::catalog;
use crate::order::Arrange;
use crate::verify::is_system_variable;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

/// The word that a variable's word says the same as.
fn usual(word: &str) -> &str {
    match word {
        "ADDR" | "ADDRESS" | "DSN" | "ENDPOINT" | "URI" => "URL",
        "APIKEY" | "TOKEN" => "KEY",
        "DATABASE" => "DB",
        "MAIL" => "EMAIL",
        "PASS" | "PASSWD" | "PSWD" | "PWD" => "PASSWORD",
        "USERNAME" => "USER",
        word => word,
    }
}

/// Whether people add the word to a variable's name or leave it out.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "ACCESS" | "API" | "APP" | "AUTH" | "BASE" | "DEFAULT" | "MY" | "SECRET" | "SERVER" | "SERVICE" | "THE"
    )
}

/// Which variables of both sides are one: by A's place and B's.
#[derive(Debug, Default)]
pub struct Paired {
    pairs: Vec<(Option<usize>, Option<usize>)>,
}

impl Paired {
    /// A's names of the variables that B calls otherwise, with these.
    pub fn renamed<'a>(&self, a: &'a Audit, b: &'a Audit) -> HashMap<&'a str, &'a str> {
        let names = |(of_a, of_b): &(Option<usize>, Option<usize>)| {
            let (from, to) = (a.env.get((*of_a)?)?, b.env.get((*of_b)?)?);
            (from.name != to.name).then_some((from.name.as_str(), to.name.as_str()))
        };
        self.pairs.iter().filter_map(names).collect()
    }
}

/// Finds which variables are one.
pub fn pair(a: &Audit, b: &Audit, owners: &Owners<'_>) -> Paired {
    let (order_a, order_b) = (by_name(&a.env), by_name(&b.env));
    let (mut pairs, mut left, mut right) = (Vec::with_capacity(a.env.len().max(b.env.len())), Vec::new(), Vec::new());
    let (mut rest_a, mut rest_b) = (order_a.iter().copied().peekable(), order_b.iter().copied().peekable());
    loop {
        let order = match (rest_a.peek(), rest_b.peek()) {
            (Some(from), Some(to)) => a.env.get(*from).map(|it| &it.name).cmp(&b.env.get(*to).map(|it| &it.name)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        match order {
            Ordering::Less => left.extend(rest_a.next()),
            Ordering::Greater => right.extend(rest_b.next()),
            Ordering::Equal => pairs.push((rest_a.next(), rest_b.next())),
        }
    }
    // One on each side that says the same: more would be a guess.
    let mut same: HashMap<String, [Alone; 2]> = HashMap::with_capacity(left.len().min(right.len()));
    if !left.is_empty() && !right.is_empty() {
        for (side, (audit, places)) in [(a, &left), (b, &right)].into_iter().enumerate() {
            for (at, variable) in places.iter().filter_map(|at| Some((*at, audit.env.get(*at)?))) {
                let sides = same.entry(meaning(&variable.name)).or_default();
                sides.get_mut(side).into_iter().for_each(|it| it.see(at));
            }
        }
    }
    let mut into: HashMap<usize, usize> = HashMap::new();
    for (meaning, sides) in &same {
        if let (false, [Alone::One(one), Alone::One(other)]) = (meaning.is_empty(), sides)
            && let (Some(from), Some(to)) = (a.env.get(*one), b.env.get(*other))
            && (from.service.is_empty() || to.service.is_empty() || owners.same(&from.service, &to.service))
        {
            into.insert(*one, *other);
        }
    }
    let renamed: std::collections::HashSet<usize> = into.values().copied().collect();
    pairs.extend(left.into_iter().map(|at| (Some(at), into.get(&at).copied())));
    pairs.extend(right.into_iter().filter(|at| !renamed.contains(at)).map(|at| (None, Some(at))));
    Paired { pairs }
}

/// The place of what is alone with a meaning.
#[derive(Clone, Copy, Default)]
enum Alone {
    #[default]
    None,
    One(usize),
    Many,
}

impl Alone {
    fn see(&mut self, at: usize) {
        *self = if let Alone::None = self { Alone::One(at) } else { Alone::Many };
    }
}

/// The places of variables, in the order of their names: which a list has already, as a rule.
fn by_name(env: &[Variable]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..env.len()).collect();
    order.arrange_by(|one, other| env.get(*one).map(|it| &it.name).cmp(&env.get(*other).map(|it| &it.name)));
    order
}

/// What a name says: its words without those that add nothing, each in its usual form.
fn meaning(name: &str) -> String {
    let stem = catalog::env_stem(name);
    let is_upper = !stem.bytes().any(|b| b.is_ascii_lowercase());
    let upper = if is_upper { Cow::Borrowed(stem) } else { Cow::Owned(stem.to_ascii_uppercase()) };
    let words = upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(usual);
    // A name of fillers alone says what they say.
    let all = words.clone().filter(|word| !is_filler(word)).take(2).count() < 2;
    let mut out = String::with_capacity(upper.len() + 8);
    for word in words.filter(|word| all || !is_filler(word)) {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(word);
    }
    out
}

/// The variables of both, each once.
pub fn rows(a: &Audit, b: &Audit, voices: Voices, owners: &Owners<'_>, paired: &Paired) -> Vec<Row> {
    fn named(at: Option<usize>, audit: &Audit) -> Option<(usize, Called<'_>)> {
        let variable = audit.env.get(at?)?;
        Some((at?, Called { id: "", name: variable.name.as_str().into(), service: &variable.service }))
    }
    let names = |audit| if voices.mixed() { Names::of(audit) } else { Names::default() };
    let (names_a, names_b) = (names(a), names(b));
    let mut rows = Vec::with_capacity(paired.pairs.len());
    for (of_a, of_b) in &paired.pairs {
        let (from, to) = (of_a.and_then(|at| a.env.get(at)), of_b.and_then(|at| b.env.get(at)));
        let row = Row::new(named(*of_a, a), named(*of_b, b));
        match (from, to) {
            (Some(from), Some(to)) => {
                let by = (from.name != to.name).then_some(By::Name);
                rows.push(row.with(fields(from, to, voices, owners), by));
            }
            (Some(only), None) if is_told(only, voices, true, &names_b) => rows.push(row),
            (None, Some(only)) if is_told(only, voices, false, &names_a) => rows.push(row),
            _ => {}
        }
    }
    rows
}

/// Documents do not list what every system sets, nor what is declared and never read; and they write `AWS_*` for all that begin
/// so.
fn is_told(only: &Variable, voices: Voices, only_a: bool, other: &Names<'_>) -> bool {
    if !voices.mixed() {
        return true;
    }
    let covers = |start: &str, name: &str| name.starts_with(start);
    match voices.code_only(only_a) {
        true => {
            let told = !only.read.is_empty() && !is_system_variable(&only.name);
            told && !other.starts.iter().any(|start| covers(start, &only.name))
        }
        false => !only.name.strip_suffix('*').is_some_and(|start| other.all.iter().any(|name| covers(start, name))),
    }
}

/// The names of a side's variables.
#[derive(Default)]
struct Names<'a> {
    all: Vec<&'a str>,
    /// What stands before the star of those that stand for all that begin so.
    starts: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn of(audit: &'a Audit) -> Self {
        let all: Vec<&str> = audit.env.iter().map(|it| it.name.as_str()).collect();
        let starts = all.iter().filter_map(|name| name.strip_suffix('*')).collect();
        Names { all, starts }
    }
}

/// Whether the owner of a variable, an endpoint or a store is not the same on both sides, as far as both say. Sides that are
/// documents may leave it open, or name a cloud where the other names a part of it.
pub fn owners_differ(from: &str, to: &str, voices: Voices, owners: &Owners<'_>) -> bool {
    if owners.same(from, to) {
        return false;
    }
    if !voices.may_be_silent() {
        return true;
    }
    let said = |which: Which, id: &str| !id.is_empty() && owners.number(which, id).is_some();
    said(Which::A, from) && said(Which::B, to) && !(voices.mixed() && is_kin(from, to))
}

fn fields(from: &Variable, to: &Variable, voices: Voices, owners: &Owners<'_>) -> Vec<Field> {
    let mut out = Vec::new();
    if from.name != to.name {
        out.push(Field::value(Aspect::Name, from.name.as_str(), to.name.as_str()));
    }
    if owners_differ(&from.service, &to.service, voices, owners) {
        out.push(Field::value(
            Aspect::Service,
            owners.name(Which::A, &from.service),
            owners.name(Which::B, &to.service),
        ));
    }
    let unsaid = voices.may_be_silent() && (from.required.is_none() || to.required.is_none());
    if from.required != to.required && !unsaid {
        out.push(Field::value(Aspect::Required, required(from), required(to)));
    }
    if voices.places() {
        for (field, of_a, of_b) in [
            (Aspect::Read, !from.read.is_empty(), !to.read.is_empty()),
            (Aspect::Declared, !from.declared.is_empty(), !to.declared.is_empty()),
        ] {
            if of_a != of_b {
                let is = |it: bool| if it { field.word().to_owned() } else { format!("not {}", field.word()) };
                out.push(Field::value(field, is(of_a), is(of_b)));
            }
        }
    }
    if voices.documents() && from.purpose != to.purpose {
        out.push(Field::value(Aspect::Purpose, from.purpose.as_str(), to.purpose.as_str()));
    }
    sorted(out)
}

fn required(variable: &Variable) -> &'static str {
    match variable.required {
        Some(true) => "required",
        Some(false) => "optional",
        None => "not said",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_the_same() {
        for (one, other) in [
            ("STRIPE_KEY", "STRIPE_SECRET_KEY"),
            ("STRIPE_API_KEY", "STRIPE_TOKEN"),
            ("VITE_MAPBOX_TOKEN", "NEXT_PUBLIC_MAPBOX_ACCESS_TOKEN"),
            ("DATABASE_URL", "DB_URI"),
            ("SMTP_PASS", "SMTP_PASSWORD"),
            ("stripe.api-key", "STRIPE_API_KEY"),
        ] {
            assert_eq!(meaning(one), meaning(other), "{one} {other}");
        }
        for (one, other) in [
            ("STRIPE_KEY", "STRIPE_WEBHOOK_KEY"),
            ("DB_HOST_1", "DB_HOST_2"),
            ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            ("API_KEY", "ACCESS_TOKEN_X"),
            ("SECRET", "API"),
        ] {
            assert_ne!(meaning(one), meaning(other), "{one} {other}");
        }
    }
}
