//! What a generated repository plugs into. The list is fixed: a code base that is a thousand times as large calls its services from
//! more places, and calls few more services.

/// A service as code in three languages uses it.
#[derive(Debug)]
pub struct Service {
    /// How the names of its variables begin.
    pub prefix: &'static str,
    /// Its package at npm.
    pub npm: &'static str,
    /// Its package at PyPI.
    pub pypi: &'static str,
    /// The module that its package at PyPI installs.
    pub python: &'static str,
    /// Its Go module; empty where it has none.
    pub go: &'static str,
    /// Its host; empty where each customer has another.
    pub host: &'static str,
}

const fn service(
    prefix: &'static str,
    npm: &'static str,
    pypi: &'static str,
    python: &'static str,
    go: &'static str,
    host: &'static str,
) -> Service {
    Service { prefix, npm, pypi, python, go, host }
}

/// The services, those first that small code bases use, too.
#[rustfmt::skip]
pub const SERVICES: &[Service] = &[
    service("POSTGRES", "pg", "psycopg", "psycopg", "github.com/lib/pq", ""),
    service("REDIS", "ioredis", "redis", "redis", "github.com/redis/go-redis/v9", ""),
    service("STRIPE", "stripe", "stripe", "stripe", "github.com/stripe/stripe-go/v81", "api.stripe.com"),
    service("SENTRY", "@sentry/node", "sentry-sdk", "sentry_sdk", "github.com/getsentry/sentry-go", ""),
    service("OPENAI", "openai", "openai", "openai", "github.com/openai/openai-go", "api.openai.com"),
    service("SENDGRID", "@sendgrid/mail", "sendgrid", "sendgrid", "github.com/sendgrid/sendgrid-go", "api.sendgrid.com"),
    service("SLACK", "@slack/web-api", "slack-sdk", "slack_sdk", "github.com/slack-go/slack", "slack.com"),
    service("AWS_S3", "@aws-sdk/client-s3", "boto3", "boto3", "github.com/aws/aws-sdk-go-v2/service/s3", ""),
    service("ANTHROPIC", "@anthropic-ai/sdk", "anthropic", "anthropic", "github.com/anthropics/anthropic-sdk-go", "api.anthropic.com"),
    service("TWILIO", "twilio", "twilio", "twilio", "github.com/twilio/twilio-go", "api.twilio.com"),
    service("MONGODB", "mongodb", "pymongo", "pymongo", "go.mongodb.org/mongo-driver", ""),
    service("ALGOLIA", "algoliasearch", "algoliasearch", "algoliasearch", "github.com/algolia/algoliasearch-client-go/v3", ""),
    service("KAFKA", "kafkajs", "kafka-python", "kafka", "github.com/segmentio/kafka-go", ""),
    service("POSTHOG", "posthog-node", "posthog", "posthog", "github.com/posthog/posthog-go", "app.posthog.com"),
    service("AUTH0", "auth0", "auth0-python", "auth0", "github.com/auth0/go-auth0", ""),
    service("ELASTICSEARCH", "@elastic/elasticsearch", "elasticsearch", "elasticsearch", "github.com/elastic/go-elasticsearch/v8", ""),
    service("RESEND", "resend", "resend", "resend", "github.com/resend/resend-go/v2", "api.resend.com"),
    service("DATADOG", "dd-trace", "ddtrace", "ddtrace", "github.com/DataDog/datadog-go/v5", "api.datadoghq.com"),
    service("HUBSPOT", "@hubspot/api-client", "hubspot-api-client", "hubspot", "", "api.hubapi.com"),
    service("GITHUB", "octokit", "pygithub", "github", "github.com/google/go-github/v60", "api.github.com"),
    service("RABBITMQ", "amqplib", "pika", "pika", "github.com/rabbitmq/amqp091-go", ""),
    service("CLOUDINARY", "cloudinary", "cloudinary", "cloudinary", "github.com/cloudinary/cloudinary-go/v2", "api.cloudinary.com"),
    service("PLAID", "plaid", "plaid-python", "plaid", "github.com/plaid/plaid-go", "production.plaid.com"),
    service("LAUNCHDARKLY", "@launchdarkly/node-server-sdk", "launchdarkly-server-sdk", "ldclient", "github.com/launchdarkly/go-server-sdk/v7", ""),
    service("MAILGUN", "mailgun.js", "mailgun", "mailgun", "github.com/mailgun/mailgun-go/v4", "api.mailgun.net"),
    service("PINECONE", "@pinecone-database/pinecone", "pinecone", "pinecone", "github.com/pinecone-io/go-pinecone", "api.pinecone.io"),
    service("SHOPIFY", "@shopify/shopify-api", "shopifyapi", "shopify", "github.com/bold-commerce/go-shopify/v4", ""),
    service("NOTION", "@notionhq/client", "notion-client", "notion_client", "github.com/jomei/notionapi", "api.notion.com"),
    service("MIXPANEL", "mixpanel", "mixpanel", "mixpanel", "github.com/mixpanel/mixpanel-go", "api.mixpanel.com"),
    service("COHERE", "cohere-ai", "cohere", "cohere", "github.com/cohere-ai/cohere-go/v2", "api.cohere.ai"),
    service("PAYPAL", "@paypal/checkout-server-sdk", "paypalrestsdk", "paypalrestsdk", "github.com/plutov/paypal/v4", "api.paypal.com"),
    service("INTERCOM", "intercom-client", "python-intercom", "intercom", "github.com/intercom/intercom-go", "api.intercom.io"),
    service("ABLY", "ably", "ably", "ably", "github.com/ably/ably-go", "rest.ably.io"),
    service("MISTRAL", "@mistralai/mistralai", "mistralai", "mistralai", "", "api.mistral.ai"),
    service("AIRTABLE", "airtable", "pyairtable", "pyairtable", "github.com/mehanizm/airtable", "api.airtable.com"),
    service("VONAGE", "@vonage/server-sdk", "vonage", "vonage", "github.com/vonage/vonage-go-sdk", "rest.nexmo.com"),
    service("PUSHER", "pusher", "pusher", "pusher", "github.com/pusher/pusher-http-go/v5", "api.pusherapp.com"),
    service("SQUARE", "square", "squareup", "square", "github.com/square/square-go-sdk", "connect.squareup.com"),
    service("TELEGRAM", "telegraf", "python-telegram-bot", "telegram", "github.com/go-telegram-bot-api/telegram-bot-api/v5", "api.telegram.org"),
    service("GROQ", "groq-sdk", "groq", "groq", "", "api.groq.com"),
];

/// How the names of a service's variables end.
pub const VARIABLES: [&str; 4] = ["API_KEY", "URL", "TIMEOUT_MS", "WEBHOOK_SECRET"];

/// What the code base calls its own variables, after one of [`super::code::NOUNS`].
pub const OWN_VARIABLES: [&str; 6] = ["LIMIT", "ENABLED", "BASE_URL", "BATCH_SIZE", "RETRIES", "LOG_LEVEL"];
