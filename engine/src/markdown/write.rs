//! Writes an audit as a document in the usual template of `INTEGRATIONS.md`: sections, bold groups, services as bullets with
//! labelled lines below, an environment list, webhooks, a date at both ends.

use crate::audit::{
    Audit, Category, Client, Direction, EvidenceKind, SECTIONS, Service, Status, Variable, Verification,
};
use std::fmt::Write as _;

/// Most items of one list before the rest is counted.
const LIST: usize = 12;

/// Most files and hosts of one service, for a line that is read at a glance.
const FILES: usize = 6;

/// The audit as a document in the usual template. Same audit, same bytes.
pub fn write(audit: &Audit) -> String {
    let mut out = String::from("# External Integrations\n");
    if !audit.date.is_empty() {
        let _ = write!(out, "\n**Analysis Date:** {}\n", audit.date);
    }
    let mut sections: Vec<&str> = SECTIONS.to_vec();
    for service in &audit.services {
        if !sections.contains(&service.section.as_str()) {
            sections.push(&service.section);
        }
    }
    for section in sections {
        let _ = write!(out, "\n## {section}\n");
        match section {
            "Environment Configuration" => environment(&mut out, &audit.env, audit),
            "Webhooks & Callbacks" => webhooks(&mut out, audit),
            _ => services(&mut out, audit, section),
        }
    }
    if !audit.date.is_empty() {
        let _ = write!(out, "\n---\n\n*Integration audit: {}*\n", audit.date);
    }
    out
}

fn services(out: &mut String, audit: &Audit, section: &str) {
    let mut here: Vec<&Service> = audit.services.iter().filter(|s| s.section == section).collect();
    here.sort_by_key(|s| (s.category, s.status, s.name.to_lowercase()));
    let (shown, mentioned): (Vec<&Service>, Vec<&Service>) =
        here.into_iter().partition(|s| s.status != Status::Mentioned);
    if shown.is_empty() {
        out.push_str("\nNot detected\n");
    }
    let mut category = None;
    for service in shown {
        if category != Some(service.category) {
            category = Some(service.category);
            let _ = write!(out, "\n**{}:**\n", heading(service.category));
        }
        service_lines(out, audit, service);
    }
    // A host that no catalog knows and nothing calls is somebody's page.
    let mentioned: Vec<&Service> = mentioned.into_iter().filter(|s| !s.id.starts_with("host:")).collect();
    if !mentioned.is_empty() {
        let names: Vec<&str> = mentioned.iter().map(|s| s.name.as_str()).collect();
        let _ = write!(out, "\n**Mentioned only:**\n- {}\n", escaped(&limited(&names, ", ")));
    }
}

/// A category as the heading of a group.
fn heading(category: Category) -> &'static str {
    match category {
        Category::Payment => "Payment Processing",
        Category::Ai => "AI & Machine Learning",
        Category::Database => "Databases",
        Category::Cache => "Caching",
        Category::Queue => "Queues & Background Jobs",
        Category::Storage => "File Storage",
        Category::Search => "Search",
        Category::Auth => "Auth Providers",
        Category::Email => "Email",
        Category::Sms => "SMS",
        Category::Push => "Push Notifications",
        Category::Analytics => "Analytics",
        Category::ErrorTracking => "Error Tracking",
        Category::Logging => "Logs",
        Category::Monitoring => "Monitoring",
        Category::Maps => "Maps & Location",
        Category::Media => "Media & Fonts",
        Category::Video => "Video",
        Category::Chat => "Chat & Messaging",
        Category::Realtime => "Realtime",
        Category::Webrtc => "WebRTC",
        Category::Crm => "CRM",
        Category::Cms => "Content Management",
        Category::Ecommerce => "E-commerce & Shipping",
        Category::Social => "Social",
        Category::Blockchain => "Blockchain",
        Category::FinanceData => "Financial Data",
        Category::DataApi => "Data APIs",
        Category::IdentityVerification => "Identity Verification",
        Category::FeatureFlags => "Feature Flags",
        Category::Pdf => "PDF & Documents",
        Category::Hosting => "Hosting",
        Category::Ci => "CI Pipeline",
        Category::Container => "Containers",
        Category::Registry => "Registries",
        Category::Iac => "Infrastructure as Code",
        Category::CdnDns => "CDN & DNS",
        Category::CodeHost => "Code Hosting",
        Category::Secrets => "Secrets",
        Category::DevService => "Development Services",
        Category::Other => "Other",
    }
}

fn service_lines(out: &mut String, audit: &Audit, service: &Service) {
    let _ = write!(out, "- {}", escaped(&service.name));
    let remark = match service.status {
        Status::Used => "",
        Status::Declared => "declared, no use found in code",
        Status::DevOnly => "development and tests only",
        Status::Mentioned => "mentioned only",
        Status::Planned => "planned",
        Status::Absent => "none",
    };
    match (service.purpose.is_empty(), remark.is_empty()) {
        (false, true) => drop(write!(out, " - {}", service.purpose)),
        (false, false) => drop(write!(out, " - {} ({remark})", service.purpose)),
        (true, false) => drop(write!(out, " - {remark}")),
        (true, true) => {}
    }
    out.push('\n');
    let mut line = |label: &str, text: String| {
        if !text.is_empty() {
            let _ = writeln!(out, "  - {label}: {text}");
        }
    };
    line("SDK/Client", clients(&service.clients));
    line("Auth", codes(service.env.iter().map(String::as_str)));
    line("Hosts", few(&service.hosts));
    line("Image", few(&service.images));
    line("Implementation", few(&service.implementation));
    let stores: Vec<&str> = audit.stores.iter().filter(|s| s.service == service.id).map(|s| s.name.as_str()).collect();
    if let Some(kind) = audit.stores.iter().find(|s| s.service == service.id).map(|s| s.kind.as_str()) {
        line(&format!("{}{}s", kind[..1].to_uppercase(), &kind[1..]), codes(stores.into_iter()));
    }
    // A file that nothing above names is where the reader would look first.
    if service.implementation.is_empty() && service.clients.is_empty() {
        let found = service.evidence.iter().find(|e| e.kind != EvidenceKind::Mention);
        line("Found in", found.map_or(String::new(), |e| code(&e.path)));
    }
}

/// Clients, each once with all its versions, or what is asked for where no exact version is known:
/// `` `pg` ^8.11.0, ^8.16.3 (npm) ``.
fn clients(clients: &[Client]) -> String {
    let mut packages: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for client in clients {
        let version = if client.version.is_empty() { client.requirement.as_str() } else { client.version.as_str() };
        let same = |(name, ecosystem, _): &&mut (&str, &str, Vec<&str>)| {
            *name == client.name && *ecosystem == client.ecosystem
        };
        match packages.iter_mut().find(same) {
            Some((_, _, versions)) if version.is_empty() || versions.contains(&version) => {}
            Some((_, _, versions)) => versions.push(version),
            None => packages.push((
                &client.name,
                &client.ecosystem,
                Some(version).filter(|v| !v.is_empty()).into_iter().collect(),
            )),
        }
    }
    let written: Vec<String> = packages
        .iter()
        .map(|(name, ecosystem, versions)| match versions.is_empty() {
            true => format!("{} ({ecosystem})", code(name)),
            false => format!("{} {} ({ecosystem})", code(name), escaped(&versions.join(", "))),
        })
        .collect();
    limited(&written.iter().map(String::as_str).collect::<Vec<_>>(), ", ")
}

fn environment(out: &mut String, env: &[Variable], audit: &Audit) {
    // Credentials of a cloud open several of its services.
    let owners = |variable: &Variable| {
        let mut all: Vec<&Service> =
            audit.services.iter().filter(|s| s.id == variable.service || s.env.contains(&variable.name)).collect();
        all.sort_by_key(|s| (s.id != variable.service, s.name.to_lowercase()));
        limited(&all.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ", ")
    };
    let mut list = |title: &str, pick: &dyn Fn(&Variable) -> bool| {
        let rows: Vec<&Variable> = env.iter().filter(|v| pick(v)).collect();
        if rows.is_empty() {
            return;
        }
        let _ = write!(out, "\n**{title}:**\n");
        for variable in rows {
            let owners = owners(variable);
            let _ = write!(out, "- {}", code(&variable.name));
            if !owners.is_empty() {
                let _ = write!(out, " - {}", escaped(&owners));
            }
            out.push('\n');
        }
    };
    list("Required env vars", &|v| v.required == Some(true) && !v.read.is_empty());
    list("Other env vars read", &|v| v.required != Some(true) && !v.read.is_empty());
    list("Declared, not read by code here", &|v| v.read.is_empty() && !v.declared.is_empty());
    let mut files: Vec<&str> = env.iter().flat_map(|v| v.declared.iter().map(|d| d.path.as_str())).collect();
    files.sort_unstable();
    files.dedup();
    if env.is_empty() {
        out.push_str("\nNot detected\n");
    }
    if !files.is_empty() {
        let _ = write!(out, "\n**Declared in:**\n- {}\n", codes(files.into_iter()));
    }
}

fn webhooks(out: &mut String, audit: &Audit) {
    for (title, direction) in
        [("Incoming", Direction::Incoming), ("Callbacks", Direction::Callback), ("Outgoing", Direction::Outgoing)]
    {
        let rows: Vec<_> = audit.endpoints.iter().filter(|e| e.direction == direction).collect();
        let _ = write!(out, "\n**{title}:**\n");
        if rows.is_empty() {
            out.push_str("- None detected\n");
        }
        for endpoint in rows {
            let path = if endpoint.method.is_empty() {
                endpoint.path.clone()
            } else {
                format!("{} {}", endpoint.method, endpoint.path)
            };
            let _ = write!(out, "- {}", code(&path));
            if let Some(service) = audit.services.iter().find(|s| s.id == endpoint.service) {
                let _ = write!(out, " - {}", escaped(&service.name));
            }
            out.push('\n');
            let _ = writeln!(out, "  - Implementation: {}", code(&endpoint.place.path));
            match endpoint.verification {
                Verification::Signature => out.push_str("  - Verification: signature\n"),
                Verification::Token => out.push_str("  - Verification: token\n"),
                Verification::None => out.push_str("  - Verification: none\n"),
                Verification::Unknown => {}
            }
            if !endpoint.events.is_empty() {
                let _ = writeln!(out, "  - Events: {}", codes(endpoint.events.iter().map(String::as_str)));
            }
        }
    }
}

/// Text in a code span, whatever it holds.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// The first [`FILES`] of a service's files or hosts.
fn few(items: &[String]) -> String {
    let shown: Vec<String> = items.iter().take(FILES).map(|item| code(item)).collect();
    match items.len().saturating_sub(FILES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn codes<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.map(code).collect();
    limited(&items.iter().map(String::as_str).collect::<Vec<_>>(), ", ")
}

/// The items, the first [`LIST`] in words and the rest as a number.
fn limited(items: &[&str], between: &str) -> String {
    let mut text = items.iter().take(LIST).copied().collect::<Vec<_>>().join(between);
    if items.len() > LIST {
        let _ = write!(text, " and {} more", items.len() - LIST);
    }
    text
}

/// Text outside code spans, so that it is read as the words it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#') {
            out.push('\\');
        }
        out.push(if c == '\n' || c == '\r' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Endpoint, Place};

    #[test]
    fn a_client_of_several_manifests_is_written_once() {
        let client = |requirement: &str, version: &str, manifest: &str| Client {
            ecosystem: "npm".into(),
            name: "pg".into(),
            requirement: requirement.into(),
            version: version.into(),
            manifest: manifest.into(),
        };
        let all = [
            client("^8.0.0", "", "a/package.json"),
            client("^8.0.0", "", "b/package.json"),
            client("^8.0.0", "8.11.3", "c/package.json"),
            client("", "", ""),
        ];
        assert_eq!(clients(&all), "`pg` ^8.0.0, 8.11.3 (npm)");
        assert_eq!(clients(&all[3..]), "`pg` (npm)");
    }

    #[test]
    fn long_lists_of_files_are_cut() {
        let files: Vec<String> = (0..9).map(|n| format!("f{n}")).collect();
        assert_eq!(few(&files[..2]), "`f0`, `f1`");
        assert!(few(&files).ends_with("`f5` and 3 more"));
    }

    #[test]
    fn a_service_is_written_with_its_labelled_lines() {
        let audit = Audit {
            date: "2026-02-12".into(),
            services: vec![Service {
                id: "stripe".into(),
                name: "Stripe".into(),
                category: Category::Payment,
                section: Category::Payment.section().into(),
                status: Status::Used,
                clients: vec![Client {
                    ecosystem: "npm".into(),
                    name: "stripe".into(),
                    version: "20.2.0".into(),
                    ..Client::default()
                }],
                env: vec!["STRIPE_SECRET_KEY".into()],
                implementation: vec!["lib/stripe.ts".into()],
                ..Service::default()
            }],
            endpoints: vec![Endpoint {
                method: "POST".into(),
                path: "/api/stripe/webhook".into(),
                service: "stripe".into(),
                verification: Verification::Signature,
                events: vec!["checkout.session.completed".into()],
                place: Place { path: "app/route.ts".into(), line: 9 },
                ..Endpoint::default()
            }],
            ..Audit::default()
        };
        let text = write(&audit);
        for line in [
            "**Analysis Date:** 2026-02-12",
            "## APIs & External Services\n\n**Payment Processing:**\n- Stripe\n  - SDK/Client: `stripe` 20.2.0 (npm)\n  - Auth: `STRIPE_SECRET_KEY`",
            "- `POST /api/stripe/webhook` - Stripe\n  - Implementation: `app/route.ts`\n  - Verification: signature\n  - Events: `checkout.session.completed`",
        ] {
            assert!(text.contains(line), "{line}\nnot in\n{text}");
        }
        for section in SECTIONS {
            assert!(text.contains(&format!("## {section}\n")));
        }
    }
}
