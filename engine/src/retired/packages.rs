//! Packages that ended, moved or have another name, from their authors' own announcements.

use super::{Retired, numbers};
use crate::audit::Ecosystem;

/// A package: its registry's word and its name, a trailing `*` for all that begin so; the last major version that is gone, where
/// not all are; why, and what to use instead.
type Row = (&'static str, &'static str, Option<u32>, &'static str, &'static str);

/// Sorted by registry and name.
#[rustfmt::skip]
const PACKAGES: &[Row] = &[
    ("cargo", "rusoto_core", None, "ended in 2022", "the `aws-sdk-…` crates"),
    ("cargo", "rusoto_dynamodb", None, "ended in 2022", "`aws-sdk-dynamodb`"),
    ("cargo", "rusoto_s3", None, "ended in 2022", "`aws-sdk-s3`"),
    ("cargo", "rusoto_sqs", None, "ended in 2022", "`aws-sdk-sqs`"),
    ("cocoapods", "AppCenter", None, "has no service behind it since 2025-03-31", ""),
    ("cocoapods", "Crashlytics", None, "has no service behind it since 2020", "`FirebaseCrashlytics`"),
    ("cocoapods", "Fabric", None, "has no service behind it since 2020", "`FirebaseCrashlytics`"),
    ("cocoapods", "Firebase/DynamicLinks", None, "has no service behind it since 2025-08-25", ""),
    ("composer", "facebook/graph-sdk", None, "was archived", ""),
    ("composer", "nexmo/client", None, "was renamed", "`vonage/client`"),
    ("composer", "paypal/rest-api-sdk-php", None, "was archived", "`paypal/paypal-server-sdk`"),
    ("composer", "sentry/sentry-raven", None, "was replaced", "`sentry/sentry`"),
    ("composer", "swiftmailer/swiftmailer", None, "ended in November 2021", "`symfony/mailer`"),
    ("gem", "aws-sdk-v1", None, "ended in 2017", "the `aws-sdk-…` gems"),
    ("gem", "sentry-raven", None, "ended in 2021", "`sentry-ruby`"),
    ("go", "github.com/Azure/azure-sdk-for-go/services", None, "is deprecated", "`github.com/Azure/azure-sdk-for-go/sdk`"),
    ("go", "github.com/Shopify/sarama", None, "moved", "`github.com/IBM/sarama`"),
    ("go", "github.com/aws/aws-sdk-go", None, "ended on 2025-07-31", "`github.com/aws/aws-sdk-go-v2`"),
    ("go", "github.com/dgrijalva/jwt-go", None, "has a known hole and no maintainer", "`github.com/golang-jwt/jwt/v5`"),
    ("go", "github.com/getsentry/raven-go", None, "was replaced", "`github.com/getsentry/sentry-go`"),
    ("go", "github.com/globalsign/mgo", None, "ended in 2018", "`go.mongodb.org/mongo-driver`"),
    ("go", "github.com/go-redis/redis", None, "moved", "`github.com/redis/go-redis/v9`"),
    ("go", "github.com/google/generative-ai-go", None, "ended on 2025-11-30", "`google.golang.org/genai`"),
    ("go", "github.com/jinzhu/gorm", None, "was replaced", "`gorm.io/gorm`"),
    ("go", "github.com/nlopes/slack", None, "moved", "`github.com/slack-go/slack`"),
    ("go", "github.com/olivere/elastic", None, "is deprecated", "`github.com/elastic/go-elasticsearch`"),
    ("go", "github.com/streadway/amqp", None, "moved", "`github.com/rabbitmq/amqp091-go`"),
    ("go", "github.com/uber/jaeger-client-go", None, "is deprecated since 2021", "OpenTelemetry"),
    ("go", "go.opencensus.io", None, "ended on 2023-07-31", "OpenTelemetry"),
    ("go", "gopkg.in/mgo.v2", None, "ended in 2018", "`go.mongodb.org/mongo-driver`"),
    ("maven", "com.amazonaws:aws-java-sdk*", None, "ended on 2025-12-31", "`software.amazon.awssdk`"),
    ("maven", "com.crashlytics.sdk.android:crashlytics", None, "has no service behind it since 2020", "`com.google.firebase:firebase-crashlytics`"),
    ("maven", "com.google.firebase:firebase-dynamic-links", None, "has no service behind it since 2025-08-25", ""),
    ("maven", "com.microsoft.azure:adal4j", None, "ended on 2023-06-30", "`com.microsoft.azure:msal4j`"),
    ("maven", "com.microsoft.azure:azure-storage", None, "is deprecated", "`com.azure:azure-storage-blob`"),
    ("maven", "org.elasticsearch.client:elasticsearch-rest-high-level-client", None, "is deprecated", "`co.elastic.clients:elasticsearch-java`"),
    ("npm", "@alch/alchemy-web3", None, "was replaced", "`alchemy-sdk`"),
    ("npm", "@amplitude/node", None, "was replaced", "`@amplitude/analytics-node`"),
    ("npm", "@clerk/clerk-sdk-node", None, "ended on 2025-01-10", "`@clerk/express`"),
    ("npm", "@elastic/enterprise-search", None, "ended with Elastic 8", "`@elastic/elasticsearch`"),
    ("npm", "@google-cloud/debug-agent", None, "has no service behind it since 2023-05-31", ""),
    ("npm", "@google-cloud/trace-agent", None, "is deprecated", "OpenTelemetry"),
    ("npm", "@google-cloud/vertexai", None, "ended on 2026-06-24", "`@google/genai`"),
    ("npm", "@google/generative-ai", None, "ended on 2025-11-30", "`@google/genai`"),
    ("npm", "@google/maps", None, "was replaced", "`@googlemaps/google-maps-services-js`"),
    ("npm", "@opencensus/nodejs", None, "ended on 2023-07-31", "OpenTelemetry"),
    ("npm", "@paypal/checkout-server-sdk", None, "is deprecated", "`@paypal/paypal-server-sdk`"),
    ("npm", "@react-native-community/async-storage", None, "moved", "`@react-native-async-storage/async-storage`"),
    ("npm", "@sentry/hub", None, "is a part of Sentry's SDK since version 8", "`@sentry/core`"),
    ("npm", "@sentry/integrations", None, "is a part of Sentry's SDK since version 8", "`@sentry/browser`"),
    ("npm", "@sentry/tracing", None, "is a part of Sentry's SDK since version 8", "`@sentry/browser` or `@sentry/node`"),
    ("npm", "@slack/client", None, "was replaced", "`@slack/web-api`"),
    ("npm", "@slack/events-api", None, "is deprecated since 2021", "`@slack/bolt`"),
    ("npm", "@slack/interactive-messages", None, "is deprecated since 2021", "`@slack/bolt`"),
    ("npm", "@supabase/auth-helpers-nextjs", None, "is deprecated", "`@supabase/ssr`"),
    ("npm", "@supabase/auth-helpers-react", None, "is deprecated", "`@supabase/ssr`"),
    ("npm", "@supabase/auth-helpers-remix", None, "is deprecated", "`@supabase/ssr`"),
    ("npm", "@supabase/auth-helpers-shared", None, "is deprecated", "`@supabase/ssr`"),
    ("npm", "@supabase/auth-helpers-sveltekit", None, "is deprecated", "`@supabase/ssr`"),
    ("npm", "@vercel/kv", None, "is deprecated", "`@upstash/redis`"),
    ("npm", "@vercel/postgres", None, "is deprecated", "`@neondatabase/serverless`"),
    ("npm", "@walletconnect/client", None, "speaks version 1, which ended on 2023-06-28", "`@reown/appkit`"),
    ("npm", "@walletconnect/web3-provider", None, "speaks version 1, which ended on 2023-06-28", "`@reown/appkit`"),
    ("npm", "@web3modal/ethers", None, "was renamed", "`@reown/appkit`"),
    ("npm", "@web3modal/wagmi", None, "was renamed", "`@reown/appkit`"),
    ("npm", "adal-node", None, "ended on 2023-06-30", "`@azure/msal-node`"),
    ("npm", "airbrake-js", None, "was replaced", "`@airbrake/browser`"),
    ("npm", "amplitude-js", None, "is in maintenance only", "`@amplitude/analytics-browser`"),
    ("npm", "analytics-node", None, "was replaced", "`@segment/analytics-node`"),
    ("npm", "apn", None, "has had no release since 2017", "`@parse/node-apn`"),
    ("npm", "apollo-boost", None, "was replaced", "`@apollo/client`"),
    ("npm", "apollo-client", None, "was replaced", "`@apollo/client`"),
    ("npm", "apollo-server", None, "ended on 2024-10-22", "`@apollo/server`"),
    ("npm", "apollo-server-express", None, "ended on 2024-10-22", "`@apollo/server`"),
    ("npm", "apollo-server-lambda", None, "ended on 2024-10-22", "`@apollo/server`"),
    ("npm", "apollo-server-micro", None, "ended on 2024-10-22", "`@apollo/server`"),
    ("npm", "appcenter", None, "has no service behind it since 2025-03-31", ""),
    ("npm", "appcenter-analytics", None, "has no service behind it since 2025-03-31", ""),
    ("npm", "appcenter-crashes", None, "has no service behind it since 2025-03-31", ""),
    ("npm", "aws-sdk", Some(2), "ended on 2025-09-08", "the `@aws-sdk/client-…` packages"),
    ("npm", "azure-storage", None, "was replaced", "`@azure/storage-blob`"),
    ("npm", "botbuilder", None, "ended on 2025-12-31", "the Microsoft 365 Agents SDK"),
    ("npm", "bugsnag", None, "was replaced", "`@bugsnag/node`"),
    ("npm", "bugsnag-js", None, "was replaced", "`@bugsnag/js`"),
    ("npm", "cloudinary-core", None, "was replaced", "`@cloudinary/url-gen`"),
    ("npm", "cloudinary-react", None, "was replaced", "`@cloudinary/react`"),
    ("npm", "dialogflow", None, "was renamed", "`@google-cloud/dialogflow`"),
    ("npm", "documentdb", None, "was replaced", "`@azure/cosmos`"),
    ("npm", "elasticsearch", None, "ended in 2019", "`@elastic/elasticsearch`"),
    ("npm", "expo-ads-admob", None, "was removed in Expo 46", "`react-native-google-mobile-ads`"),
    ("npm", "expo-facebook", None, "was removed in Expo 46", "`react-native-fbsdk-next`"),
    ("npm", "expo-firebase-analytics", None, "was removed in Expo 48", "`@react-native-firebase/analytics`"),
    ("npm", "expo-firebase-core", None, "was removed in Expo 48", "`@react-native-firebase/app`"),
    ("npm", "expo-firebase-recaptcha", None, "was removed in Expo 48", "`@react-native-firebase/auth`"),
    ("npm", "expo-google-sign-in", None, "was removed in Expo 46", "`@react-native-google-signin/google-signin`"),
    ("npm", "fauna", None, "has no service behind it since 2025-05-30", ""),
    ("npm", "faunadb", None, "has no service behind it since 2025-05-30", ""),
    ("npm", "fcm-node", None, "speaks an API that ended on 2024-07-22", "`firebase-admin`"),
    ("npm", "fcm-push", None, "speaks an API that ended on 2024-07-22", "`firebase-admin`"),
    ("npm", "ganache", None, "ended in December 2023", "Hardhat or Anvil"),
    ("npm", "ganache-cli", None, "ended in December 2023", "Hardhat or Anvil"),
    ("npm", "gcloud", None, "was replaced", "the `@google-cloud/…` packages"),
    ("npm", "google-cloud", None, "was replaced", "the `@google-cloud/…` packages"),
    ("npm", "hubspot", None, "was replaced", "`@hubspot/api-client`"),
    ("npm", "ipfs-http-client", None, "is deprecated since 2023", "`kubo-rpc-client`"),
    ("npm", "jaeger-client", None, "is deprecated since 2021", "OpenTelemetry"),
    ("npm", "launchdarkly-node-server-sdk", None, "was renamed", "`@launchdarkly/node-server-sdk`"),
    ("npm", "logdna", None, "was renamed", "`@logdna/logger`"),
    ("npm", "mailgun-js", None, "was replaced", "`mailgun.js`"),
    ("npm", "mandrill-api", None, "was replaced", "`@mailchimp/mailchimp_transactional`"),
    ("npm", "mapbox", None, "was renamed", "`@mapbox/mapbox-sdk`"),
    ("npm", "mongodb-stitch-browser-sdk", None, "has no service behind it since 2025-09-30", ""),
    ("npm", "msal", None, "ended with version 1", "`@azure/msal-browser`"),
    ("npm", "nexmo", None, "was replaced", "`@vonage/server-sdk`"),
    ("npm", "node-apn", None, "was replaced", "`@parse/node-apn`"),
    ("npm", "node-gcm", None, "speaks an API that ended on 2024-07-22", "`firebase-admin`"),
    ("npm", "node-sass", None, "ended in 2024", "`sass`"),
    ("npm", "now", None, "was renamed", "`vercel`"),
    ("npm", "opentracing", None, "was archived in 2022", "OpenTelemetry"),
    ("npm", "passport-azure-ad", None, "was archived", "`@azure/msal-node`"),
    ("npm", "passport-google", None, "speaks OpenID 2, which Google ended in 2015", "`passport-google-oauth20`"),
    ("npm", "paypal-rest-sdk", None, "was archived", "`@paypal/paypal-server-sdk`"),
    ("npm", "prismic-javascript", None, "was renamed", "`@prismicio/client`"),
    ("npm", "raven", None, "was replaced in 2018", "`@sentry/node`"),
    ("npm", "raven-js", None, "was replaced in 2018", "`@sentry/browser`"),
    ("npm", "react-ga", None, "speaks Universal Analytics, which ended on 2023-07-01", "`react-ga4`"),
    ("npm", "react-google-login", None, "uses a library of Google's that ended on 2023-03-31", "`@react-oauth/google`"),
    ("npm", "react-google-maps", None, "has had no release since 2018", "`@react-google-maps/api`"),
    ("npm", "react-native-code-push", None, "has no service behind it since 2025-03-31", ""),
    ("npm", "react-native-firebase", Some(5), "was replaced", "`@react-native-firebase/app`"),
    ("npm", "react-stripe-elements", None, "was replaced", "`@stripe/react-stripe-js`"),
    ("npm", "realm-web", None, "has no service behind it since 2025-09-30", ""),
    ("npm", "request", None, "is deprecated since 2020-02-11", "`fetch` or `undici`"),
    ("npm", "request-promise", None, "is deprecated since 2020-02-11", "`fetch` or `undici`"),
    ("npm", "request-promise-native", None, "is deprecated since 2020-02-11", "`fetch` or `undici`"),
    ("npm", "sendgrid", None, "was renamed", "`@sendgrid/mail`"),
    ("npm", "socket.io-emitter", None, "was renamed", "`@socket.io/redis-emitter`"),
    ("npm", "socket.io-redis", None, "was renamed", "`@socket.io/redis-adapter`"),
    ("npm", "truffle", None, "ended in December 2023", "Hardhat or Foundry"),
    ("npm", "twit", None, "speaks a version of Twitter's API that is closed", "`twitter-api-v2`"),
    ("npm", "twitter", None, "speaks a version of Twitter's API that is closed", "`twitter-api-v2`"),
    ("npm", "universal-analytics", None, "speaks Universal Analytics, which ended on 2023-07-01", ""),
    ("npm", "vue-analytics", None, "speaks Universal Analytics, which ended on 2023-07-01", "`vue-gtag`"),
    ("npm", "watson-developer-cloud", None, "was renamed", "`ibm-watson`"),
    ("npm", "weaviate-ts-client", None, "was renamed", "`weaviate-client`"),
    ("npm", "web3", None, "ended on 2025-03-04", "`viem` or `ethers`"),
    ("nuget", "Microsoft.AppCenter", None, "has no service behind it since 2025-03-31", ""),
    ("nuget", "Microsoft.Azure.DocumentDB", None, "ended on 2024-08-31", "`Microsoft.Azure.Cosmos`"),
    ("nuget", "Microsoft.Azure.ServiceBus", None, "is deprecated", "`Azure.Messaging.ServiceBus`"),
    ("nuget", "Microsoft.IdentityModel.Clients.ActiveDirectory", None, "ended on 2023-06-30", "`Microsoft.Identity.Client`"),
    ("nuget", "NEST", None, "is deprecated", "`Elastic.Clients.Elasticsearch`"),
    ("nuget", "SharpRaven", None, "was replaced", "`Sentry`"),
    ("nuget", "System.Data.SqlClient", None, "is deprecated", "`Microsoft.Data.SqlClient`"),
    ("nuget", "WindowsAzure.Storage", None, "was replaced", "`Azure.Storage.Blobs`"),
    ("pub", "firebase_admob", None, "ended in 2021", "`google_mobile_ads`"),
    ("pub", "firebase_dynamic_links", None, "has no service behind it since 2025-08-25", ""),
    ("pub", "firebase_vertexai", None, "was renamed", "`firebase_ai`"),
    ("pub", "flutter_facebook_login", None, "is discontinued", "`flutter_facebook_auth`"),
    ("pub", "google_generative_ai", None, "is deprecated", "`firebase_ai`"),
    ("pub", "uni_links", None, "is discontinued", "`app_links`"),
    ("pypi", "adal", None, "ended on 2023-06-30", "`msal`"),
    ("pypi", "aioredis", None, "is a part of `redis` since version 4.2", "`redis.asyncio`"),
    ("pypi", "alpaca-trade-api", None, "is deprecated", "`alpaca-py`"),
    ("pypi", "analytics-python", None, "was renamed", "`segment-analytics-python`"),
    ("pypi", "applicationinsights", None, "is deprecated", "`azure-monitor-opentelemetry`"),
    ("pypi", "azure-storage", None, "was replaced", "`azure-storage-blob`"),
    ("pypi", "boto", None, "ended in 2018", "`boto3`"),
    ("pypi", "cbpro", None, "speaks an API that is closed", "`coinbase-advanced-py`"),
    ("pypi", "deta", None, "has no service behind it since 2024", ""),
    ("pypi", "duckduckgo-search", None, "was renamed", "`ddgs`"),
    ("pypi", "fauna", None, "has no service behind it since 2025-05-30", ""),
    ("pypi", "faunadb", None, "has no service behind it since 2025-05-30", ""),
    ("pypi", "fbprophet", None, "was renamed", "`prophet`"),
    ("pypi", "google-generativeai", None, "ended on 2025-11-30", "`google-genai`"),
    ("pypi", "gotrue", None, "was renamed", "`supabase-auth`"),
    ("pypi", "gpt-index", None, "was renamed", "`llama-index`"),
    ("pypi", "jaeger-client", None, "is deprecated since 2021", "`opentelemetry-sdk`"),
    ("pypi", "motor", None, "is deprecated since 2025-05-14", "the asynchronous client of `pymongo`"),
    ("pypi", "mysql-python", None, "runs on Python 2 only", "`mysqlclient`"),
    ("pypi", "nexmo", None, "was renamed", "`vonage`"),
    ("pypi", "oauth2client", None, "is deprecated since 2018", "`google-auth`"),
    ("pypi", "openai", Some(0), "changed all its calls with version 1", "version 1 or later"),
    ("pypi", "opencensus", None, "ended on 2023-07-31", "`opentelemetry-sdk`"),
    ("pypi", "opentracing", None, "was archived in 2022", "`opentelemetry-sdk`"),
    ("pypi", "pinecone-client", None, "was renamed", "`pinecone`"),
    ("pypi", "pycrypto", None, "has had no release since 2013", "`pycryptodome`"),
    ("pypi", "raven", None, "was replaced in 2018", "`sentry-sdk`"),
    ("pypi", "redis-py-cluster", None, "is a part of `redis` since version 4.1", "`redis`"),
    ("pypi", "slackclient", None, "was renamed", "`slack-sdk`"),
    ("pypi", "supabase-py", None, "was renamed", "`supabase`"),
    ("pypi", "youtube-dl", None, "has had no release since 2021", "`yt-dlp`"),
];

/// Whether a package is gone in the version that is asked for: an exact one, or what a manifest says.
pub fn package(ecosystem: Ecosystem, name: &str, version: &str) -> Option<Retired> {
    let word = ecosystem.word();
    let folded =
        if ecosystem == Ecosystem::Pypi { name.to_lowercase().replace(['_', '.'], "-") } else { name.to_owned() };
    let fits = |known: &str| match known.strip_suffix('*') {
        Some(start) => folded.starts_with(start),
        // A module of Go has its major version behind it, and its packages below it.
        None if ecosystem == Ecosystem::Go => {
            folded.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        None => folded == known,
    };
    let from = PACKAGES.partition_point(|row| row.0 < word);
    let (_, _, last, why, instead) =
        PACKAGES.get(from..)?.iter().take_while(|row| row.0 == word).find(|row| fits(row.1))?;
    if let Some(last) = last {
        // `>=0.27` asks for any version behind it.
        let bound = version.trim_start_matches(['^', '~', '=', 'v', ' ']);
        let (major, _) = numbers(bound).filter(|_| bound.starts_with(|c: char| c.is_ascii_digit()))?;
        if major > *last {
            return None;
        }
    }
    Some(Retired { why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Ecosystem::{Go, Maven, Npm, Pypi};

    #[test]
    fn packages_that_are_gone() {
        assert!(PACKAGES.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
        assert!(PACKAGES.iter().all(|row| Ecosystem::from_word(row.0).is_some()));
        for (ecosystem, name, version) in [
            (Npm, "request", ""),
            (Npm, "aws-sdk", "^2.1400.0"),
            (Pypi, "google_generativeai", ">=0.3"),
            (Pypi, "openai", "==0.28.1"),
            (Go, "github.com/go-redis/redis/v8", "v8.11.5"),
            (Maven, "com.amazonaws:aws-java-sdk-s3", ""),
        ] {
            assert!(package(ecosystem, name, version).is_some(), "{name}");
        }
        for (ecosystem, name, version) in [
            (Npm, "@aws-sdk/client-s3", "^3"),
            (Npm, "aws-sdk", "latest"),
            (Pypi, "openai", ">=0.27"),
            (Pypi, "openai", "1.3.0"),
            (Go, "github.com/aws/aws-sdk-go-v2", "v1"),
            (Npm, "raven-x", ""),
        ] {
            assert!(package(ecosystem, name, version).is_none(), "{name}");
        }
    }
}
