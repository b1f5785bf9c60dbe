//! `patchbay catalog [NAME]`: lists the services that Patchbay knows, or explains one.

use patchbay_engine::catalog::{self, Service};
use std::fmt::Write as _;

/// Most names that are offered in place of one that is not known.
const OFFERED: usize = 8;

/// Every service: id, category and name, a line each, with their number at the end.
pub fn list() -> String {
    let all = catalog::services();
    let wide = all.iter().map(|entry| entry.id.len()).max().unwrap_or_default();
    let mut out = String::new();
    for entry in all {
        let _ = writeln!(out, "{:wide$}  {:22}  {}", entry.id, entry.category.word(), entry.name);
    }
    let _ = writeln!(out, "\n{} services", all.len());
    out
}

/// One service, by id, name or alias. The error says what comes near.
pub fn explain(name: &str) -> Result<String, String> {
    let Some(entry) = catalog::by_id(name).or_else(|| catalog::named(name)) else {
        let near = near(name);
        return Err(match near.is_empty() {
            true => format!("the catalog has no service {name:?}: `patchbay catalog` lists them all"),
            false => format!("the catalog has no service {name:?}. Did you mean {}?", near.join(", ")),
        });
    };
    let mut out = format!("{} ({})\n", entry.name, entry.id);
    let mut line = |field: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "  {field:10}  {text}");
        }
    };
    line("category", entry.category.word());
    line("section", entry.section);
    line("homepage", entry.homepage());
    line("aliases", &entry.aliases.join(", "));
    line("speaks", &entry.speaks.join(", "));
    line("umbrella", &entry.umbrella.join(", "));
    for (field, keys) in catalog::keys(entry) {
        line(field, &keys.join(", "));
    }
    Ok(out)
}

/// Ids of services with the name in theirs.
fn near(name: &str) -> Vec<&'static str> {
    let wanted = catalog::fold(name);
    let holds = |entry: &&Service| {
        let names = [entry.id, entry.name].into_iter().chain(entry.aliases.iter().copied());
        wanted.len() > 2 && names.map(catalog::fold).any(|name| name.contains(&wanted) || wanted.contains(&name))
    };
    catalog::services().iter().filter(holds).map(|entry| entry.id).take(OFFERED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_found_by_any_of_its_names() {
        for name in ["stripe", "Stripe", "AWS S3"] {
            assert!(explain(name).is_ok_and(|text| text.contains("npm")), "{name}");
        }
        assert!(explain("strip").is_err_and(|why| why.contains("stripe")));
        assert!(explain("no such thing").is_err());
    }

    #[test]
    fn every_service_has_its_line() {
        assert_eq!(list().lines().count(), catalog::services().len() + 2);
    }
}
