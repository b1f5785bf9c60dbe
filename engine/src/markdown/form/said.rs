//! What a service's own words say of its fields, so that no line needs to say it again.

use super::field::List;
use crate::audit::{Attribute, Service, Status};
use crate::catalog;
use crate::markdown::inline::{self, Context, What};
use crate::markdown::read::offered::{Field, Services, Stance, field, is_source, purpose_status, stance, status};
use crate::order::{Arrange, Gather};
use crate::url;
use std::collections::HashMap;

/// The lines that several services share: the variables in one may be those of another of them.
#[derive(Default)]
pub struct Shared<'a> {
    by_line: HashMap<&'a Attribute, Vec<&'a str>>,
}

impl<'a> Shared<'a> {
    /// The lines of some services.
    pub fn new(services: &'a [Service]) -> Self {
        let mut by_line: HashMap<&Attribute, Vec<&str>> = HashMap::new();
        for service in services {
            for line in &service.attributes {
                by_line.entry(line).or_default().push(&service.id);
            }
        }
        by_line.retain(|_, ids| ids.len() > 1);
        Self { by_line }
    }

    /// Whether what `known` owns is another's of those that share a line, and not also `id`'s.
    fn is_anothers(&self, line: &Attribute, id: &str, known: Option<&catalog::Service>) -> bool {
        let (Some(known), Some(ids)) = (known, self.by_line.get(line)) else { return false };
        known.id != id && ids.contains(&known.id)
    }
}

/// How far the code goes with a service, by its purpose and by lines that say nothing else. "Used" where neither does.
pub fn said_status(service: &Service) -> Status {
    let plain = |text: &str| text.replace(['*', '`', '_'], "");
    let lines = service.attributes.iter().rev().filter(|line| field(&line.label) == Some(Field::Status));
    lines
        .map(|line| status(&plain(&line.text)))
        .chain([purpose_status(&plain(&service.purpose))])
        .flatten()
        .next()
        .unwrap_or(Status::Used)
}

/// The clients, variables, hosts, images and files that a service's purpose and its labelled lines name. What is absent has
/// none.
pub fn lists(service: &Service, shared: &Shared<'_>) -> Service {
    let silent = service.purpose.is_empty() && service.attributes.is_empty();
    if silent || service.status == Status::Absent {
        return Service::default();
    }
    let mut found = Services::default();
    let at = match catalog::by_id(&service.id) {
        Some(entry) => found.known(entry),
        None => found.unknown(&service.name, None, ""),
    };
    let whole = Attribute { label: String::new(), text: service.purpose.clone() };
    let mut gather = |text: &str, context: Context, line: &Attribute| {
        gather(&mut found, at, text, context, &|known| shared.is_anothers(line, &service.id, known));
    };
    gather(&service.purpose, Context::Plain, &whole);
    for line in &service.attributes {
        gather(&line.label, Context::Plain, line);
        gather(&line.text, field(&line.label).unwrap_or_default().context(), line);
    }
    let Some(said) = found.finish().pop() else { return Service::default() };
    Service {
        clients: said.clients,
        env: said.env,
        hosts: said.hosts,
        images: said.images,
        implementation: said.implementation,
        ..Service::default()
    }
}

fn gather(
    found: &mut Services,
    at: usize,
    text: &str,
    context: Context,
    is_anothers: &dyn Fn(Option<&catalog::Service>) -> bool,
) {
    let mut package: Option<(String, Option<&'static str>)> = None;
    for thing in inline::things(text, context) {
        let denied = || stance(text, thing.start..thing.end) == Stance::Denied;
        if let What::Version(version) = &thing.what {
            if let Some((name, ecosystem)) = &package {
                found.client(at, name, *ecosystem, Some(version));
            }
            continue;
        }
        package = None;
        match thing.what {
            What::Package(name, ecosystem) if !denied() => {
                found.client(at, &name, ecosystem, None);
                package = Some((name, ecosystem));
            }
            What::Env(name) if !is_anothers(catalog::env(name.trim_end_matches('*'))) && !denied() => {
                found.env(at, &name);
            }
            What::Path(path) if (context == Context::Paths || is_source(&path)) && !denied() => {
                found.implementation(at, &path);
            }
            What::Host(host, path)
                if url::public_host(&host, &path).is_some()
                    && !denied()
                    && !is_anothers(catalog::host(&host, &path).map(|known| known.service)) =>
            {
                found.host(at, &host);
            }
            What::Image(image, tag) if !is_anothers(catalog::image(&image)) && !denied() => {
                found.image(at, &if tag.is_empty() { image } else { format!("{image}:{tag}") });
            }
            _ => {}
        }
    }
}

/// The line that says of a list what the service's own words do not; `None` where they say it all. `sorted` says that the
/// list has no order of its own.
pub fn unsaid<T: Clone + Ord>(all: &[T], said: &[T], sorted: bool) -> Option<List<T>> {
    if all == said {
        return None;
    }
    let missing = if said.is_empty() { all.to_vec() } else { without(all, said) };
    let list = List { items: missing, only: false };
    let enough = !list.items.is_empty() && with(list.clone(), said.to_vec(), sorted) == all;
    Some(if enough { list } else { List { items: all.to_vec(), only: true } })
}

/// A list, of which a line says one part and the service's own words another.
pub fn with<T: Clone + Ord>(list: List<T>, said: Vec<T>, sorted: bool) -> Vec<T> {
    let List { mut items, only } = list;
    if only || said.is_empty() {
        return items;
    }
    let mut more = without(&said, &items);
    items.append(&mut more);
    if sorted {
        items.arrange();
    }
    items
}

fn without<T: Clone + Ord>(all: &[T], those: &[T]) -> Vec<T> {
    let those: std::collections::BTreeSet<&T> = those.iter().gathered();
    all.iter().filter(|item| !those.contains(item)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_from_their_parts() {
        for (all, said, sorted, written) in [
            (&[1, 2][..], &[1, 2][..], true, None),
            (&[1, 2, 3], &[2], true, Some((&[1, 3][..], false))),
            (&[2, 1], &[1], false, Some((&[2], false))),
            (&[1, 2], &[1], false, Some((&[1, 2], true))),
            (&[1], &[1, 2], true, Some((&[1], true))),
            (&[], &[1], true, Some((&[], true))),
            (&[3, 1], &[], true, Some((&[3, 1], false))),
        ] {
            let line = unsaid(all, said, sorted);
            assert_eq!(line.as_ref().map(|list| (list.items.as_slice(), list.only)), written);
            let back = with(line.unwrap_or_default(), said.to_vec(), sorted);
            assert_eq!(back, all);
        }
    }

    #[test]
    fn a_services_own_words_say_its_fields() {
        let line = |label: &str, text: &str| Attribute { label: label.into(), text: text.into() };
        let service = Service {
            id: "stripe".into(),
            name: "Stripe".into(),
            purpose: "card payments, planned".into(),
            attributes: vec![
                line("SDK", "`stripe` 20.1.0 on the server"),
                line("Auth", "`STRIPE_SECRET_KEY`, kept in a vault"),
                line("Code", "see `lib/pay.ts`"),
            ],
            ..Service::default()
        };
        let said = lists(&service, &Shared::default());
        assert_eq!(said.env, ["STRIPE_SECRET_KEY"]);
        assert_eq!(said.implementation, ["lib/pay.ts"]);
        assert_eq!(said.clients.first().map(|client| client.version.as_str()), Some("20.1.0"));
        assert_eq!(said_status(&service), Status::Planned);
        assert_eq!(said_status(&Service::default()), Status::Used);
    }

    #[test]
    fn what_is_anothers_of_those_that_share_a_line_is_not_said() {
        let line = Attribute { label: "Auth".into(), text: "`STRIPE_SECRET_KEY`, `TWILIO_AUTH_TOKEN` and more".into() };
        let service = |id: &str| Service { id: id.into(), attributes: vec![line.clone()], ..Service::default() };
        let both = [service("stripe"), service("twilio")];
        let said = |service: &Service, of: &[Service]| lists(service, &Shared::new(of)).env;
        assert_eq!(said(&both[0], &both), ["STRIPE_SECRET_KEY"]);
        assert_eq!(said(&both[1], &both), ["TWILIO_AUTH_TOKEN"]);
        assert_eq!(said(&both[0], &both[..1]), ["STRIPE_SECRET_KEY", "TWILIO_AUTH_TOKEN"]);
    }
}
