//! Any text under a path of each kind: the first byte chooses the path, the rest is the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use patchbay_engine::archive::text_of;
use patchbay_engine::facts::{EXCERPT_BYTES, FACTS_PER_FILE};
use patchbay_engine::read::{File, read};

/// One path for each reader and language.
const PATHS: &[&str] = &[
    ".env.example", ".github/workflows/ci.yml", ".gitlab-ci.yml", ".mcp.json", "Cargo.lock", "Cargo.toml", "Dockerfile",
    "Gemfile", "Gemfile.lock", "Jenkinsfile", "Pipfile", "Pipfile.lock", "Procfile", "README.md", "app/main.py",
    "appsettings.json", "bun.lock", "chart/values.yaml", "cmd/main.go", "composer.json", "composer.lock",
    "config/application.properties", "config/settings.toml", "deploy.sh", "deploy/app.yaml", "docker-compose.yml",
    "environment.yml", "fly.toml", "go.mod", "index.html", "lib/Api.java", "lib/Api.swift", "lib/api.cs", "lib/api.kt",
    "lib/api.php", "lib/api.rb", "lib/api.rs", "lib/config.dart", "main.tf", "n8n/flow.json", "nginx.conf",
    "package-lock.json", "package.json", "pnpm-lock.yaml", "poetry.lock", "prometheus.yml", "pubspec.lock",
    "pubspec.yaml", "pyproject.toml", "render.yaml", "requirements.txt", "schema.prisma", "schema.sql",
    "serverless.yml", "setup.cfg", "setup.py", "src/App.vue", "src/a.ts", "src/b.tsx", "supabase/config.toml",
    "template.yaml", "vercel.json", "wrangler.toml", "x.service", "yarn.lock",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let path = PATHS[usize::from(*choice) % PATHS.len()];
    let text = text_of(bytes);
    let (facts, _) = read(&File { path, text: &text });
    assert!(facts.len() <= FACTS_PER_FILE);
    let lines = text.split('\n').count() as u32;
    for fact in facts {
        assert!((1..=lines).contains(&fact.line) && fact.column >= 1);
        // A byte that would not be seen is spelled out with six.
        assert!(fact.excerpt.len() <= 6 * EXCERPT_BYTES + 6);
    }
});
