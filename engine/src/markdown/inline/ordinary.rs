//! Names of services that are also words of daily life or of the trade, as [`crate::catalog::fold`] writes them.
//!
//! Only text around them can tell: "deployed to Render" names one, "Render errors are logged" does not.

/// Names that are words, too. Taken where they are written as a name and stand where names stand.
#[rustfmt::skip]
pub(super) const WORDS: &[&str] = &[
    "a2a", "aca", "acm", "ad", "adjust", "affinity", "affirm", "alpaca", "annoy", "apache", "apple", "arcade",
    "argo", "arize", "ark", "asterisk", "astronomer", "atlas", "b2", "badger", "banana", "bandwidth", "bark",
    "basin", "beamer", "bird", "blip", "bolt", "bore", "borg", "box", "branch", "brave", "brew", "btc", "buffer",
    "builder", "bull", "butter", "canny", "cas", "castle", "centrifuge", "chapa", "chef", "chime", "circle",
    "civic", "clarity", "clover", "coder", "comet", "concourse", "conda", "conductor", "constructor", "continue",
    "convoy", "copper", "cortex", "cosmos", "courier", "covalent", "crate", "crates", "crisp", "cube", "cursor",
    "d1", "daily", "dataflow", "debounce", "defer", "depot", "dex", "doh", "drift", "drip", "drone", "dune", "duo",
    "dynamic", "dynamics", "elastic", "electric", "embrace", "ens", "ernie", "ethers", "evm", "exact", "exchange",
    "exchangeonline", "face", "fal", "firehose", "fireworks", "fixer", "flagship", "flare", "flower", "flux", "fly",
    "folk", "forge", "foundry", "front", "ftc", "gar", "garage", "garmin", "gel", "genius", "ghost", "glacier",
    "glances", "glean", "glitch", "glue", "graphite", "greenhouse", "grist", "gut", "h2", "harbor", "hardhat",
    "hatchet", "heap", "highlight", "hive", "horizon", "hume", "hunter", "hyperbolic", "inception", "incode",
    "instantly", "inworld", "jan", "janus", "june", "kick", "kite", "knock", "kora", "kraft", "lance", "lark",
    "lever", "lighthouse", "lightning", "linear", "loom", "loops", "lucia", "magic", "manifold", "martin",
    "materialize", "matic", "matrix", "maya", "medium", "meetup", "mega", "memcache", "mercure", "mercury", "merge",
    "meta", "metaphor", "metered", "mlx", "modal", "monday", "mono", "moto", "move", "moz", "mux", "nango", "near",
    "netcore", "nexus", "nightwatch", "nile", "nim", "nix", "oci", "onion", "optimism", "orb", "ory", "oso",
    "outlook", "parse", "passage", "pay", "payline", "payload", "pebble", "pendo", "percy", "persona", "photon",
    "phrase", "piper", "plane", "plunk", "poe", "polar", "postal", "prelude", "prom", "proton", "puppet", "quo",
    "radius", "ramp", "realm", "realtor", "recap", "render", "replicate", "resemble", "resend", "reservoir",
    "restate", "ripple", "rudder", "runway", "safe", "sage", "salt", "sanity", "sap", "scorecard", "scroll", "sec",
    "seed", "segment", "sens", "seq", "signal", "sips", "sled", "sonic", "sops", "sora", "spaces", "spark", "split",
    "square", "stability", "stalwart", "steam", "stomp", "stream", "strike", "substrate", "sui", "surge", "swan",
    "swish", "tally", "tanker", "teams", "teller", "tempo", "temporal", "tenor", "tgi", "threads", "tilt", "tink",
    "together", "tor", "torus", "transmission", "turnkey", "tus", "twenty", "unity", "unleash", "unstructured",
    "ups", "v0", "vagrant", "vault", "vector", "velero", "viva", "voyage", "weatherapi", "weave", "whereby",
    "whisper", "who", "whop", "wise", "workday", "wrike", "writer",
];

/// Names that are words in small letters, and hardly ever with a capital: taken wherever they have one.
#[rustfmt::skip]
pub(super) const CAPITALS: &[&str] = &[
    "alchemy", "alloy", "amplify", "amplitude", "anvil", "appconfiguration", "appservice", "artifactregistry",
    "athena", "atlantis", "aurora", "autumn", "avalanche", "axiom", "backtrace", "basecamp", "bedrock", "braze",
    "brevo", "caddy", "chroma", "chromatic", "clearpay", "clerk", "coda", "codex", "cody", "cohere", "confluence",
    "copilot", "creem", "datastore", "dataverse", "deel", "devin", "discourse", "documentai", "doppler", "doris",
    "dovecot", "dragonfly", "druid", "duffel", "dynamo", "elk", "envoy", "ethereal", "eventgrid", "eventhubs",
    "exa", "fanout", "faro", "fastmail", "fathom", "fauna", "firebird", "framer", "fred", "gelato", "gemini",
    "goong", "grok", "gusto", "hana", "healthconnect", "helm", "hydra", "iceberg", "identityplatform", "intercom",
    "jupiter", "kestra", "keyvault", "kiwi", "koala", "kraken", "lago", "lambda", "leaflet", "luma", "lunary",
    "lyra", "medusa", "messenger", "miro", "modelstudio", "momento", "neon", "neptune", "nomad", "notion",
    "osmosis", "pacer", "packer", "paddle", "pantheon", "parameterstore", "perplexity", "pika", "pinecone",
    "plausible", "plex", "polygon", "powerplatform", "prefect", "presto", "pulsar", "pusher", "quay", "railway",
    "realtimedatabase", "reducto", "remoteconfig", "renovate", "replit", "restic", "retell", "reverb", "rippling",
    "samba", "searchconsole", "secretmanager", "secretsmanager", "sentry", "servicebus", "slack", "snowflake",
    "solace", "sonar", "spanner", "staticwebapps", "stellar", "supabase", "tabby", "tableau", "tamara", "tenderly",
    "terraform", "transak", "umami", "venice", "vertex", "watchtower", "windmill", "workersai", "zep", "zoom",
];

/// Names that are rather kinds of things: taken only where a text that lists services says nothing else.
#[rustfmt::skip]
pub(super) const KINDS: &[&str] = &[
    "100ms", "apigateway", "appcheck", "bind", "blobstorage", "boredapi", "browserautomation", "browsergeolocation",
    "browserpush", "cassso", "celerybroker", "celeryworker", "chrome", "chromium", "cloudcdn", "clouddns",
    "cloudlogging", "cloudmonitoring", "cloudstorage", "cloudtrace", "codescanning", "containerization", "coredata",
    "currencyapi", "d1database", "dataversioncontrol", "devcontainers", "devicegps", "devicelocation",
    "devicesecurestorage", "distribution", "dnsoverhttps", "dockercontainers", "dockerfile", "dynamicdns",
    "edgeconfig", "email", "emailimap", "emailsmtp", "exchangerates", "externaldns", "faviconapi", "fingerprint",
    "ftpserver", "genericoidc", "geolocation", "graphapi", "headlesschrome", "healthchecks", "healthchecksio",
    "helmchart", "helmcharts", "imagesbinding", "imapemail", "imapserver", "import", "inapppurchase",
    "inapppurchases", "internalauth", "internalcas", "jobsapi", "jsonrpc", "keychain", "keymanagementservice",
    "keyring", "kvnamespace", "kvnamespaces", "ldapserver", "line", "localllm", "localpostgresql", "localtunnel",
    "localwhisper", "locationservices", "magiclink", "make", "mapsembed", "mcpserver", "mcpservers", "mozilla",
    "mqttbroker", "named", "newapi", "newsapi", "nodeexporter", "npm", "npmregistry", "oauth2proxy", "oidcprovider",
    "oneapi", "onepassword", "openaicompatible", "openaicompatibleapi", "openidconnectprovider", "openlibrary",
    "oskeychain", "passkey", "passkeys", "peopleapi", "pg", "placeholderimages", "playbilling", "playwright",
    "printing", "prometheusexporter", "prometheusmetrics", "proxyprovider", "publicholidaysapi",
    "publicstunservers", "puppeteer", "pushapi", "qrserver", "queuejob", "remoteserverssh", "reverseproxy",
    "s3compatible", "s3compatibleobjectstorage", "s3compatiblestorage", "schemaregistry", "sealedsecrets",
    "secretservice", "securestorage", "servicemesh", "sftpserver", "sharedhosting", "sipserver", "socialsharelinks",
    "socialsharing", "spacymodels", "sphinx", "sportsdata", "sshdeployment", "sshserver", "stepfunctions", "stun",
    "stunservers", "swagger", "teamswebhook", "telegrambots", "tofu", "transformers", "turn", "turnserver",
    "universalanalytics", "utterances", "vatvalidation", "vectorstore", "videosdk", "vpc", "vps", "whatsappweb",
    "whois",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn tables_are_sorted_and_of_the_catalog() {
        for table in [WORDS, CAPITALS, KINDS] {
            assert!(table.is_sorted());
            for name in table {
                assert!(catalog::named(name).is_some(), "{name} is no name of the catalog");
            }
        }
        assert!(KINDS.iter().chain(CAPITALS).all(|name| WORDS.binary_search(name).is_err()));
    }
}
