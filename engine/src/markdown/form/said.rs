//! What a service's own words say of its lists, so that no line needs to say it again.

use crate::audit::Service;
use crate::catalog;
use crate::markdown::inline::{self, Context, What};
use crate::markdown::read::offered::{Services, Stance, field, stance};
use crate::url;

/// The clients, variables, hosts, images and files that a service's purpose and its labelled lines name.
pub fn lists(service: &Service) -> Service {
    if service.purpose.is_empty() && service.attributes.is_empty() {
        return Service::default();
    }
    let mut found = Services::default();
    let at = match catalog::by_id(&service.id) {
        Some(entry) => found.known(entry),
        None => found.unknown(&service.name, None, ""),
    };
    gather(&mut found, at, &service.purpose, Context::Plain);
    for attribute in &service.attributes {
        gather(&mut found, at, &attribute.label, Context::Plain);
        gather(&mut found, at, &attribute.text, field(&attribute.label).unwrap_or_default().context());
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

fn gather(found: &mut Services, at: usize, text: &str, context: Context) {
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
            What::Env(name) if !denied() => found.env(at, &name),
            What::Path(path) if !denied() => found.implementation(at, &path),
            What::Host(host, path) if url::public_host(&host, &path).is_some() && !denied() => found.host(at, &host),
            What::Image(image, tag) if !denied() => {
                found.image(at, &if tag.is_empty() { image } else { format!("{image}:{tag}") });
            }
            _ => {}
        }
    }
}
