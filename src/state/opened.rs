//! An open audit, with its lists laid out for search and filters.

use patchbay_engine::order::{Arrange, Gather};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use patchbay_engine::audit::{Audit, Category, Endpoint, Finding, SECTIONS, Service, Status, Store, Variable};
use patchbay_engine::findings::{RULES, Rule};
use patchbay_engine::map::Parts;

use super::address::Tab;
use super::filter::{List, Row};

/// The value of the facet `reason` for a file that was read.
pub const READ: &str = "read";

/// An open audit. It never changes, so two with the same number are the same.
#[derive(Debug)]
pub struct Opened {
    /// The page's number for it.
    pub id: u32,
    /// The audit.
    pub audit: Audit,
    /// How long reading the code took; `None` for an audit that was saved earlier.
    pub seconds: Option<f64>,
    /// The services: those that are only mentioned last, the others by section, category, status and name.
    pub services: Rc<List>,
    /// The other lists, each laid out when it is first looked at.
    env: OnceCell<Rc<List>>,
    endpoints: OnceCell<Rc<List>>,
    stores: OnceCell<Rc<List>>,
    findings: OnceCell<Rc<List>>,
    files: OnceCell<Rc<List>>,
    /// The parts of the code base.
    pub parts: Parts,
    /// Where each service stands in the audit, by id.
    places: HashMap<String, usize>,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Opened {
    /// Lays an audit out.
    pub fn new(id: u32, audit: Audit, seconds: Option<f64>) -> Self {
        let places: HashMap<_, _> =
            audit.services.iter().enumerate().map(|(place, service)| (service.id.clone(), place)).collect();
        let parts = Parts::new(&audit);
        Self {
            services: Rc::new(services(&audit, &parts)),
            env: OnceCell::new(),
            endpoints: OnceCell::new(),
            stores: OnceCell::new(),
            findings: OnceCell::new(),
            files: OnceCell::new(),
            parts,
            id,
            seconds,
            places,
            audit,
        }
    }

    /// The service with this id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.places.get(id).and_then(|place| self.audit.services.get(*place))
    }

    fn name_of(&self, id: &str) -> &str {
        self.service(id).map_or("", |service| &service.name)
    }

    /// The variables.
    pub fn env(&self) -> &Rc<List> {
        self.env.get_or_init(|| variables(&self.audit, |id| self.name_of(id)).into())
    }

    /// The endpoints.
    pub fn endpoints(&self) -> &Rc<List> {
        let parts = |it: &Endpoint| endpoint(it, self.name_of(&it.service));
        self.endpoints.get_or_init(|| list(&["direction"], &self.audit.endpoints, parts).into())
    }

    /// The stores.
    pub fn stores(&self) -> &Rc<List> {
        let parts = |it: &Store| store(it, self.name_of(&it.service));
        self.stores.get_or_init(|| list(&["kind"], &self.audit.stores, parts).into())
    }

    /// The findings, the worst first.
    pub fn findings(&self) -> &Rc<List> {
        self.findings.get_or_init(|| findings(&self.audit, |id| self.name_of(id)).into())
    }

    /// The files: first those that were read, then those that were not.
    pub fn files(&self) -> &Rc<List> {
        self.files.get_or_init(|| files(&self.audit).into())
    }

    /// How many files there are in the list.
    pub fn file_count(&self) -> usize {
        self.audit.coverage.facts.len() + self.audit.coverage.skipped.len()
    }

    /// The audit's title, or where it has none the source's name.
    pub fn title(&self) -> &str {
        if self.audit.title.is_empty() { &self.audit.source.name } else { &self.audit.title }
    }

    /// The name that tells it from other audits: documents often share a title.
    pub fn name(&self) -> &str {
        if self.is_document() && !self.audit.source.name.is_empty() { &self.audit.source.name } else { self.title() }
    }

    /// Its name as the beginning of a file's name.
    pub fn stem(&self) -> String {
        let letters = self.name().trim_end_matches(".md").chars();
        letters.map(|letter| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' }).collect()
    }

    /// Whether it was read from an audit document, rather than from code.
    pub fn is_document(&self) -> bool {
        self.audit.document.is_some()
    }

    /// Whether the code is at hand that it was read from, so that a document can be held against it.
    pub fn has_code(&self) -> bool {
        self.seconds.is_some()
    }

    /// The tabs that there are for it.
    pub fn tabs(&self) -> Vec<Tab> {
        let has = |tab: &Tab| match tab {
            Tab::Files => {
                !self.is_document() && self.audit.left_out.as_ref().is_none_or(|it| it.files == 0 && !it.document)
            }
            Tab::Stores => !self.is_document() || !self.audit.stores.is_empty(),
            Tab::Findings => !self.is_document() || !self.audit.findings.is_empty(),
            _ => true,
        };
        Tab::ALL.into_iter().filter(has).collect()
    }
}

/// What a list's row is made of: its name, all its text, and its values for each facet.
type RowParts = (String, String, Vec<Vec<Rc<str>>>);

fn list<T>(facets: &'static [&'static str], items: &[T], parts: impl Fn(&T) -> RowParts) -> List {
    let rows = items.iter().enumerate().map(|(item, it)| {
        let (name, text, values) = parts(it);
        Row { item, name: name.to_lowercase(), text: format!("{name}\n{text}").to_lowercase(), values }
    });
    List::new(facets, rows.collect())
}

fn services(audit: &Audit, parts: &Parts) -> List {
    let section = |it: &Service| SECTIONS.iter().position(|section| *section == it.section).unwrap_or(SECTIONS.len());
    let category = |it: &Service| Category::ALL.iter().position(|category| *category == it.category);
    let mut services = list(&["status", "category", "folder", "ecosystem"], &audit.services, |it| {
        let ecosystems: BTreeSet<&str> = it.clients.iter().map(|client| client.ecosystem.as_str()).gathered();
        let values = vec![
            vec![it.status.word().into()],
            vec![it.category.word().into()],
            parts.of(it).into_keys().map(Rc::from).collect(),
            ecosystems.into_iter().map(Rc::from).collect(),
        ];
        (it.name.clone(), service_text(it), values)
    });
    services.rows.arrange_by_cached_key(|row| {
        audit
            .services
            .get(row.item)
            .map(|it| (is_quiet(it), section(it), it.section.clone(), category(it), it.status, row.name.clone()))
    });
    services
}

/// Whether nothing but words speak of the service, so that it stands back behind those that code is wired to.
pub fn is_quiet(service: &Service) -> bool {
    service.status == Status::Mentioned
}

/// All that is searched of a service.
fn service_text(it: &Service) -> String {
    let mut words: BTreeSet<&str> = BTreeSet::from([it.id.as_str(), it.category.word()]);
    words.extend(it.aliases.iter().chain(&it.env).chain(&it.hosts).chain(&it.images).map(String::as_str));
    words.extend(it.clients.iter().map(|client| client.name.as_str()));
    words.extend(it.implementation.iter().map(String::as_str));
    words.extend(it.evidence.iter().map(|evidence| evidence.path.as_str()));
    words.insert(&it.purpose);
    words.extend(it.attributes.iter().flat_map(|attribute| [attribute.label.as_str(), &attribute.text]));
    words.into_iter().collect::<Vec<_>>().join("\n")
}

/// A document neither reads nor declares, so nothing is missing in one.
fn variables<'a>(audit: &Audit, name_of: impl Fn(&str) -> &'a str) -> List {
    let facets: &[&str] = if audit.document.is_some() { &["required"] } else { &["required", "missing"] };
    list(facets, &audit.env, |it| variable(it, name_of(&it.service)))
}

fn variable(it: &Variable, owner: &str) -> RowParts {
    let paths = it.read.iter().map(|place| &place.path).chain(it.declared.iter().map(|place| &place.path));
    let text = paths.chain([&it.purpose]).fold(owner.to_owned(), |text, path| text + "\n" + path);
    let required = match it.required {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    (it.name.clone(), text, vec![vec![required.into()], vec![missing(it).into()]])
}

/// What is missing about a variable, as a word of the facet `missing`.
pub fn missing(it: &Variable) -> &'static str {
    match (it.read.is_empty(), it.declared.is_empty()) {
        (false, true) => "undeclared",
        (true, false) => "unread",
        (false, false) => "nothing",
        (true, true) => "code",
    }
}

fn endpoint(it: &Endpoint, owner: &str) -> RowParts {
    let text = [&it.method, owner, &it.place.path, &it.purpose, &it.events.join("\n")].join("\n");
    (it.path.clone(), text, vec![vec![it.direction.word().into()]])
}

fn store(it: &Store, owner: &str) -> RowParts {
    (it.name.clone(), [owner, &it.kind, &it.place.path].join("\n"), vec![vec![it.kind.as_str().into()]])
}

/// The rule of a finding; `None` where a later Patchbay made the audit.
pub fn rule(finding: &Finding) -> Option<&'static Rule> {
    let place = RULES.binary_search_by(|rule| rule.id.cmp(finding.rule.as_str())).ok()?;
    RULES.get(place).copied()
}

/// How bad a finding is, the worst first; what is unknown stands last.
pub const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

fn findings<'a>(audit: &Audit, name_of: impl Fn(&str) -> &'a str) -> List {
    let mut findings = list(&["severity", "topic"], &audit.findings, |it| {
        let (title, topic) = rule(it).map_or(("", "other"), |rule| (rule.title, rule.topic.word()));
        let text = [title, &it.message, &it.place.path, name_of(&it.service)].join("\n");
        (it.rule.clone(), text, vec![vec![it.severity.as_str().into()], vec![topic.into()]])
    });
    findings.rows.arrange_by_cached_key(|row| {
        let finding = audit.findings.get(row.item)?;
        let severity = SEVERITIES.iter().position(|word| *word == finding.severity);
        Some((severity.unwrap_or(SEVERITIES.len()), finding.rule.clone(), row.item))
    });
    findings
}

/// Read files come first; the number of an item counts on through both lists.
fn files(audit: &Audit) -> List {
    let mut reasons: HashMap<&str, Rc<str>> = HashMap::new();
    let read = audit.coverage.facts.iter().map(|file| (file.path.as_str(), READ));
    let skipped = audit.coverage.skipped.iter().map(|file| (file.path.as_str(), group(&file.reason)));
    let rows = read.chain(skipped).enumerate().map(|(item, (path, reason))| Row {
        item,
        name: String::new(),
        text: path.to_lowercase(),
        values: vec![vec![reasons.entry(reason).or_insert_with(|| reason.into()).clone()]],
    });
    List::new(&["reason"], rows.collect())
}

/// A reason without what differs from file to file, such as a parser's message behind the colon or the line.
fn group(reason: &str) -> &str {
    let end = reason.find(" at line ").or_else(|| reason.find(':')).unwrap_or(reason.len());
    reason.get(..end).unwrap_or(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_engine::audit::{FileFacts, Skipped};

    #[test]
    fn services_stand_in_the_order_of_the_document() {
        let service = |name: &str, category: Category, status| Service {
            id: name.into(),
            name: name.into(),
            category,
            section: category.section().into(),
            status,
            ..Service::default()
        };
        let services = vec![
            service("Sentry", Category::ErrorTracking, Status::Used),
            service("Redis", Category::Cache, Status::Used),
            service("MySQL", Category::Database, Status::Declared),
            service("PostgreSQL", Category::Database, Status::Used),
            service("PayPal", Category::Payment, Status::Mentioned),
            service("Stripe", Category::Payment, Status::Used),
        ];
        let opened = Opened::new(1, Audit { services, ..Audit::default() }, None);
        let order: Vec<_> = opened.services.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(order, ["stripe", "postgresql", "mysql", "redis", "sentry", "paypal"]);
        assert_eq!(opened.service("MySQL").map(|it| it.status), Some(Status::Declared));
    }

    #[test]
    fn the_worst_findings_come_first_and_rules_are_known_by_their_id() {
        let finding =
            |rule: &str, severity: &str| Finding { rule: rule.into(), severity: severity.into(), ..Finding::default() };
        let findings = vec![
            finding("PB001", "note"),
            finding("PB018", "error"),
            finding("PB999", "worse"),
            finding("PB002", "error"),
        ];
        let opened = Opened::new(1, Audit { findings, ..Audit::default() }, None);
        let order: Vec<_> = opened.findings().rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(order, ["pb002", "pb018", "pb001", "pb999"]);
        let topics: Vec<_> = opened.findings().rows.iter().map(|row| row.values[1][0].to_string()).collect();
        assert_eq!(topics, ["secrets", "variables", "secrets", "other"]);
    }

    #[test]
    fn files_are_grouped_by_why_they_were_left() {
        let mut audit = Audit::default();
        audit.coverage.facts = vec![FileFacts { path: "a.ts".into(), facts: 2 }];
        audit.coverage.skipped = vec![
            Skipped { path: "b.json".into(), reason: "not valid JSON at line 3: expected }".into() },
            Skipped { path: "c.json".into(), reason: "not valid JSON at line 9: expected ]".into() },
        ];
        let narrowed = Opened::new(1, audit, None).files().narrow(&super::super::address::Route::default());
        let options: Vec<_> = narrowed.options[0].iter().map(|(value, count)| (value.to_string(), *count)).collect();
        assert_eq!(options, [("not valid JSON".to_owned(), 2), (READ.to_owned(), 1)]);
    }
}
