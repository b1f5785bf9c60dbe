//! Every rule: its id, what it raises, and how bad that is. An id is never used for another rule; a rule that goes leaves a gap.

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Somebody may get in or get at data, or it does not work.
    Error,
    /// It will hurt, or it hurts under some condition.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it, as in the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Secrets that stand where others read them.
    Secrets,
    /// Environment variables.
    Variables,
    /// Webhooks, callbacks, calls by schedulers.
    Endpoints,
    /// Packages, their versions and locks.
    Packages,
    /// Things that their vendors have taken away.
    Retired,
    /// How the code talks to others, and who may talk to it.
    Transport,
    /// Containers, clusters, clouds.
    Deployment,
    /// Pipelines.
    Workflows,
    /// Settings in code that open a door.
    Code,
}

impl Topic {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Secrets => "secrets",
            Topic::Variables => "variables",
            Topic::Endpoints => "endpoints",
            Topic::Packages => "packages",
            Topic::Retired => "retired",
            Topic::Transport => "transport",
            Topic::Deployment => "deployment",
            Topic::Workflows => "workflows",
            Topic::Code => "code",
        }
    }
}

/// A rule. Its page is `docs/rules/ID.md`.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `PB001`.
    pub id: &'static str,
    /// What it raises, in a few words.
    pub title: &'static str,
    /// How bad a finding of it is at worst; where less is at stake, a finding may be milder.
    pub severity: Severity,
    /// What it is about.
    pub topic: Topic,
}

macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident, $topic:ident, $title:literal;)+) => {
        $(
            #[doc = $title]
            pub static $name: Rule =
                Rule { id: $id, title: $title, severity: Severity::$severity, topic: Topic::$topic };
        )+
        /// Every rule, by id.
        pub static RULES: &[&Rule] = &[$(&$name),+];

        /// Every rule's page, in the same order. Apart from the rules, so that who needs no page does not carry them.
        pub(super) static PAGES: &[&str] = &[$(include_str!(concat!("../../../docs/rules/", $id, ".md"))),+];
    };
}

rules! {
    VENDOR_KEY = "PB001", Error, Secrets, "A vendor's key is in the code base";
    PRIVATE_KEY = "PB002", Error, Secrets, "A private key is in the code base";
    SERVICE_ACCOUNT = "PB003", Error, Secrets, "A service account's key file is in the code base";
    ENV_FILE = "PB004", Error, Secrets, "An env file with secrets is in the code base";
    CONNECTION_PASSWORD = "PB005", Error, Secrets, "A connection string holds a password";
    HOOK_URL = "PB006", Warning, Secrets, "The URL of an incoming hook is in the code base";
    WRITTEN_SECRET = "PB007", Warning, Secrets, "A secret is written out";
    SECRET_FALLBACK = "PB008", Error, Secrets, "A secret falls back to a value that everybody can read";
    COMPOSE_PASSWORD = "PB009", Warning, Secrets, "A compose file knows a password";
    PUBLIC_PREFIX = "PB010", Error, Secrets, "A secret's name makes it public";
    SECRET_IN_APP = "PB011", Error, Secrets, "A secret is compiled into an app";
    IMAGE_SECRET = "PB012", Warning, Secrets, "An image is built with a secret in it";
    CLUSTER_SECRET = "PB013", Error, Secrets, "A Kubernetes Secret is in the code base with its value";
    TERRAFORM_STATE = "PB014", Error, Secrets, "Terraform's state is in the code base";
    EXAMPLE_SECRET = "PB015", Warning, Secrets, "An env example holds values that look real";
    KEY_STORE = "PB016", Warning, Secrets, "A key store is in the code base";
    SECRET_PRINTED = "PB017", Warning, Secrets, "A secret is printed";
    UNDECLARED = "PB018", Warning, Variables, "A variable is read and declared nowhere";
    UNREAD = "PB019", Note, Variables, "A variable is declared and never read";
    MISSPELLED = "PB020", Warning, Variables, "A variable is read by one name and declared by another";
    TWO_NAMES = "PB021", Note, Variables, "Two variables seem to be one";
    EXAMPLE_INCOMPLETE = "PB022", Note, Variables, "An env example is out of date";
    NO_EXAMPLE = "PB023", Note, Variables, "No file says which variables there are";
    OPEN_WEBHOOK = "PB024", Warning, Endpoints, "A webhook takes in whatever it is sent";
    OPEN_CRON = "PB025", Warning, Endpoints, "Anybody can call what a scheduler should";
    PLAIN_CALLBACK = "PB026", Warning, Endpoints, "A callback comes back without encryption";
    UNUSED_CLIENT = "PB027", Note, Packages, "A vendor's client is asked for and never used";
    TWO_MAJORS = "PB028", Warning, Packages, "One client is there in two major versions";
    RETIRED_PACKAGE = "PB029", Warning, Packages, "A package has ended or has another name";
    ANY_VERSION = "PB030", Note, Packages, "Any version of a package will do";
    RIVAL_LOCKS = "PB031", Note, Packages, "Two package managers lock the same packages";
    NO_LOCK = "PB032", Note, Packages, "Packages are not locked";
    RETIRED_HOST = "PB033", Warning, Retired, "The code calls an address that is gone";
    RETIRED_MODEL = "PB034", Warning, Retired, "The code names an AI model that is gone";
    RETIRED_IMAGE = "PB035", Warning, Retired, "An image gets no more fixes";
    PLAIN_HTTP = "PB036", Warning, Transport, "The code calls without encryption";
    TLS_OFF = "PB037", Warning, Transport, "Certificates are not checked";
    OPEN_CORS = "PB038", Error, Transport, "Any page may act for a signed-in visitor";
    FIXED_HOST = "PB039", Note, Transport, "One deployment's address is written into the code";
    CLEARTEXT_APP = "PB040", Warning, Transport, "An app may talk without encryption";
    PUBLISHED_PORT = "PB041", Warning, Deployment, "A database's port is published";
    FLOATING_IMAGE = "PB042", Note, Deployment, "An image's version is not said";
    HOST_ACCESS = "PB043", Warning, Deployment, "A container may take over its host";
    PUBLIC_BUCKET = "PB044", Warning, Deployment, "Anybody can read a bucket";
    OPEN_NETWORK = "PB045", Error, Deployment, "A database or a remote shell is open to the internet";
    OPEN_RULES = "PB046", Error, Deployment, "Firebase lets anybody write";
    NO_ROW_SECURITY = "PB047", Warning, Deployment, "A table has no row level security";
    BRANCH_ACTION = "PB048", Warning, Workflows, "A workflow runs whatever a stranger's branch holds today";
    FOREIGN_CHECKOUT = "PB049", Error, Workflows, "A workflow runs strangers' code with its secrets";
    NO_PERMISSIONS = "PB050", Note, Workflows, "A workflow with secrets does not limit its token";
    SCRIPT_INJECTION = "PB051", Error, Workflows, "Strangers' text becomes a part of a script";
    RETIRED_ACTION = "PB052", Warning, Workflows, "A workflow uses what is gone";
    DEBUG_ON = "PB053", Warning, Code, "Debugging is on in production";
    KEY_IN_BROWSER = "PB054", Error, Code, "An AI vendor's key goes to every visitor";
    UNCHECKED_TOKEN = "PB055", Error, Code, "A token is believed without its signature";
    ANY_HOST = "PB056", Warning, Code, "Requests for any host name are answered";
}
