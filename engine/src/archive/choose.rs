//! Decides from a file's path and size alone whether to read it.
//!
//! What others wrote (vendored), what a build made (generated, minified) and what is no text (binary) says nothing of what the
//! code base itself plugs into, or says it twice. Folders whose name alone does not tell, such as `build`, are judged by what
//! lies beside and below them.

use crate::archive::Entry;
use crate::{limits, path, read};
use std::cmp::Ordering;

/// What is decided about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Read it.
    Read,
    /// Leave it, for this reason.
    Skip(&'static str),
}

/// Decides about one file.
pub fn choose(entry: &Entry) -> Choice {
    match skip(entry) {
        Some(reason) => Choice::Skip(reason),
        None if !read::wanted(&entry.path) => Choice::Skip("no reader"),
        None => Choice::Read,
    }
}

/// Why a file is left whatever its format, if it is: by its folders, its name, its size. Knows no reader, so that a page can
/// ask it without holding them all.
pub fn skip(entry: &Entry) -> Option<&'static str> {
    let name = path::name(&entry.path);
    by_folders(&entry.path)
        .or_else(|| by_name(name))
        .or_else(|| (entry.size > most_bytes(name)).then_some(super::TOO_LARGE))
}

/// Most bytes that are read of a file of this name.
fn most_bytes(name: &str) -> u64 {
    // A notebook holds the pictures that its code drew.
    let long = LOCK_FILES.binary_search(&name).is_ok() || path::extension(name) == "ipynb";
    if long { limits::LOCK_BYTES } else { limits::FILE_BYTES }
}

/// Folders of code that others wrote, wherever they are.
const VENDORED_FOLDERS: &[&str] = &[
    ".bundle",
    ".pnpm",
    ".pnpm-store",
    ".pub-cache",
    ".terraform",
    ".tox",
    ".venv",
    ".yarn",
    "Carthage",
    "Pods",
    "__pypackages__",
    "bower_components",
    "jspm_packages",
    "node_modules",
    "site-packages",
    "third-party",
    "third_party",
    "thirdparty",
    "venv",
    "virtualenv",
];

/// Folders that tools write, wherever they are.
const GENERATED_FOLDERS: &[&str] = &[
    ".angular",
    ".astro",
    ".aws-sam",
    ".build",
    ".cache",
    ".contentlayer",
    ".cxx",
    ".dart_tool",
    ".docusaurus",
    ".eggs",
    ".elixir_ls",
    ".expo",
    ".externalNativeBuild",
    ".godot",
    ".gradle",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".jekyll-cache",
    ".mastra",
    ".mypy_cache",
    ".next",
    ".nitro",
    ".nuxt",
    ".nx",
    ".nyc_output",
    ".open-next",
    ".output",
    ".parcel-cache",
    ".plasmo",
    ".pytest_cache",
    ".react-router",
    ".rollup.cache",
    ".rspack-cache",
    ".ruff_cache",
    ".sass-cache",
    ".serverless",
    ".sst",
    ".stack-work",
    ".svelte-kit",
    ".tanstack",
    ".terragrunt-cache",
    ".turbo",
    ".velite",
    ".vercel",
    ".vinxi",
    ".vite",
    ".webpack",
    ".wrangler",
    ".wxt",
    ".zig-cache",
    "DerivedData",
    "__generated__",
    "__pycache__",
    "allure-report",
    "allure-results",
    "bazel-bin",
    "bazel-out",
    "cdk.out",
    "dist",
    "dist-electron",
    "dist-ssr",
    "dist_electron",
    "generated",
    "htmlcov",
    "playwright-report",
    "storybook-static",
    "zig-out",
];

/// Folders that are a build's output where this lies directly in them, and sources elsewhere.
const OUTPUT_FOLDERS: &[(&str, &[&str])] = &[
    ("build", BUILT),
    (
        "coverage",
        &[
            "base.css",
            "block-navigation.js",
            "clover.xml",
            "coverage-final.json",
            "index.html",
            "lcov-report",
            "lcov.info",
            "prettify.js",
            "sorter.js",
            "tmp",
        ],
    ),
    ("out", BUILT),
    (
        "target",
        &[
            ".rustc_info.json",
            "CACHEDIR.TAG",
            "classes",
            "debug",
            "doc",
            "generated-sources",
            "maven-archiver",
            "maven-status",
            "package",
            "release",
            "surefire-reports",
            "test-classes",
            "wasm32-unknown-unknown",
        ],
    ),
];

/// What lies directly in a folder that a build of a page, an app or a library wrote.
const BUILT: &[&str] = &[
    "_app",
    "_next",
    "asset-manifest.json",
    "assets",
    "cache",
    "chunks",
    "classes",
    "client",
    "contracts",
    "css",
    "esm",
    "flutter_assets",
    "generated",
    "handler.js",
    "index.html",
    "index.js",
    "intermediates",
    "js",
    "kotlin",
    "libs",
    "main.js",
    "media",
    "outputs",
    "preload",
    "renderer",
    "reports",
    "server",
    "service-worker.js",
    "static",
    "tmp",
    "types",
];

/// Folders that hold the code base's own sources. Below them, a folder `vendor` or `build` is a part of the product:
/// `src/app/vendor/orders.ts`.
const SOURCE_FOLDERS: &[&str] = &[
    "app",
    "components",
    "controllers",
    "features",
    "internal",
    "lib",
    "modules",
    "pages",
    "routes",
    "screens",
    "src",
    "views",
];

/// What lies directly in a folder `vendor` that is an app of its own.
const APP_PARTS: &[&str] = &[
    ".env",
    ".env.example",
    "Dockerfile",
    "app",
    "components",
    "index.html",
    "lib",
    "package.json",
    "pages",
    "public",
    "pubspec.yaml",
    "requirements.txt",
    "src",
];

/// What lies directly in a `vendor` folder of a package manager's, even among sources.
const VENDOR_PARTS: &[&str] = &["autoload.php", "bundle", "cache", "composer", "gems", "modules.txt"];

/// Why a file in these folders is not read.
fn by_folders(path: &str) -> Option<&'static str> {
    let mut parts = path.split('/').peekable();
    let (mut among_sources, mut in_code) = (false, false);
    while let (Some(part), Some(next)) = (parts.next(), parts.peek()) {
        if part == ".git" {
            return Some("git");
        }
        if VENDORED_FOLDERS.binary_search(&part).is_ok() || part == "vendor" && is_vendored(next, among_sources) {
            return Some("vendored");
        }
        let output = || {
            let at = OUTPUT_FOLDERS.binary_search_by_key(&part, |(name, _)| name).ok();
            at.and_then(|at| OUTPUT_FOLDERS.get(at)).is_some_and(|(_, parts)| parts.binary_search(next).is_ok())
        };
        if GENERATED_FOLDERS.binary_search(&part).is_ok() || part.ends_with(".egg-info") || !in_code && output() {
            return Some("generated");
        }
        let holds_sources = SOURCE_FOLDERS.binary_search(&part).is_ok();
        among_sources |= holds_sources;
        // Android builds into `app/build`.
        in_code |= holds_sources && part != "app";
    }
    None
}

/// Whether a folder `vendor` with this in it holds the code of others. A Go module lies in a folder named as its host.
fn is_vendored(next: &str, among_sources: bool) -> bool {
    VENDOR_PARTS.binary_search(&next).is_ok()
        || HOSTS.iter().any(|host| next.ends_with(host))
        || !among_sources && APP_PARTS.binary_search(&next).is_err()
}

/// How the hosts of Go modules end.
const HOSTS: &[&str] = &[".com", ".dev", ".in", ".io", ".org"];

/// Names that tools give to what they write: how they end, and why it is not read.
const WRITTEN_BY_TOOLS: &[(&str, &str)] = &[
    (".bundle.js", "minified"),
    (".chunk.css", "minified"),
    (".chunk.js", "minified"),
    (".config.dart", "generated"),
    (".designer.cs", "generated"),
    (".freezed.dart", "generated"),
    (".g.cs", "generated"),
    (".g.dart", "generated"),
    (".gen.go", "generated"),
    (".gen.ts", "generated"),
    (".generated.js", "generated"),
    (".generated.ts", "generated"),
    (".gr.dart", "generated"),
    (".map", "generated"),
    (".min.css", "minified"),
    (".min.js", "minified"),
    (".min.mjs", "minified"),
    (".mocks.dart", "generated"),
    (".pb.dart", "generated"),
    (".pb.go", "generated"),
    (".pb.gw.go", "generated"),
    (".pbenum.dart", "generated"),
    (".pbgrpc.dart", "generated"),
    (".pbjson.dart", "generated"),
    (".snap", "generated"),
    (".tsbuildinfo", "generated"),
    ("_pb.d.ts", "generated"),
    ("_pb.js", "generated"),
    ("_pb.ts", "generated"),
    ("_pb2.py", "generated"),
    ("_pb2_grpc.py", "generated"),
];

/// Why a file of this name is not read.
fn by_name(name: &str) -> Option<&'static str> {
    if is_listed(BINARY_ENDINGS, path::extension(name)) {
        return Some("binary");
    }
    WRITTEN_BY_TOOLS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, reason)| *reason)
}

/// Whether a sorted list of lower-case words has this one, in upper or lower case.
fn is_listed(words: &[&str], word: &str) -> bool {
    let compare = |known: &&str| -> Ordering { known.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_lowercase())) };
    !word.is_empty() && words.binary_search_by(compare).is_ok()
}

/// Files in which package managers note exact versions, and Xcode whatever a project has; they may be
/// [`limits::LOCK_BYTES`] long.
const LOCK_FILES: &[&str] = &[
    "Cargo.lock",
    "Cartfile.resolved",
    "Gemfile.lock",
    "Package.resolved",
    "Pipfile.lock",
    "Podfile.lock",
    "bun.lock",
    "composer.lock",
    "deno.lock",
    "go.sum",
    "gradle.lockfile",
    "mix.lock",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "packages.lock.json",
    "paket.lock",
    "pdm.lock",
    "pixi.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "project.pbxproj",
    "pubspec.lock",
    "renv.lock",
    "uv.lock",
    "yarn.lock",
];

/// Endings of what is no text: images, fonts, media, archives, office files, compiled code, databases, models.
#[rustfmt::skip]
const BINARY_ENDINGS: &[&str] = &[
    "3gp", "7z", "a", "aab", "aac", "ai", "aiff", "apk", "appimage", "arrow", "asar", "avi", "avif", "avro",
    "bin", "blend", "bmp", "br", "bz2",
    "cab", "car", "class", "crx", "cur",
    "dat", "db", "db3", "deb", "dex", "dll", "dmg", "doc", "docx", "dylib",
    "ear", "eot", "eps", "epub", "exe",
    "fbx", "feather", "fig", "fla", "flac", "flv",
    "gguf", "gif", "glb", "gz",
    "h5", "hdf5", "heic", "hprof",
    "icns", "ico", "ipa", "iso",
    "jar", "jks", "joblib", "jpeg", "jpg", "jxl",
    "keras", "keystore", "kra", "ktx",
    "lib", "lockb", "lz4", "lzma",
    "m4a", "m4v", "mdb", "mid", "mkv", "mmdb", "mo", "mov", "mp3", "mp4", "mpeg", "mpg", "msi",
    "nib", "node", "npy", "npz", "nupkg",
    "o", "obj", "odp", "ods", "odt", "ogg", "onnx", "opus", "orc", "otf",
    "p12", "parquet", "pb", "pck", "pdb", "pdf", "pfx", "pickle", "pkl", "png", "ppt", "pptx", "psd", "pt", "pth", "pyc", "pyd", "pyo",
    "rar", "rdb", "rlib", "rpm",
    "safetensors", "sketch", "so", "sqlite", "sqlite3", "swf",
    "tar", "tflite", "tgz", "tif", "tiff", "ttc", "ttf",
    "vsix",
    "war", "wasm", "wav", "webm", "webp", "whl", "wma", "wmv", "woff", "woff2",
    "xcf", "xls", "xlsb", "xlsm", "xlsx", "xpi", "xz",
    "zip", "zst",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_name_nothing_twice() {
        let tables = [
            VENDORED_FOLDERS,
            GENERATED_FOLDERS,
            BUILT,
            SOURCE_FOLDERS,
            APP_PARTS,
            VENDOR_PARTS,
            HOSTS,
            LOCK_FILES,
            BINARY_ENDINGS,
        ];
        for table in tables.into_iter().chain(OUTPUT_FOLDERS.iter().map(|(_, parts)| *parts)) {
            let wrong = table.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(wrong, None);
        }
        assert!(OUTPUT_FOLDERS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(WRITTEN_BY_TOOLS.is_sorted_by(|a, b| a.0 < b.0));
    }

    /// Why the path is skipped, before readers are asked.
    fn skipped(path: &str) -> Option<&'static str> {
        by_folders(path).or_else(|| by_name(path::name(path)))
    }

    #[test]
    fn code_of_others_is_vendored() {
        for path in [
            "node_modules/a/index.js",
            "packages/a/node_modules/b/index.js",
            "ios/Pods/A/a.json",
            "backend/.venv/lib/a.py",
            "lib/python3.12/site-packages/a.py",
            "vendor/github.com/a/b/c.go",
            "vendor/modules.txt",
            "vendor/autoload.php",
            "vendor/monolog/monolog/src/Logger.php",
            "backend/vendor/monolog/monolog/src/Logger.php",
            "src/vendor/github.com/a/b.go",
            "vendor/bundle/ruby/3.2.0/gems/a/a.rb",
            "public/vendor/jquery.js",
            ".yarn/releases/yarn-4.0.0.cjs",
        ] {
            assert_eq!(skipped(path), Some("vendored"), "{path}");
        }
    }

    #[test]
    fn what_builds_write_is_generated() {
        for path in [
            "dist/index.js",
            "packages/a/dist/index.js",
            "build/static/js/main.js",
            "build/index.html",
            "android/app/build/intermediates/a.json",
            "out/_next/a.js",
            "web/.next/server/a.js",
            ".svelte-kit/types/a.d.ts",
            "target/debug/build/a.rs",
            "coverage/lcov-report/index.html",
            "a/__pycache__/b.py",
            "a.egg-info/requires.txt",
            "api/user.pb.go",
            "lib/user.g.dart",
            "src/app.js.map",
            "src/routeTree.gen.ts",
        ] {
            assert_eq!(skipped(path), Some("generated"), "{path}");
        }
        assert_eq!(skipped("public/jquery.min.js"), Some("minified"));
    }

    #[test]
    fn sources_with_names_of_outputs_are_kept() {
        for path in [
            "src/app/vendor/orders/page.tsx",
            "apps/web/app/vendor/page.tsx",
            "vendor/src/App.tsx",
            "vendor/package.json",
            "build/package/Dockerfile",
            "build/webpack.config.js",
            "src/build/static/a.ts",
            "src/coverage/policy.ts",
            "src/target/index.ts",
            "target/audience.ts",
            "src/dist.ts",
            "node_modules",
            ".yarnrc.yml",
            ".env",
            ".env.example",
            ".github/workflows/ci.yml",
            ".run/api.run.xml",
            ".claude/agents/a.md",
            ".planning/codebase/INTEGRATIONS.md",
            "lib/firebase_options.dart",
            "src/map.ts",
            ".gitignore",
        ] {
            assert_eq!(skipped(path), None, "{path}");
        }
    }

    #[test]
    fn what_is_no_text_is_binary() {
        for path in ["logo.png", "a/LOGO.PNG", "font.Woff2", "data.sqlite3", "model.gguf", "bun.lockb", "a.tar.gz"] {
            assert_eq!(skipped(path), Some("binary"), "{path}");
        }
        for path in ["go.mod", "a.ts", "png", ".png", "a.", "icon.svg"] {
            assert_eq!(skipped(path), None, "{path}");
        }
    }

    #[test]
    fn git_keeps_no_sources() {
        assert_eq!(skipped(".git/config"), Some("git"));
        assert_eq!(skipped("sub/.git/hooks/a.sh"), Some("git"));
    }

    #[test]
    fn lock_files_and_notebooks_may_be_longer() {
        assert_eq!(most_bytes("package-lock.json"), limits::LOCK_BYTES);
        assert_eq!(most_bytes("train.ipynb"), limits::LOCK_BYTES);
        assert_eq!(most_bytes("package.json"), limits::FILE_BYTES);
    }

    #[test]
    fn what_no_reader_wants_is_left() {
        let entry = Entry { path: "notes.nobody-reads-this".to_owned(), size: 1 };
        assert_eq!(choose(&entry), Choice::Skip("no reader"));
    }
}
