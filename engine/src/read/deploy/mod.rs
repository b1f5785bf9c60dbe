//! The files of hosts, servers, monitors and other services: some show a service by being there, some by what is in them.
//!
//! [`NAMES`] and [`PATTERNS`] say which file shows which key (see `docs/config-keys.md`) and how it is read.

use super::yaml::Node;
use super::{File, ReadError, Reader, variable};
use crate::facts::{Sink, What};
use crate::path;
use std::ops::Range;

mod ci;
mod edge;
mod monitoring;
mod platform;
mod server;
mod tools;
pub mod tree;

/// Reads it.
pub const READER: Reader = Reader { name: "deploy files", wants, read };

type Read = fn(&File<'_>, &mut Sink<'_>) -> Result<(), ReadError>;

/// A file's name or pattern, the key that its presence shows (empty where its content decides), and how it is read.
type Row = (&'static str, &'static str, Read);

fn presence(_file: &File<'_>, _sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Ok(())
}

/// By the file's name. Sorted.
#[rustfmt::skip]
const NAMES: &[Row] = &[
    (".appveyor.yml", "appveyor", ci::read),
    (".cirrus.yml", "cirrus-ci", ci::read),
    (".codacy.yml", "codacy", presence),
    (".codeclimate.yml", "codeclimate", presence),
    (".codecov.yml", "codecov", presence),
    (".coderabbit.yaml", "coderabbit", presence),
    (".contentfulrc.json", "contentful", presence),
    (".coveralls.yml", "coveralls", presence),
    (".deepsource.toml", "deepsource", presence),
    (".drone.yml", "drone", ci::read),
    (".firebaserc", ".firebaserc", presence),
    (".gitbook.yaml", "gitbook", presence),
    (".gitlab-ci.yml", "gitlab-ci", ci::gitlab),
    (".gitleaks.toml", "gitleaks", presence),
    (".gitpod.yml", "gitpod", presence),
    (".goreleaser.yaml", "goreleaser", presence),
    (".goreleaser.yml", "goreleaser", presence),
    (".lighthouserc.js", "lighthouse-ci", presence),
    (".lighthouserc.json", "lighthouse-ci", presence),
    (".mergify.yml", "mergify", presence),
    (".percy.yml", "percy", presence),
    (".pre-commit-config.yaml", "pre-commit", presence),
    (".readthedocs.yaml", "read-the-docs", presence),
    (".readthedocs.yml", "read-the-docs", presence),
    (".renovaterc", "renovate", presence),
    (".renovaterc.json", "renovate", ci::updates),
    (".replit", "replit", presence),
    (".semgrep.yml", "semgrep", presence),
    (".sentryclirc", "sentry", presence),
    (".snyk", "snyk", presence),
    (".tolgeerc", "tolgee", presence),
    (".tolgeerc.json", "tolgee", presence),
    (".travis.yml", "travis-ci", ci::read),
    (".trivyignore", "trivy", presence),
    (".woodpecker.yml", "woodpecker", ci::read),
    ("Caddyfile", "caddy", server::lines),
    ("Dockerrun.aws.json", "elastic-beanstalk", presence),
    ("GoogleService-Info.plist", "google-services.json", presence),
    ("Jenkinsfile", "jenkins", ci::jenkins),
    ("OneSignalSDKWorker.js", "onesignal", presence),
    ("Procfile", "procfile", platform::procfile),
    ("Pulumi.yaml", "pulumi", presence),
    ("alembic.ini", "alembic", presence),
    ("alertmanager.yaml", "alertmanager", monitoring::alertmanager),
    ("alertmanager.yml", "alertmanager", monitoring::alertmanager),
    ("amplify.yml", "amplify", ci::read),
    ("ansible.cfg", "ansible", presence),
    ("app.json", "", platform::app_json),
    ("app.yaml", "", platform::app_yaml),
    ("app.yml", "", platform::app_yaml),
    ("apphosting.yaml", "firebase:apphosting", presence),
    ("apprunner.yaml", "apprunner", platform::environment),
    ("appsignal.yml", "appsignal", presence),
    ("appspec.yml", "aws-codedeploy", presence),
    ("appveyor.yml", "appveyor", ci::read),
    ("appwrite.json", "appwrite.json", presence),
    ("atlas.hcl", "atlas", presence),
    ("azure-pipelines.yml", "azure-pipelines", ci::azure),
    ("azure.yaml", "azd", presence),
    ("bitbucket-pipelines.yml", "bitbucket-pipelines", ci::bitbucket),
    ("bitrise.yml", "bitrise", presence),
    ("buildspec.yml", "aws-codebuild", ci::read),
    ("captain-definition", "captain", presence),
    ("cdk.json", "aws-cdk", presence),
    ("chromatic.config.json", "chromatic", presence),
    ("cloudbuild.json", "cloudbuild", ci::read),
    ("cloudbuild.yaml", "cloudbuild", ci::read),
    ("cloudbuild.yml", "cloudbuild", ci::read),
    ("cloudflared.yml", "cloudflared", presence),
    ("codecov.yaml", "codecov", presence),
    ("codecov.yml", "codecov", presence),
    ("codemagic.yaml", "codemagic", ci::read),
    ("contentful.json", "contentful", presence),
    ("convex.json", "convex.json", presence),
    ("crowdin.yml", "crowdin", presence),
    ("database.rules.json", "firestore.rules", presence),
    ("datadog.yaml", "datadog", presence),
    ("dbt_project.yml", "dbt", presence),
    ("devcontainer.json", "devcontainer", tools::environment),
    ("docsearch.json", "algolia", presence),
    ("eas.json", "expo-eas", platform::environment),
    ("firebase.json", "firebase.json", edge::firebase),
    ("firebase_options.dart", "google-services.json", presence),
    ("firestore.indexes.json", "firestore.rules", presence),
    ("firestore.rules", "firestore.rules", presence),
    ("fly.toml", "fly.toml", platform::environment),
    ("flyway.conf", "flyway", presence),
    ("flyway.toml", "flyway", presence),
    ("google-services.json", "google-services.json", presence),
    ("greptile.json", "greptile", presence),
    ("haproxy.cfg", "haproxy", server::lines),
    ("heroku.yml", "heroku.yml", presence),
    ("honeybadger.yml", "honeybadger", presence),
    ("inngest.config.ts", "inngest", presence),
    ("launch.json", "", tools::environment),
    ("lefthook.yml", "lefthook", presence),
    ("lighthouserc.js", "lighthouse-ci", presence),
    ("lighthouserc.json", "lighthouse-ci", presence),
    ("liquibase.properties", "liquibase", presence),
    ("livekit.yaml", "livekit", presence),
    ("lokalise.yml", "lokalise", presence),
    ("mint.json", "mintlify", presence),
    ("mosquitto.conf", "mosquitto", presence),
    ("netdata.conf", "netdata", presence),
    ("netlify.toml", "netlify.toml", edge::netlify),
    ("newrelic.cjs", "newrelic", presence),
    ("newrelic.ini", "newrelic", presence),
    ("newrelic.js", "newrelic", presence),
    ("newrelic.yml", "newrelic", presence),
    ("nhost.toml", "nhost", presence),
    ("nixpacks.json", "nixpacks", platform::environment),
    ("nixpacks.toml", "nixpacks", platform::environment),
    ("pm2.json", "pm2", platform::environment),
    ("railway.json", "railway", platform::environment),
    ("railway.toml", "railway", platform::environment),
    ("redis.conf", "redis.conf", presence),
    ("render.yaml", "render.yaml", platform::render),
    ("render.yml", "render.yaml", platform::render),
    ("renovate.json", "renovate", ci::updates),
    ("renovate.json5", "renovate", ci::updates),
    ("samconfig.toml", "aws-sam", presence),
    ("scout_apm.yml", "scout", presence),
    ("sentry.properties", "sentry", presence),
    ("serverless.json", "serverless", platform::serverless),
    ("serverless.ts", "serverless", presence),
    ("serverless.yaml", "serverless", platform::serverless),
    ("serverless.yml", "serverless", platform::serverless),
    ("skaffold.yaml", "skaffold", presence),
    ("sonar-project.properties", "sonarqube", presence),
    ("sqlc.yaml", "sqlc", presence),
    ("sqlc.yml", "sqlc", presence),
    ("sst.config.ts", "sst", presence),
    ("staticwebapp.config.json", "azure-swa", presence),
    ("storage.rules", "firestore.rules", presence),
    ("supervisord.conf", "supervisor", server::lines),
    ("traefik.toml", "traefik", server::lines),
    ("traefik.yaml", "traefik", server::lines),
    ("traefik.yml", "traefik", server::lines),
    ("trigger.config.ts", "trigger.dev", presence),
    ("turnserver.conf", "coturn", presence),
    ("vercel.json", "vercel.json", edge::vercel),
    ("vercel.ts", "vercel.ts", presence),
    ("wrangler.json", "", edge::wrangler),
    ("wrangler.jsonc", "", edge::wrangler),
    ("wrangler.toml", "", edge::wrangler),
];

/// By a path with one `*`: a pattern with a slash is matched against the end of the path from a slash on, one without
/// against the name.
const PATTERNS: &[Row] = &[
    (".circleci/*.y*ml", "circleci", ci::circle),
    (".buildkite/*.y*ml", "buildkite", ci::buildkite),
    ("*.gitlab-ci.yml", "gitlab-ci", ci::gitlab),
    (".gitlab/ci/*.y*ml", "gitlab-ci", ci::gitlab),
    ("azure-pipelines*.y*ml", "azure-pipelines", ci::azure),
    ("*.azure-pipelines.y*ml", "azure-pipelines", ci::azure),
    (".azure-pipelines/*.y*ml", "azure-pipelines", ci::azure),
    (".azuredevops/*.y*ml", "azure-pipelines", ci::azure),
    ("Jenkinsfile*", "jenkins", ci::jenkins),
    ("*.jenkinsfile", "jenkins", ci::jenkins),
    (".semaphore/*.yml", "semaphore", ci::read),
    (".woodpecker/*.y*ml", "woodpecker", ci::read),
    (".github/dependabot.y*ml", "dependabot", ci::updates),
    (".github/renovate.json*", "renovate", ci::updates),
    (".do/app.y*ml", "digitalocean-app", platform::render),
    (".ebextensions/*.config", "elastic-beanstalk", presence),
    (".elasticbeanstalk/config.y*ml", "elastic-beanstalk", presence),
    ("Formula/*.rb", "homebrew", presence),
    ("Casks/*.rb", "homebrew", presence),
    (".run/*.xml", "", tools::jetbrains),
    (".idea/runConfigurations/*.xml", "", tools::jetbrains),
    (".storybook/main.*", "storybook", presence),
    (".changeset/config.json*", "changesets", presence),
    ("supabase/config.toml*", "supabase/config.toml", edge::supabase),
    ("supabase/functions/*/index.ts", "supabase:functions", presence),
    ("config/deploy.y*ml", "", platform::kamal),
    ("copilot/*/manifest.yml", "aws-copilot", platform::environment),
    (".tx/config*", "transifex", presence),
    ("tina/config.*", "tina", presence),
    (".husky/pre-*", "husky", presence),
    ("hasura/config.y*ml", "hasura", presence),
    ("fastlane/Fastfile*", "fastlane", presence),
    ("amplify/backend*", "amplify", presence),
    (".well-known/apple-app-site-association*", "apple-app-site-association", presence),
    (".well-known/assetlinks.json*", "assetlinks", presence),
    ("ecosystem.config.*", "pm2", presence),
    ("fly.*.toml", "fly.toml", platform::environment),
    ("sentry.*.config.*", "sentry", presence),
    ("sanity.config.*", "sanity", presence),
    ("keystatic.config.*", "keystatic", presence),
    ("docusaurus.config.*", "docusaurus", presence),
    ("prometheus*.y*ml", "prometheus", monitoring::targets),
    ("*.prom.yml", "prometheus", monitoring::targets),
    ("loki*.y*ml", "loki", monitoring::targets),
    ("tempo*.y*ml", "tempo", monitoring::targets),
    ("mimir*.y*ml", "mimir", monitoring::targets),
    ("promtail*.y*ml", "promtail", monitoring::targets),
    ("blackbox*.y*ml", "blackbox-exporter", monitoring::targets),
    ("otel*.y*ml", "otel-collector", monitoring::collector),
    ("*otel-collector*.y*ml", "otel-collector", monitoring::collector),
    ("*otelcol*.y*ml", "otel-collector", monitoring::collector),
    ("*.alloy", "alloy", monitoring::alloy),
    ("vector.*ml", "vector", monitoring::targets),
    ("fluent-bit*.conf", "fluent-bit", presence),
    ("telegraf*.conf", "telegraf", presence),
    ("grafana*.ini", "grafana", presence),
    ("datasource*.y*ml", "", monitoring::grafana),
    ("*.service", "", server::systemd),
    ("*.conf", "", server::conf),
    ("*.conf.template", "", server::conf),
    ("*.Caddyfile", "caddy", server::lines),
    ("Caddyfile.*", "caddy", server::lines),
    ("*.template", "", platform::cloudformation),
    ("*.template.json", "", platform::cloudformation),
    ("template*.json", "", platform::cloudformation),
    ("cloudformation*.json", "", platform::cloudformation),
    ("cfn*.json", "", platform::cloudformation),
    ("*.bicep", "bicep", presence),
];

/// Whether a path fits a pattern. `y*ml` stands for `yml` and `yaml` at the end.
fn fits(pattern: &str, path: &str) -> bool {
    // Every file is held against every pattern, and most end otherwise.
    if !pattern.ends_with('*') && pattern.as_bytes().last() != path.as_bytes().last() {
        return false;
    }
    if let Some(stem) = pattern.strip_suffix(".y*ml") {
        let Some(rest) = path.strip_suffix(".yml").or_else(|| path.strip_suffix(".yaml")) else { return false };
        return fits_one(stem, rest);
    }
    fits_one(pattern, path)
}

fn fits_one(pattern: &str, path: &str) -> bool {
    let slashes = pattern.matches('/').count();
    let start = path.rmatch_indices('/').nth(slashes).map_or(0, |(at, _)| at + 1);
    let tail = &path[start..];
    match pattern.split_once('*') {
        None => tail == pattern,
        Some((head, rest)) => match rest.split_once('*') {
            None => tail.len() >= head.len() + rest.len() && tail.starts_with(head) && tail.ends_with(rest),
            Some((middle, end)) => {
                tail.starts_with(head)
                    && tail.ends_with(end)
                    && tail
                        .get(head.len()..tail.len().saturating_sub(end.len()))
                        .is_some_and(|inner| inner.contains(middle))
            }
        },
    }
}

/// The row for a path: its name's, else that of the first pattern that fits.
fn row(path: &str) -> Option<&'static Row> {
    let name = path::name(path);
    let named = NAMES.binary_search_by_key(&name, |row| row.0).ok().map(|at| &NAMES[at]);
    named.or_else(|| PATTERNS.iter().find(|row| fits(row.0, path)))
}

fn is_yaml(path: &str) -> bool {
    matches!(path::extension(path), "yml" | "yaml")
}

fn in_grafana_folder(path: &str) -> bool {
    matches!(path::extension(path), "yml" | "yaml" | "json")
        && path::folder(path).split('/').any(|part| part == "grafana")
}

fn wants(path: &str) -> bool {
    is_yaml(path)
        || in_grafana_folder(path)
        || matches!(path::name(path), "_redirects" | "_headers" | "CNAME" | ".htaccess")
        || row(path).is_some()
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut outcome = Ok(());
    let mut any = false;
    if let Some((_, key, read)) = row(file.path) {
        any = true;
        if !key.is_empty() {
            sink.push_file(What::Config { key: (*key).to_owned() });
        }
        outcome = read(file, sink);
        // A template of Helm or Jinja is YAML only once it is filled in.
        if is_yaml(file.path) && file.text.contains("{{") {
            outcome = Ok(());
        }
    }
    match file.name() {
        "_redirects" | "_headers" => sink.push_file(What::Config { key: "netlify:redirects".into() }),
        "CNAME" if file.text.trim().lines().count() == 1 && file.text.contains('.') => {
            sink.push_file(What::Config { key: "github-pages".into() });
        }
        ".htaccess" => sink.push_file(What::Config { key: "apache".into() }),
        _ => {}
    }
    if in_grafana_folder(file.path) {
        return outcome.and(monitoring::grafana(file, sink));
    }
    if !any && is_yaml(file.path) {
        platform::cloudformation(file, sink)?;
        monitoring::rules(file, sink);
    }
    outcome
}

/// Adds a key that stands in the file.
fn push_key(sink: &mut Sink<'_>, span: Range<usize>, key: String) {
    let given = sink
        .facts()
        .iter()
        .rev()
        .take(2000)
        .any(|fact| matches!(&fact.what, What::Config { key: known } if *known == key));
    if !given {
        sink.push(span, What::Config { key });
    }
}

/// Adds the hosts and schemes of every value below a node, without the values themselves.
fn push_values(sink: &mut Sink<'_>, node: &Node<'_>) {
    let text = sink.text();
    node.each_scalar("", &mut |key, value| {
        let raw = text.get(value.span.clone()).unwrap_or("");
        variable::push_value(sink, value.span.start, key, raw);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        let unsorted = NAMES.windows(2).find(|pair| pair[0].0 >= pair[1].0);
        assert!(unsorted.is_none(), "{:?}", unsorted.map(|pair| (pair[0].0, pair[1].0)));
    }

    #[test]
    fn patterns() {
        for (pattern, path) in [
            (".run/*.xml", "a/.run/main.dart.run.xml"),
            ("*.alloy", "monitoring/x.alloy"),
            ("prometheus*.y*ml", "a/prometheus.yaml"),
            ("otel*.y*ml", "otel-collector-config.yml"),
            ("supabase/functions/*/index.ts", "supabase/functions/hello/index.ts"),
            ("sentry.*.config.*", "sentry.server.config.ts"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        assert!(!fits("fly.*.toml", "fly.toml") && !fits(".run/*.xml", "x.xml") && !fits("*.alloy", "alloy"));
    }
}
