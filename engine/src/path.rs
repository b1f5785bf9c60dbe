//! What a path says of the file behind it: its name, its ending, and the part it plays in the code base.

use serde::{Deserialize, Serialize};

/// The last part of a path.
pub fn name(path: &str) -> &str {
    // Paths are too short for a searcher to be worth its making.
    let slash = path.bytes().rposition(|b| b == b'/');
    slash.and_then(|at| path.get(at + 1..)).unwrap_or(path)
}

/// The folder of a path, without the last slash; empty at the top.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What stands behind the last dot of the name, as written; empty where there is none or the name begins with it.
pub fn extension(path: &str) -> &str {
    match name(path).rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension,
        _ => "",
    }
}

/// The part that a file plays, as its path tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// What is built, run or deployed.
    Product,
    /// What those who write the code run by hand: seeds, sample data, the hooks and settings of coding assistants.
    Tool,
    /// Tests, their data and their mocks.
    Test,
    /// Documentation and examples.
    Docs,
}

const TEST_FOLDERS: &[&str] = &[
    "__fixtures__",
    "__mocks__",
    "__snapshots__",
    "__tests__",
    "androidtest",
    "commontest",
    "cypress",
    "e2e",
    "e2e-tests",
    "fixtures",
    "integration_test",
    "mocks",
    "playwright",
    "spec",
    "specs",
    "test",
    "test-utils",
    "test_utils",
    "testdata",
    "testing",
    "tests",
    "unit-tests",
];
/// Endings of languages whose tests are files that begin with `test_`.
const TEST_PREFIXED: &[&str] = &["c", "cc", "cpp", "ex", "exs", "jl", "lua", "php", "py", "rb", "rs", "swift"];
/// What an assistant's folder holds that is run or set: the rest of it is told to the assistant.
const TOOL_PARTS: &[&str] = &["hooks", "scripts", "settings"];
/// Folders in which coding assistants keep their settings, prompts and hooks.
const TOOL_FOLDERS: &[&str] = &[
    ".agent",
    ".agents",
    ".aider",
    ".claude",
    ".codex",
    ".continue",
    ".cursor",
    ".gemini",
    ".kiro",
    ".opencode",
    ".planning",
    ".roo",
    ".serena",
    ".skills",
    ".trae",
    ".windsurf",
];
/// Stems of files that show how something is used, and are not used themselves.
const SAMPLE_STEMS: &[&str] = &["demo", "example", "examples", "sample"];
const DOCS_FOLDERS: &[&str] = &["doc", "docs", "documentation", "example", "examples", "samples"];
const DOCS_ENDINGS: &[&str] = &["adoc", "md", "mdx", "rst"];

/// Whether the file at `path` is told to a coding assistant: its skills, commands, prompts and the samples that come with
/// them, most of them installed. What they name, the code base does not plug into.
pub fn is_instruction(path: &str) -> bool {
    let folder = folder(path);
    // Most paths have no hidden folder.
    if !folder.starts_with('.') && !folder.contains("/.") {
        return false;
    }
    let lower = folder.to_ascii_lowercase();
    let mut parts = lower.split('/');
    parts.any(|part| TOOL_FOLDERS.binary_search(&part).is_ok())
        && (lower.split('/').any(|part| part == ".skills")
            || parts.next().is_some_and(|part| TOOL_PARTS.binary_search(&part).is_err()))
}

/// Folders whose parts are apps and packages of their own, whatever they are called: `apps/docs` is a site that is deployed.
const APP_FOLDERS: &[&str] = &["apps", "packages", "services", "sites"];

/// Whether the folder, in lower case, is one of documents or examples. A package of Java's is none: `com/example/shop`.
fn is_docs_folder(folder: &str) -> bool {
    let packages = ["src/main/java/", "src/main/kotlin/", "src/main/scala/"];
    let end = packages.iter().find_map(|start| folder.find(start)).unwrap_or(folder.len());
    let mut before = "";
    folder[..end].split('/').any(|part| {
        let app = APP_FOLDERS.contains(&std::mem::replace(&mut before, part));
        !app && DOCS_FOLDERS.binary_search(&part).is_ok()
    })
}

/// Whether a file of a language that names files by their classes holds tests, or lies among them: `OrderTest.java`,
/// `ShopUITests/Login.swift`, `Shop.Tests/Order.cs`.
fn is_test_class(path: &str) -> bool {
    let named = |stem: &str| stem.ends_with("Test") || stem.ends_with("Tests") || stem.ends_with("Spec");
    matches!(extension(path), "cs" | "java" | "kt" | "php" | "scala" | "swift")
        && (name(path).rsplit_once('.').is_some_and(|(stem, _)| named(stem))
            || folder(path).split('/').any(|part| part.ends_with("Tests")))
}

/// Whether a script runs tests and nothing else, as its name says: `test-orders.sh`, `run_integration_tests.sh`.
fn is_test_script(file: &str) -> bool {
    matches!(extension(file), "bash" | "bat" | "cmd" | "ps1" | "sh" | "zsh")
        && file.rsplit_once('.').is_some_and(|(stem, _)| {
            let mut words = stem.split(['-', '_']);
            words.next() == Some("test") || words.next_back().is_some_and(|last| matches!(last, "test" | "tests"))
        })
}

/// The part that the file at `path` plays.
pub fn role(path: &str) -> Role {
    let lower = path.to_ascii_lowercase();
    let file = name(&lower);
    // What a pipeline runs is its name's business only: `.github/workflows/test.yml`.
    let pipeline = matches!(extension(&lower), "yml" | "yaml") && lower.contains("/workflows/");
    let stem_test = file
        .split('.')
        .rev()
        .skip(1)
        .any(|part| matches!(part, "test" | "tests" | "spec" | "cy" | "e2e" | "stories" | "mock"))
        || file.starts_with("test_") && TEST_PREFIXED.contains(&extension(&lower))
        || file == "conftest.py"
        || file.rsplit_once('.').is_some_and(|(stem, _)| stem.ends_with("_test") || stem.ends_with("_spec"))
        || is_test_class(path)
        || is_test_script(file)
        || file.starts_with("jest.")
        || file.starts_with("vitest.")
        || file.starts_with("playwright.");
    let seeds = folder(&lower).split('/').any(|part| matches!(part, "seed-data" | "seeders" | "seeds"))
        || file.starts_with("seed-")
        || file.starts_with("seed_");
    let tools = folder(&lower).split('/').any(|part| TOOL_FOLDERS.binary_search(&part).is_ok());
    // Servers that an assistant is told of.
    let servers =
        ["claude_desktop_config.json", "cline_mcp_settings.json", "mcp.json", "mcp_config.json", "opencode.json"];
    let tools = tools || servers.contains(&file.trim_start_matches('.')) || file == "vagrantfile";
    if is_instruction(path) {
        return Role::Docs;
    }
    if seeds || tools {
        return Role::Tool;
    }
    // What Laravel makes up rows with.
    let made_up = folder(&lower).ends_with("database/factories");
    if made_up
        || stem_test && !pipeline
        || folder(&lower).split('/').any(|part| TEST_FOLDERS.binary_search(&part).is_ok())
    {
        return Role::Test;
    }
    let sample = matches!(extension(&lower), "py" | "js" | "ts" | "go" | "sh")
        && SAMPLE_STEMS.contains(&file.split('.').next().unwrap_or(""));
    // What the app store of an ecosystem shows of an add-on.
    let shown = lower.contains("/static/description/");
    if sample || shown || DOCS_ENDINGS.contains(&extension(&lower)) || is_docs_folder(folder(&lower)) {
        return Role::Docs;
    }
    Role::Product
}

/// Whether the file at `path` is code or settings of an example that comes with the code base: below a folder `examples`.
pub fn is_example(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    !DOCS_ENDINGS.contains(&extension(&lower))
        && !is_instruction(path)
        && folder(&lower).split('/').any(|part| matches!(part, "example" | "examples" | "samples"))
        && !folder(&lower).split('/').any(|part| matches!(part, "doc" | "docs" | "documentation"))
}

/// Whether the file at `path` is named as audit documents are, `INTEGRATIONS.md` in any case.
pub fn is_audit_document(path: &str) -> bool {
    name(path).eq_ignore_ascii_case("integrations.md")
}

/// Whether the file at `path` holds variables and no code: `.env.example`, `prod.env`.
pub fn is_dotenv(path: &str) -> bool {
    let name = name(path);
    let named = name.starts_with(".dev.vars") || name.split('.').any(|part| part == "env");
    named && !matches!(extension(path), "js" | "ts" | "mjs" | "py" | "go")
}

/// Laravel's settings files as it delivers them.
const STOCK_SETTINGS: &[&str] = &[
    "broadcasting.php",
    "cache.php",
    "database.php",
    "filesystems.php",
    "logging.php",
    "mail.php",
    "queue.php",
    "scout.php",
    "services.php",
    "session.php",
];

/// Whether the file at `path` is one that a framework delivers with settings for everything that it could talk to.
pub fn is_stock_settings(path: &str) -> bool {
    STOCK_SETTINGS.binary_search(&name(path)).is_ok() && name(folder(path)) == "config"
}

/// Whether people run the file at `path` by hand, beside the product: what lies in a `scripts` folder, what seeds, what
/// tries out.
pub fn is_by_hand(path: &str) -> bool {
    let file = name(path);
    folder(path).split('/').any(|part| matches!(part, "scripts" | "script" | "seed" | "tools"))
        || ["seed", "test-", "test_", "demo", "mock", "migrate"].iter().any(|word| file.starts_with(word))
        || file.to_ascii_lowercase().contains("_old.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(
            TEST_FOLDERS.is_sorted()
                && TOOL_FOLDERS.is_sorted()
                && TOOL_PARTS.is_sorted()
                && SAMPLE_STEMS.is_sorted()
                && DOCS_FOLDERS.is_sorted()
                && DOCS_ENDINGS.is_sorted()
        );
    }

    #[test]
    fn roles() {
        for (path, expected) in [
            ("src/index.ts", Role::Product),
            ("src/index.test.ts", Role::Test),
            ("tests/unit/a.py", Role::Test),
            ("pkg/a_test.go", Role::Test),
            (".github/workflows/tests.yml", Role::Product),
            ("scripts/test-orders.sh", Role::Test),
            ("run_integration_tests.sh", Role::Test),
            ("scripts/testimonials.sh", Role::Product),
            ("App/OrderTest.java", Role::Test),
            ("ShopUITests/Login.swift", Role::Test),
            ("App/Contest.java", Role::Product),
            ("README.md", Role::Docs),
            ("examples/a/main.go", Role::Docs),
            ("src/contest/latest.ts", Role::Product),
            (".claude/hooks/check.js", Role::Tool),
            (".cursor/mcp.json", Role::Tool),
            (".claude/skills/slack/send.py", Role::Docs),
            ("app/.agents/skills/a/b/c.ts", Role::Docs),
            (".skills/wrapper.sh", Role::Docs),
            ("skills/slack/send.py", Role::Product),
            ("apps/docs/components/card.tsx", Role::Product),
            ("apps/docs/content/start.mdx", Role::Docs),
            ("apps/web/docs/a.ts", Role::Docs),
            ("src/main/java/com/example/shop/Order.java", Role::Product),
            ("example/src/main/java/com/acme/Order.java", Role::Docs),
        ] {
            assert_eq!(role(path), expected, "{path}");
        }
    }

    #[test]
    fn parts_of_a_path() {
        assert_eq!((name("a/b.tar.gz"), folder("a/b"), extension("a/b.tar.gz")), ("b.tar.gz", "a", "gz"));
        assert_eq!((extension(".env"), folder("x")), ("", ""));
        assert!(
            is_dotenv("a/.env.example") && is_dotenv(".dev.vars") && is_dotenv("prod.env") && !is_dotenv("src/env.ts")
        );
        assert!(is_by_hand("api/scripts/fill.js") && is_by_hand("seedData.js") && !is_by_hand("config/db.js"));
    }
}
