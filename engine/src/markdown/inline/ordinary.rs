//! Names of services that are also words of daily life or of the trade, as [`crate::catalog::fold`] writes them.
//!
//! Only text around them can tell: "deployed to Render" names one, "Render errors are logged" does not.

/// Names that are words, too. Taken where they are written as a name and stand where names stand.
#[rustfmt::skip]
pub(super) const WORDS: &[&str] = &[
    "a2a", "aca", "acm", "ad", "adjust", "affirm", "alchemy", "alpaca", "annoy", "apache", "apple", "arcade", "argo",
    "arize", "astronomer", "athena", "atlantis", "atlas", "aurora", "avalanche", "backtrace", "badger", "banana",
    "bandwidth", "bark", "basecamp", "basin", "beamer", "bedrock", "bird", "blip", "bolt", "bore", "borg", "box",
    "branch", "brave", "braze", "brew", "btc", "buffer", "builder", "bull", "butter", "caddy", "canny", "cas",
    "castle", "centrifuge", "chapa", "chef", "chime", "chroma", "chromatic", "chrome", "circle", "civic", "clarity",
    "clearpay", "clerk", "clover", "coda", "coder", "codex", "comet", "concourse", "conda", "conductor",
    "constructor", "contentful", "continue", "convoy", "copilot", "copper", "cortex", "cosmos", "courier", "covalent",
    "crate", "crates", "creem", "crisp", "cube", "cursor", "daily", "dataflow", "datastore", "dataverse", "debounce",
    "deel", "defer", "depot", "dex", "discourse", "doh", "doris", "dragonfly", "drift", "drip", "drone", "druid",
    "dune", "duo", "dynamic", "dynamics", "dynamo", "elastic", "electric", "elk", "embrace", "ens", "envoy", "ernie",
    "ethereal", "ethers", "evm", "exa", "exact", "exchange", "face", "fal", "fanout", "faro", "fastmail",
    "fingerprint", "firebird", "firehose", "fireworks", "fixer", "flagship", "flare", "flower", "flux", "fly",
    "forge", "foundry", "fred", "front", "ftc", "gar", "garage", "garmin", "gel", "gelato", "genius", "ghost",
    "glacier", "glances", "glean", "glitch", "glue", "goong", "graphite", "greenhouse", "grist", "grok", "gusto",
    "gut", "h2", "hana", "harbor", "hardhat", "hatchet", "healthchecks", "heap", "highlight", "hive", "horizon",
    "hume", "hunter", "hydra", "hyperbolic", "inception", "incode", "indeed", "instantly", "inworld", "jan", "janus",
    "june", "jupiter", "kestra", "kick", "kite", "kiwi", "knock", "koala", "kora", "kraft", "kraken", "lago",
    "lambda", "lance", "lark", "leaflet", "lever", "lighthouse", "lightning", "linear", "loom", "loops", "lucia",
    "luma", "lunary", "lyra", "magic", "manifold", "martin", "materialize", "matic", "matrix", "maya", "medium",
    "mega", "memcache", "mercure", "merge", "meta", "metaphor", "metered", "mlx", "modal", "monday", "mono", "moto",
    "move", "moz", "nango", "near", "neon", "neptune", "netcore", "nexus", "nightwatch", "nile", "nim", "nimble",
    "nix", "nomad", "notion", "oci", "onion", "optimism", "orb", "ory", "osmosis", "oso", "outlook", "packer",
    "pantheon", "parse", "passage", "pay", "payline", "payload", "paypage", "paypal", "pebble", "pendo", "percy",
    "perplexity", "persona", "photon", "phrase", "pika", "piper", "plane", "plunk", "poe", "polar", "postal",
    "prefect", "prelude", "presto", "prom", "proton", "puppet", "puppeteer", "quay", "quo", "radius", "railway",
    "ramp", "realm", "realtor", "recap", "reducto", "render", "replicate", "resemble", "resend", "reservoir",
    "restate", "restic", "retell", "ripple", "rudder", "runway", "safe", "sage", "salt", "sanity", "sap", "scorecard",
    "scroll", "sec", "seed", "segment", "sens", "seq", "signal", "sips", "slack", "sled", "sonar", "sonic", "sops",
    "sora", "spaces", "spanner", "spark", "split", "square", "stability", "stalwart", "steam", "stomp", "stream",
    "strike", "stripe", "substrate", "sui", "surge", "swan", "swish", "tabby", "tally", "tamara", "tanker", "teams",
    "teamwork", "teller", "tempo", "temporal", "tenor", "tgi", "threads", "tilt", "tink", "together", "tor", "torus",
    "turnkey", "tus", "twenty", "unity", "unleash", "unstructured", "ups", "v0", "vagrant", "vault", "vector",
    "velero", "venice", "viva", "voyage", "watchtower", "weave", "whereby", "whisper", "who", "whop", "wise",
    "workable", "workday", "wrike", "writer", "zep",
];

/// Names that are rather kinds of things: taken only where a text that lists services says nothing else.
#[rustfmt::skip]
pub(super) const KINDS: &[&str] = &[
    "apigateway", "appcheck", "appconfiguration", "appservice", "artifactregistry", "blobstorage", "boredapi",
    "browserautomation", "browsergeolocation", "browserpush", "cassso", "celerybroker", "celeryworker", "cloudcdn",
    "clouddns", "cloudlogging", "cloudmonitoring", "cloudstorage", "cloudtrace", "codescanning", "containerization",
    "coredata", "currencyapi", "d1database", "dataversioncontrol", "devcontainers", "devicegps", "devicelocation",
    "devicesecurestorage", "dnsoverhttps", "dockercontainers", "dockerfile", "documentai", "dynamicdns", "edgeconfig",
    "email", "emailimap", "emailsmtp", "eventgrid", "eventhubs", "exchangerates", "externaldns", "faviconapi",
    "ftpserver", "genericoidc", "genericsmtp", "geolocation", "graphapi", "headlesschrome", "healthconnect",
    "helmchart", "helmcharts", "identityplatform", "imagesbinding", "imapemail", "imapserver", "import",
    "inapppurchase", "inapppurchases", "internalauth", "internalcas", "jobboards", "jobsapi", "jsonrpc", "keychain",
    "keymanagementservice", "keyring", "keyvault", "kvnamespace", "kvnamespaces", "ldapserver", "line", "localllm",
    "localpostgresql", "localtunnel", "localwhisper", "locationservices", "magiclink", "make", "mapsembed",
    "mcpserver", "mcpservers", "modelstudio", "mqttbroker", "newapi", "newsapi", "nodeexporter", "npm", "npmregistry",
    "oauth2proxy", "oidcprovider", "oneapi", "onepassword", "openaicompatible", "openaicompatibleapi",
    "openidconnectprovider", "openlibrary", "oskeychain", "parameterstore", "passkey", "passkeys", "peopleapi", "pg",
    "placeholderimages", "playbilling", "powerplatform", "printing", "prometheusexporter", "prometheusmetrics",
    "proxyprovider", "publicholidaysapi", "publicstunservers", "pushapi", "qrserver", "queuejob", "realtimedatabase",
    "remoteconfig", "remoteserverssh", "reverseproxy", "s3compatible", "s3compatibleobjectstorage",
    "s3compatiblestorage", "schemaregistry", "sealedsecrets", "searchconsole", "secretmanager", "secretservice",
    "secretsmanager", "securestorage", "servicebus", "servicemesh", "sftpserver", "sharedhosting", "sipserver",
    "socialsharelinks", "socialsharing", "spacymodels", "sportsdata", "sshdeployment", "sshserver", "staticwebapps",
    "stepfunctions", "stun", "stunservers", "swagger", "teamswebhook", "telegrambots", "transformers", "turn",
    "turnserver", "universalanalytics", "utterances", "vatvalidation", "vectorstore", "videosdk", "vpc", "vps",
    "whatsappweb", "whois", "workersai",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn tables_are_sorted_and_of_the_catalog() {
        for table in [WORDS, KINDS] {
            assert!(table.is_sorted());
            for name in table {
                assert!(catalog::named(name).is_some(), "{name} is no name of the catalog");
            }
        }
        assert!(KINDS.iter().all(|name| WORDS.binary_search(name).is_err()));
    }
}
