//! The words of labels: what a labelled line tells of a service, and what a label before a list gathers.

use super::super::inline::Context;
use super::phrases::{Phrases, is_whole};
use crate::audit::{Category, Direction};
use crate::letters::push_lower;
use crate::order::Arrange;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// What a labelled line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Field {
    /// What it is for.
    Purpose,
    /// Packages.
    Packages,
    /// Variables, or settings.
    Variables,
    /// Files.
    Paths,
    /// Addresses and routes.
    Endpoints,
    /// A route that others call.
    Hooks,
    /// Events.
    Events,
    /// Tables and their kin, by the word of their kind.
    Stores(&'static str),
    /// Container images.
    Images,
    /// Other services.
    Services,
    /// How far along it is.
    Status,
    /// A version.
    Version,
    /// Anything else.
    #[default]
    Other,
}

impl Field {
    /// What its text lists.
    pub fn context(self) -> Context {
        match self {
            Field::Packages => Context::Packages,
            Field::Variables => Context::Variables,
            Field::Paths => Context::Paths,
            Field::Endpoints | Field::Hooks => Context::Endpoints,
            Field::Events => Context::Events,
            Field::Stores(_) => Context::Stores,
            Field::Images => Context::Images,
            Field::Services => Context::Services,
            Field::Purpose | Field::Status | Field::Version | Field::Other => Context::Plain,
        }
    }
}

/// Whole labels, in lower case, sorted. These win over their last words.
const LABELS: &[(&str, Field)] = &[
    ("alternate providers", Field::Services),
    ("alternative providers", Field::Services),
    ("alternatives", Field::Services),
    ("api", Field::Endpoints),
    ("backend", Field::Paths),
    ("base url", Field::Endpoints),
    ("bindings", Field::Variables),
    ("docker container", Field::Other),
    ("docker service", Field::Images),
    ("email templates", Field::Paths),
    ("error handling", Field::Other),
    ("event types", Field::Events),
    ("events handled", Field::Events),
    ("events tracked", Field::Other),
    ("fallback", Field::Services),
    ("found in", Field::Paths),
    ("frontend", Field::Paths),
    ("health check", Field::Other),
    ("how it's called", Field::Paths),
    ("invoked in", Field::Paths),
    ("key files", Field::Paths),
    ("loaded via", Field::Paths),
    ("mock", Field::Other),
    ("models supported", Field::Other),
    ("provider selection", Field::Other),
    ("providers supported", Field::Services),
    ("recommended providers", Field::Services),
    ("service", Field::Services),
    ("supported providers", Field::Services),
    ("use case", Field::Purpose),
    ("use cases", Field::Purpose),
    ("used by", Field::Paths),
    ("used for", Field::Purpose),
    ("used in", Field::Paths),
    ("what for", Field::Purpose),
    ("what it does", Field::Purpose),
    ("what it is used for", Field::Purpose),
    ("what it's used for", Field::Purpose),
];

/// Last words of labels, in lower case, sorted.
const LAST_WORDS: &[(&str, Field)] = &[
    ("adapter", Field::Packages),
    ("address", Field::Endpoints),
    ("algorithm", Field::Other),
    ("approach", Field::Other),
    ("auth", Field::Variables),
    ("authentication", Field::Variables),
    ("authorization", Field::Variables),
    ("behavior", Field::Other),
    ("behaviour", Field::Other),
    ("bucket", Field::Stores("bucket")),
    ("buckets", Field::Stores("bucket")),
    ("callback", Field::Hooks),
    ("channels", Field::Other),
    ("cli", Field::Packages),
    ("client", Field::Packages),
    ("clients", Field::Packages),
    ("code", Field::Paths),
    ("collection", Field::Stores("collection")),
    ("collections", Field::Stores("collection")),
    ("command", Field::Other),
    ("commands", Field::Other),
    ("communication", Field::Other),
    ("component", Field::Paths),
    ("components", Field::Paths),
    ("config", Field::Variables),
    ("configuration", Field::Variables),
    ("configured", Field::Variables),
    ("connection", Field::Variables),
    ("connector", Field::Packages),
    ("container", Field::Images),
    ("context", Field::Paths),
    ("cost", Field::Other),
    ("credential", Field::Variables),
    ("credentials", Field::Variables),
    ("definition", Field::Paths),
    ("dependencies", Field::Packages),
    ("dependency", Field::Packages),
    ("deployment", Field::Other),
    ("description", Field::Purpose),
    ("details", Field::Other),
    ("docs", Field::Other),
    ("documentation", Field::Other),
    ("domain", Field::Endpoints),
    ("domains", Field::Endpoints),
    ("driver", Field::Packages),
    ("drivers", Field::Packages),
    ("endpoint", Field::Endpoints),
    ("endpoints", Field::Endpoints),
    ("engine", Field::Other),
    ("env", Field::Variables),
    ("environment", Field::Variables),
    ("events", Field::Events),
    ("features", Field::Other),
    ("file", Field::Paths),
    ("files", Field::Paths),
    ("flow", Field::Other),
    ("focus", Field::Purpose),
    ("format", Field::Other),
    ("functionality", Field::Purpose),
    ("functions", Field::Other),
    ("guard", Field::Paths),
    ("guards", Field::Paths),
    ("handler", Field::Paths),
    ("handlers", Field::Paths),
    ("handling", Field::Other),
    ("helper", Field::Paths),
    ("helpers", Field::Paths),
    ("hook", Field::Paths),
    ("hooks", Field::Paths),
    ("host", Field::Endpoints),
    ("hosts", Field::Endpoints),
    ("image", Field::Images),
    ("images", Field::Images),
    ("implementation", Field::Paths),
    ("implementations", Field::Paths),
    ("index", Field::Stores("index")),
    ("indexes", Field::Stores("index")),
    ("indices", Field::Stores("index")),
    ("init", Field::Paths),
    ("initialization", Field::Paths),
    ("inspector", Field::Other),
    ("integration", Field::Other),
    ("key", Field::Variables),
    ("keys", Field::Variables),
    ("language", Field::Other),
    ("level", Field::Other),
    ("libraries", Field::Packages),
    ("library", Field::Packages),
    ("license", Field::Other),
    ("limit", Field::Other),
    ("limits", Field::Other),
    ("location", Field::Paths),
    ("locations", Field::Paths),
    ("method", Field::Other),
    ("methods", Field::Other),
    ("middleware", Field::Paths),
    ("migrations", Field::Paths),
    ("mode", Field::Other),
    ("model", Field::Other),
    ("models", Field::Other),
    ("module", Field::Paths),
    ("modules", Field::Paths),
    ("name", Field::Other),
    ("note", Field::Other),
    ("notes", Field::Other),
    ("operations", Field::Other),
    ("orm", Field::Packages),
    ("package", Field::Packages),
    ("packages", Field::Packages),
    ("parameters", Field::Other),
    ("params", Field::Other),
    ("path", Field::Paths),
    ("paths", Field::Paths),
    ("pattern", Field::Other),
    ("payload", Field::Other),
    ("permissions", Field::Other),
    ("plan", Field::Other),
    ("plugin", Field::Packages),
    ("plugins", Field::Packages),
    ("port", Field::Other),
    ("ports", Field::Other),
    ("pricing", Field::Other),
    ("project", Field::Other),
    ("protocol", Field::Other),
    ("provider", Field::Services),
    ("providers", Field::Services),
    ("purpose", Field::Purpose),
    ("queue", Field::Stores("queue")),
    ("queues", Field::Stores("queue")),
    ("region", Field::Variables),
    ("repository", Field::Other),
    ("requirements", Field::Other),
    ("response", Field::Other),
    ("role", Field::Purpose),
    ("route", Field::Endpoints),
    ("router", Field::Paths),
    ("routers", Field::Paths),
    ("routes", Field::Endpoints),
    ("sandbox", Field::Other),
    ("schema", Field::Paths),
    ("schemas", Field::Paths),
    ("scope", Field::Other),
    ("scopes", Field::Other),
    ("script", Field::Paths),
    ("scripts", Field::Paths),
    ("sdk", Field::Packages),
    ("sdks", Field::Packages),
    ("secret", Field::Variables),
    ("secrets", Field::Variables),
    ("services", Field::Paths),
    ("session", Field::Other),
    ("settings", Field::Variables),
    ("setup", Field::Paths),
    ("ssl", Field::Other),
    ("state", Field::Status),
    ("status", Field::Status),
    ("storage", Field::Other),
    ("strategy", Field::Other),
    ("table", Field::Stores("table")),
    ("tables", Field::Stores("table")),
    ("technology", Field::Packages),
    ("template", Field::Paths),
    ("templates", Field::Paths),
    ("tests", Field::Paths),
    ("timeout", Field::Other),
    ("token", Field::Variables),
    ("tokens", Field::Variables),
    ("topic", Field::Stores("topic")),
    ("topics", Field::Stores("topic")),
    ("transport", Field::Other),
    ("trigger", Field::Other),
    ("type", Field::Other),
    ("types", Field::Other),
    ("ui", Field::Endpoints),
    ("uri", Field::Hooks),
    ("url", Field::Endpoints),
    ("urls", Field::Endpoints),
    ("usage", Field::Purpose),
    ("user", Field::Other),
    ("utilities", Field::Paths),
    ("utils", Field::Paths),
    ("validation", Field::Other),
    ("var", Field::Variables),
    ("variable", Field::Variables),
    ("variables", Field::Variables),
    ("vars", Field::Variables),
    ("verification", Field::Other),
    ("version", Field::Version),
    ("versions", Field::Version),
    ("webhook", Field::Hooks),
    ("webhooks", Field::Hooks),
    ("worker", Field::Paths),
    ("workers", Field::Paths),
    ("wrapper", Field::Paths),
];

/// What a label tells, if the tables know it.
pub fn field(label: &str) -> Option<Field> {
    let label = folded(label);
    if let Ok(at) = LABELS.binary_search_by_key(&label.as_str(), |row| row.0) {
        return LABELS.get(at).map(|row| row.1);
    }
    let words: Vec<&str> = label.split([' ', '/', '-']).filter(|word| !word.is_empty()).collect();
    if words.len() > 5 {
        return None;
    }
    let find = |word: &str| {
        let at = LAST_WORDS.binary_search_by_key(&word, |row| row.0).ok()?;
        LAST_WORDS.get(at).map(|row| row.1)
    };
    words.last().and_then(|word| if *word == "service" { Some(Field::Paths) } else { find(word) })
}

/// A label in lower case with single blanks, without brackets.
pub fn folded(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut depth = 0_usize;
    for c in label.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '*' | '`' | ':' => {}
            '’' if depth == 0 => out.push('\''),
            _ if depth > 0 => {}
            _ if c.is_whitespace() || c == '_' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => push_lower(&mut out, c),
        }
    }
    out.trim().to_owned()
}

/// Whether a label at the beginning of a plain line is one that the tables know.
pub fn is_known_label(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_uppercase()) && !label.contains(['`', '.', ',']) && field(label).is_some()
}

/// Words of categories: runs of whole words, the telling ones first. What stands in one row is one category.
const CATEGORIES: &[(Category, &[&str])] = &[
    (
        Category::ErrorTracking,
        &["error tracking", "error monitoring", "error reporting", "crash reporting", "crash", "errors", "error"],
    ),
    (Category::FeatureFlags, &["feature flags", "feature flag", "feature toggles"]),
    (Category::IdentityVerification, &["identity verification", "kyc", "id verification"]),
    (Category::Cms, &["content management", "cms", "headless cms"]),
    (Category::Iac, &["infrastructure as code", "iac", "provisioning"]),
    (Category::Secrets, &["secrets management", "secret management", "secrets manager", "key management"]),
    (Category::CodeHost, &["code hosting", "source control", "version control", "vcs", "git"]),
    (
        Category::Registry,
        &[
            "package registry",
            "container registry",
            "image registry",
            "artifact registry",
            "registry",
            "registries",
            "package distribution",
            "packages",
        ],
    ),
    (
        Category::Container,
        &[
            "container orchestration",
            "container management",
            "containerization",
            "containers",
            "container",
            "orchestration",
        ],
    ),
    (Category::CdnDns, &["cdn", "dns", "reverse proxy", "proxy", "edge network", "tunnel", "tunnels", "load balancer"]),
    (Category::Push, &["push notifications", "push notification", "push", "notifications", "notification"]),
    (Category::Cache, &["caching", "cache", "caches", "session store"]),
    (
        Category::Queue,
        &[
            "message queue",
            "message queues",
            "task queue",
            "job queue",
            "background jobs",
            "background processing",
            "queues",
            "queue",
            "jobs",
            "job",
            "messaging queue",
            "message broker",
            "broker",
            "scheduling",
            "scheduler",
            "cron",
        ],
    ),
    (Category::Search, &["search", "full-text search", "discovery"]),
    (
        Category::Storage,
        &[
            "file storage",
            "object storage",
            "blob storage",
            "cloud storage",
            "media storage",
            "storage",
            "uploads",
            "upload",
            "file uploads",
            "files",
            "file",
            "backups",
            "backup",
            "object store",
        ],
    ),
    (Category::Analytics, &["analytics", "product analytics", "session replay", "tracking", "telemetry"]),
    (Category::Logging, &["logging", "logs", "log", "audit logs", "log aggregation"]),
    (
        Category::Monitoring,
        &[
            "monitoring",
            "observability",
            "metrics",
            "apm",
            "tracing",
            "uptime",
            "health checks",
            "alerting",
            "alerts",
            "performance",
        ],
    ),
    (
        Category::Payment,
        &[
            "payment processing",
            "payments",
            "payment",
            "billing",
            "subscriptions",
            "subscription",
            "checkout",
            "monetization",
        ],
    ),
    (
        Category::Ai,
        &[
            "ai",
            "llm",
            "llms",
            "machine learning",
            "ml",
            "language model",
            "language models",
            "models",
            "model",
            "inference",
            "embeddings",
            "embedding",
            "generation",
            "speech",
            "ocr",
            "vision",
        ],
    ),
    (
        Category::Database,
        &[
            "databases",
            "database",
            "vector database",
            "vector store",
            "vector index",
            "vector",
            "vectors",
            "rag",
            "graph database",
            "relational database",
            "data store",
            "datastore",
            "persistence",
            "db",
            "sql",
            "nosql",
            "database systems",
            "primary database",
            "backend platform",
            "baas",
            "backend-as-a-service",
            "backend as a service",
        ],
    ),
    (
        Category::Auth,
        &[
            "authentication",
            "authorization",
            "auth",
            "identity",
            "oauth",
            "oauth2",
            "oidc",
            "saml",
            "sso",
            "login",
            "sign-in",
            "access control",
            "session management",
            "sessions",
            "password management",
            "password hashing",
            "rbac",
        ],
    ),
    (Category::Email, &["email", "e-mail", "emails", "mail", "smtp", "transactional email", "newsletter", "imap"]),
    (Category::Sms, &["sms", "voice", "phone", "telephony"]),
    (Category::Maps, &["maps", "map", "geolocation", "geocoding", "location services", "location"]),
    (Category::Video, &["video", "video calling", "streaming", "conferencing"]),
    (Category::Webrtc, &["webrtc", "turn", "stun", "signaling", "signalling", "nat traversal"]),
    (Category::Realtime, &["realtime", "real-time", "real time", "websocket", "websockets", "pub/sub"]),
    (Category::Chat, &["chat", "messaging"]),
    (
        Category::Media,
        &["image analysis", "image processing", "images", "image", "media", "fonts", "font", "icons", "assets"],
    ),
    (Category::Crm, &["crm", "customer relationship", "accounting", "erp", "customer support", "support"]),
    (
        Category::Ecommerce,
        &[
            "e-commerce",
            "ecommerce",
            "commerce",
            "shipping",
            "carrier",
            "carriers",
            "warehouse",
            "fulfilment",
            "fulfillment",
            "logistics",
            "inventory",
        ],
    ),
    (Category::Social, &["social media", "social", "ads", "advertising"]),
    (Category::Blockchain, &["blockchain", "web3", "crypto wallets", "wallets", "wallet"]),
    (Category::FinanceData, &["market data", "financial data", "trading", "finance", "odds", "exchange rates"]),
    (
        Category::DataApi,
        &[
            "weather data",
            "weather",
            "public data",
            "data providers",
            "data sources",
            "open data",
            "external data",
            "sports",
        ],
    ),
    (Category::Pdf, &["pdf generation", "pdf", "document processing", "documents", "document"]),
    (
        Category::Ci,
        &[
            "ci pipeline",
            "ci/cd pipeline",
            "ci/cd",
            "ci",
            "pipeline",
            "pipelines",
            "continuous integration",
            "build",
            "release pipeline",
            "release",
            "workflows",
            "workflow",
        ],
    ),
    (
        Category::Hosting,
        &[
            "hosting",
            "deployment",
            "deployments",
            "platform hosting",
            "serverless",
            "delivery",
            "production hosting",
            "paas",
        ],
    ),
    (
        Category::DevService,
        &[
            "local development",
            "development services",
            "dev tools",
            "testing",
            "developer tools",
            "developer/tooling",
            "tooling",
        ],
    ),
];

/// Words that stand in labels of groups beside the word of a category and name nothing.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "additional", "all", "alternate", "alternative", "alternatives", "and", "api", "apis", "app", "application",
    "backend", "based", "client", "cloud", "code", "config", "configuration", "content", "current", "custom", "data",
    "default", "dev", "development", "engine", "engines", "environment", "expected", "explicit", "external", "for",
    "framework", "frontend", "future", "general", "hosted", "in", "infrastructure", "integration", "integrations",
    "internal", "key", "layer", "libraries", "library", "local", "main", "managed", "management", "of", "operations",
    "optional", "or", "other", "our", "party", "persistent", "planned", "platform", "platforms", "possible",
    "primary", "processing", "production", "provider", "providers", "public", "reference", "related", "relational",
    "remote", "required", "research", "runtime", "secondary", "security", "self-hosted", "server", "server-side",
    "service", "services", "setup", "site", "solution", "sources", "stack", "standard", "storage", "store",
    "structured", "support", "supported", "system", "systems", "the", "third", "third-party", "to", "tool", "tools",
    "type", "used", "user", "via", "web", "website", "with",
];

static CATEGORY_PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = CATEGORIES.iter().enumerate();
    Phrases::new(rows.flat_map(|(row, (_, runs))| runs.iter().map(move |run| (row, *run))))
});

/// Longest label that is looked at, in bytes.
const LABEL: usize = 160;

/// The category that a label's words tell, the most telling first.
pub fn category(label: &str) -> Option<Category> {
    if label.len() > LABEL {
        return None;
    }
    CATEGORIES.get(CATEGORY_PHRASES.first(&without_brackets(label))?).map(|row| row.0)
}

/// Every category that a label's words tell: "Error tracking / APM" tells two.
pub fn categories(label: &str) -> Vec<Category> {
    let mut out: Vec<Category> = label.split(['/', '&', ',']).filter_map(category).collect();
    if out.is_empty() {
        out.extend(category(label));
    }
    out.arrange();
    out.dedup();
    out
}

/// Whether a label is made of nothing but words of categories and such as name nothing: it gathers, and is no service.
pub fn is_group(label: &str) -> bool {
    if label.len() > LABEL {
        return false;
    }
    let label = without_brackets(label);
    let mut covered: Vec<Range<usize>> = CATEGORY_PHRASES.find(&label).map(|(range, _)| range).collect();
    covered.arrange_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut at = 0;
    let mut words = 0;
    let is_filler = |text: &str| {
        text.split(|c: char| {
            c.is_whitespace() || matches!(c, '&' | '+' | ',' | ';' | '|' | '"' | '—' | '–' | '/' | ':' | '*' | '`')
        })
        .filter(|word| !word.is_empty() && *word != "-")
        .all(|word| {
            FILLERS.binary_search(&word.to_lowercase().as_str()).is_ok() || word.bytes().all(|b| b.is_ascii_digit())
        })
    };
    for range in covered {
        if range.start < at {
            continue;
        }
        if !is_filler(label.get(at..range.start).unwrap_or("")) {
            return false;
        }
        words += 1;
        at = range.end;
    }
    let rest = label.get(at..).unwrap_or("");
    is_filler(rest) && (words > 0 || rest.chars().any(char::is_alphanumeric))
}

/// A label without what stands in brackets in it.
fn without_brackets(label: &str) -> Cow<'_, str> {
    if !label.contains('(') {
        return Cow::Borrowed(label);
    }
    let mut depth = 0_usize;
    let kept = label.chars().filter(|c| {
        depth += usize::from(*c == '(');
        let inside = depth > 0;
        depth = depth.saturating_sub(usize::from(*c == ')'));
        !inside
    });
    Cow::Owned(kept.collect())
}

/// Whether one of these words stands in a label.
pub fn has_word(label: &str, words: &[&str]) -> bool {
    let lower = label.to_lowercase();
    words.iter().any(|word| contains_word(&lower, word))
}

/// Who calls whom, as a label of hooks says.
pub fn direction(label: &str) -> Option<Direction> {
    let lower = label.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| contains_word(&lower, word));
    if has(&["outgoing", "outbound"]) {
        Some(Direction::Outgoing)
    } else if has(&["incoming", "inbound"]) {
        Some(Direction::Incoming)
    } else if has(&["callback", "callbacks", "redirect", "redirects", "oauth callback"])
        && !has(&["webhook", "webhooks"])
    {
        Some(Direction::Callback)
    } else if has(&["webhook", "webhooks", "cron"]) {
        Some(Direction::Incoming)
    } else {
        None
    }
}

/// Whether a label of hooks gathers several, and names none itself.
pub fn is_group_of_hooks(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "and",
        "api",
        "callback",
        "callbacks",
        "endpoints",
        "external",
        "http",
        "inbound",
        "incoming",
        "notifications",
        "oauth",
        "or",
        "outbound",
        "outgoing",
        "redirect",
        "redirects",
        "server",
        "third-party",
        "urls",
        "webhook",
        "webhooks",
    ];
    let folded = folded(label);
    let mut words = folded.split([' ', '/', '&', ',', '+']).filter(|word| !word.is_empty());
    words.all(|word| WORDS.binary_search(&word).is_ok())
}

/// Whether a label gathers variables, and whether it says that they are needed.
pub fn variables(label: &str) -> Option<Option<bool>> {
    let has = |words| has_word(label, words);
    let vars = has(&["env", "environment", "variable", "variables", "vars", "env vars"]) && !has(&["file", "files"]);
    vars.then(|| required(label))
}

static NEEDS: LazyLock<Phrases> = LazyLock::new(|| {
    let free = ["optional", "not required", "not needed", "recommended", "can be omitted"].map(|word| (0, word));
    let needed = ["required", "mandatory", "critical", "must be set"].map(|word| (1, word));
    Phrases::new(free.into_iter().chain(needed))
});

/// Whether a text says that something is needed or may be left out.
pub fn required(text: &str) -> Option<bool> {
    NEEDS.first(text).map(|row| row == 1)
}

/// Whether a text in lower case holds a run of whole words.
pub fn contains_word(lower: &str, run: &str) -> bool {
    // Labels and runs are too short for a searcher to be worth its making.
    let Some(&first) = run.as_bytes().first() else { return false };
    memchr::memchr_iter(first, lower.as_bytes())
        .any(|at| lower.as_bytes()[at..].starts_with(run.as_bytes()) && is_whole(lower, at..at + run.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(LABELS.is_sorted_by_key(|row| row.0));
        assert!(LAST_WORDS.is_sorted_by_key(|row| row.0));
        let unsorted = FILLERS.windows(2).find(|pair| pair[0] >= pair[1]);
        assert_eq!(unsorted, None);
        for row in [LABELS, LAST_WORDS] {
            assert_eq!(row.windows(2).find(|pair| pair[0].0 >= pair[1].0).map(|pair| pair[1].0), None);
        }
    }

    #[test]
    fn labels_tell_fields() {
        for (label, expected) in [
            ("SDK/Client", Some(Field::Packages)),
            ("Auth env vars", Some(Field::Variables)),
            ("Backend service", Some(Field::Paths)),
            ("Service", Some(Field::Services)),
            ("What it’s used for", Some(Field::Purpose)),
            ("Key Tables (12)", Some(Field::Stores("table"))),
            ("Stripe", None),
            ("A label that goes on and on", None),
        ] {
            assert_eq!(field(label), expected, "{label}");
        }
    }

    #[test]
    fn labels_tell_categories() {
        for (label, expected, group) in [
            ("Databases", Some(Category::Database), true),
            ("LLM Provider (Alternative)", Some(Category::Ai), true),
            ("Error Tracking", Some(Category::ErrorTracking), true),
            ("Payment & Subscriptions", Some(Category::Payment), true),
            ("CI/CD Pipeline", Some(Category::Ci), true),
            ("Stripe Payments", Some(Category::Payment), false),
            ("Stripe", None, false),
            ("Providers", None, true),
            ("", None, false),
        ] {
            assert_eq!((category(label), is_group(label)), (expected, group), "{label}");
        }
        assert_eq!(categories("Error tracking / APM"), [Category::ErrorTracking, Category::Monitoring]);
    }

    #[test]
    fn labels_tell_hooks_and_variables() {
        assert_eq!(direction("Outgoing Webhooks/Callbacks"), Some(Direction::Outgoing));
        assert_eq!(direction("OAuth Callbacks"), Some(Direction::Callback));
        assert_eq!(direction("Webhooks"), Some(Direction::Incoming));
        assert_eq!(variables("Required env vars (API)"), Some(Some(true)));
        assert_eq!(variables("Environment"), Some(None));
        assert_eq!(variables("Env file"), None);
    }
}
