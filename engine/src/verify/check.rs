//! What every check asks of the code and the document, and what it answers.

use super::Verdict;
use super::clause::{Clause, Clauses};
use super::packages::Packages;
use super::paths::Paths;
use crate::assemble::{self, Code, Fit, Served, Sightings};
use crate::audit::{Audit, Claim, ClaimKind, Evidence, EvidenceKind, Place, Service, Store, Strength, Variable};
use crate::facts::What;
use crate::path::{self, Role};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A verdict with its reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Whether the claim holds.
    pub verdict: Verdict,
    /// What the code has instead, or a remark; may be empty.
    pub truth: String,
    /// Where the code shows it.
    pub place: Option<Place>,
}

impl Answer {
    /// The code shows it.
    pub fn confirmed(place: Option<Place>) -> Self {
        Answer { verdict: Verdict::Confirmed, truth: String::new(), place }
    }

    /// The code shows otherwise.
    pub fn contradicted(truth: impl Into<String>, place: Option<Place>) -> Self {
        Answer { verdict: Verdict::Contradicted, truth: truth.into(), place }
    }

    /// The code shows nothing of it.
    pub fn not_found() -> Self {
        Answer { verdict: Verdict::NotFound, ..Answer::default() }
    }

    /// Nobody can tell, for this reason.
    pub fn not_checked(why: impl Into<String>) -> Self {
        Answer { truth: why.into(), ..Answer::default() }
    }

    /// The same with a remark.
    #[must_use]
    pub fn remark(mut self, truth: impl Into<String>) -> Self {
        self.truth = truth.into();
        self
    }

    /// The same with a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }
}

/// A claim with its words.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The words around it.
    pub clause: Clause<'a>,
}

/// A document and a code base, ready to be held against each other.
#[derive(Debug)]
pub struct Check<'a> {
    /// The code.
    pub code: &'a Code,
    /// The document.
    pub document: &'a Audit,
    /// The document's services by id.
    documented: HashMap<&'a str, &'a Service>,
    /// The document's words.
    pub clauses: Clauses<'a>,
    /// The code's services by id.
    pub services: HashMap<&'a str, &'a Service>,
    /// The code's variables by name.
    pub env: BTreeMap<&'a str, &'a Variable>,
    /// Its packages.
    pub packages: Packages<'a>,
    /// Its files.
    pub paths: Paths<'a>,
    /// Its routes.
    pub routes: Vec<Served>,
    /// Its hosts that anything but a comment or a link names, each with the first place.
    pub hosts: BTreeMap<&'a str, Place>,
    /// Its images by name, each with its tags and their places.
    pub images: BTreeMap<&'a str, Vec<(&'a str, Place)>>,
    /// Its stores by name.
    pub stores: BTreeMap<&'a str, &'a Store>,
    /// What the document claims, by kind.
    pub claimed: HashMap<ClaimKind, BTreeSet<&'a str>>,
    /// Every line that declares a variable.
    pub declares: HashSet<(&'a str, u32)>,
    /// The ids of services of which the document itself says that nothing uses them.
    pub idle: HashSet<&'a str>,
    /// Variables that some place of the product reads without requiring them, each with the file.
    reads_softly: HashSet<(&'a str, &'a str)>,
    /// Variables that tests and examples read, each with the first place.
    pub read_aside: HashMap<&'a str, Place>,
}

impl<'a> Check<'a> {
    /// Prepares both. `text` is where the document keeps its words.
    pub fn new(document: &'a Audit, words: &'a crate::audit::Document, code: &'a Code) -> Self {
        let audit = &code.audit;
        let mut out = Check {
            code,
            document,
            documented: by_id(&document.services),
            clauses: Clauses::new(words),
            services: by_id(&audit.services),
            env: audit.env.iter().map(|variable| (variable.name.as_str(), variable)).collect(),
            packages: Packages::new(&code.files),
            paths: Paths::new(code.listing()).inside(&audit.title),
            routes: assemble::served(&code.files),
            hosts: BTreeMap::new(),
            images: BTreeMap::new(),
            stores: audit.stores.iter().map(|store| (store.name.as_str(), store)).collect(),
            claimed: HashMap::new(),
            declares: HashSet::new(),
            idle: HashSet::new(),
            reads_softly: HashSet::new(),
            read_aside: HashMap::new(),
        };
        for claim in &words.claims {
            out.claimed.entry(claim.kind).or_default().insert(&claim.subject);
        }
        for claim in words.claims.iter().filter(|claim| claim.kind == ClaimKind::Service) {
            if out.clauses.of(claim).is_idle() {
                out.idle.insert(&claim.subject);
            }
        }
        out.gather();
        out
    }

    fn gather(&mut self) {
        use crate::facts::Usage;
        for file in self.code.files.iter().filter(|file| matches!(file.role, Role::Test | Role::Docs)) {
            for fact in &file.facts {
                if let What::EnvRead { name, .. } = &fact.what {
                    let place = || Place { path: file.path.clone(), line: fact.line };
                    self.read_aside.entry(name).or_insert_with(place);
                }
            }
        }
        let files = self.code.files.iter();
        for file in files.filter(|file| matches!(file.role, Role::Product | Role::Tool)) {
            for fact in &file.facts {
                let place = || Place { path: file.path.clone(), line: fact.line };
                match &fact.what {
                    What::Host { host, usage, .. } if !matches!(usage, Usage::Mention | Usage::Link) => {
                        self.hosts.entry(host).or_insert_with(place);
                    }
                    What::Image { name, tag, .. } => self.images.entry(name).or_default().push((tag, place())),
                    What::EnvRead { name, required } if *required != Some(true) => {
                        self.reads_softly.insert((name, &file.path));
                    }
                    What::EnvDeclared { .. } => {
                        self.declares.insert((&file.path, fact.line));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Whether the file at `path` also reads a variable without requiring it, and so may guard the place that does.
    pub fn reads_softly(&self, name: &str, path: &str) -> bool {
        self.reads_softly.contains(&(name, path))
    }

    /// Whether the document claims this thing of this kind.
    pub fn claims(&self, kind: ClaimKind, subject: &str) -> bool {
        self.claimed.get(&kind).is_some_and(|subjects| subjects.contains(subject))
    }

    /// What was seen of a term.
    pub fn seen(&self, term: &str, fit: Fit) -> Option<&'a Sightings> {
        self.code.seen.of(term, fit)
    }

    /// The first place in product code, not in a comment, where a term stands.
    pub fn in_code(&self, term: &str, fit: Fit) -> Option<Place> {
        self.seen(term, fit).and_then(Sightings::in_code).cloned()
    }

    /// The packages that the document itself names as a service's clients.
    pub fn clients_of(&self, id: &str) -> impl Iterator<Item = &'a str> {
        let service = self.documented.get(id).copied();
        service.into_iter().flat_map(|service| &service.clients).map(|client| client.name.as_str())
    }

    /// The service of the document.
    pub fn documented(&self, id: &str) -> Option<&'a Service> {
        self.documented.get(id).copied()
    }
}

/// Services by id.
pub fn by_id(services: &[Service]) -> HashMap<&str, &Service> {
    services.iter().map(|service| (service.id.as_str(), service)).collect()
}

/// Where a service shows best.
pub fn best(service: &Service) -> Option<Place> {
    let first =
        service.evidence.iter().min_by_key(|e| (e.strength, path::role(&e.path) != Role::Product, rank(e.kind)));
    first.map(place)
}

/// Where product code is wired to a service: by what it imports, calls or asks of a host.
pub fn wired(service: &Service) -> Option<Place> {
    let wires = |e: &&Evidence| {
        e.strength == Strength::Strong
            && path::role(&e.path) == Role::Product
            && matches!(e.kind, EvidenceKind::Import | EvidenceKind::Call | EvidenceKind::Host | EvidenceKind::EnvRead)
    };
    service.evidence.iter().filter(wires).min_by_key(|e| rank(e.kind)).map(place)
}

/// A piece of evidence as a place.
pub fn place(evidence: &Evidence) -> Place {
    Place { path: evidence.path.clone(), line: evidence.line }
}

/// The order of evidence by how plainly it shows use.
fn rank(kind: EvidenceKind) -> u8 {
    match kind {
        EvidenceKind::Import | EvidenceKind::Call => 0,
        EvidenceKind::Host | EvidenceKind::ScriptTag | EvidenceKind::Workflow | EvidenceKind::Image => 1,
        EvidenceKind::Config | EvidenceKind::Command | EvidenceKind::EnvRead => 2,
        EvidenceKind::Dependency => 3,
        EvidenceKind::EnvDeclared => 4,
        EvidenceKind::Mention | EvidenceKind::Claim => 5,
    }
}
