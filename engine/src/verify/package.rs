//! Packages and versions: asked for by a manifest, imported by source, in the version that is claimed.

use super::check::{Answer, Check, Said};
use super::packages::{self, Package};
use super::version::{self, Fit as VersionFit};
use crate::assemble::{Fit, Where};
use crate::audit::{Ecosystem, Place, Status};
use crate::catalog;
use crate::facts::Scope;
use crate::order::Arrange;
use crate::path::{self, Role};

/// Packages that are used without being imported, by how their names are or, with `*`, begin or end. Sorted.
const NOT_IMPORTED: &[&str] = &[
    "*-cli",
    "*-loader",
    "*-plugin",
    "*_generator",
    "*_lints",
    "@babel/*",
    "@biomejs/*",
    "@capacitor/*",
    "@cloudflare/*",
    "@commitlint/*",
    "@emotion/*",
    "@eslint/*",
    "@expo/*",
    "@fontsource/*",
    "@nestjs/platform-*",
    "@next/*",
    "@nuxt/*",
    "@nuxtjs/*",
    "@playwright/*",
    "@prisma/*",
    "@rollup/*",
    "@semantic-release/*",
    "@sveltejs/*",
    "@swc/*",
    "@tailwindcss/*",
    "@testing-library/*",
    "@types/*",
    "@typescript-eslint/*",
    "@vercel/*",
    "@vitejs/*",
    "@vitest/*",
    "aiomysql",
    "aiosqlite",
    "asyncpg",
    "autoprefixer",
    "babel-*",
    "better-sqlite3",
    "bufferutil",
    "build_runner",
    "concurrently",
    "coverage",
    "cross-env",
    "cryptography",
    "cupertino_icons",
    "electron",
    "electron-*",
    "email-validator",
    "encoding",
    "eslint*",
    "express",
    "flutter_*",
    "gunicorn",
    "httptools",
    "hypercorn",
    "jest*",
    "mariadb",
    "mongodb",
    "mysql",
    "mysql2",
    "mysqlclient",
    "next",
    "nodemon",
    "nuxt",
    "oracledb",
    "passport",
    "pg",
    "pg-*",
    "pino-pretty",
    "pm2",
    "postcss*",
    "prettier*",
    "prisma",
    "psycopg*",
    "pymysql",
    "pytest*",
    "python-multipart",
    "react-dom",
    "react-native*",
    "react-server-dom-*",
    "redis",
    "reflect-metadata",
    "rxjs",
    "sass",
    "server-only",
    "setuptools",
    "sharp",
    "sqlite3",
    "supabase",
    "swagger-ui-*",
    "tailwindcss*",
    "tedious",
    "ts-*",
    "tslib",
    "tsx",
    "turbo",
    "typescript*",
    "tzdata",
    "utf-8-validate",
    "uvicorn",
    "uvloop",
    "vercel",
    "vite*",
    "webpack*",
    "wheel",
    "wrangler",
    "zod",
    "zone.js",
];

fn need_no_import(name: &str) -> bool {
    let fits = |known: &&str| match (known.strip_prefix('*'), known.strip_suffix('*')) {
        (Some(end), _) => name.ends_with(end),
        (_, Some(start)) => name.starts_with(start),
        _ => *known == name,
    };
    NOT_IMPORTED.iter().any(fits) || name.contains("plugin") || name.contains("preset")
}

/// Whether the sources of a registry's language are read for imports.
fn sources_are_read(ecosystem: Ecosystem) -> bool {
    matches!(ecosystem, Ecosystem::Npm | Ecosystem::Pypi | Ecosystem::Go | Ecosystem::Pub)
}

/// Whether a package cannot be used without source that imports it, and none is seen to.
pub fn needs_import(check: &Check<'_>, ecosystem: &str, name: &str) -> bool {
    let Some(ecosystem) = Ecosystem::from_word(ecosystem) else { return false };
    let imported = check.packages.imported(ecosystem, name);
    sources_are_read(ecosystem)
        && !need_no_import(name)
        && imported.product.is_none()
        && imported.aside.is_none()
        && check.packages.run(name.rsplit('/').next().unwrap_or(name)).is_none()
        && mentioned(check, ecosystem, name).is_none()
        && !uncertain(ecosystem, name)
}

/// Checks that a package is a client.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let subject = said.claim.subject.as_str();
    let found = check.packages.named(subject);
    if found.is_empty() {
        return undeclared(check, said);
    }
    let answers: Vec<Answer> = found.iter().map(|package| used(check, said, package)).collect();
    let confirmed = answers.iter().find(|answer| answer.verdict == super::Verdict::Confirmed);
    let answer = confirmed.or(answers.first()).cloned().unwrap_or_default();
    match wrong_side(&found, said) {
        Some(wrong) if answer.verdict == super::Verdict::Confirmed => wrong,
        _ => answer,
    }
}

/// A package that a manifest asks for: whether source imports it.
fn used(check: &Check<'_>, said: Said<'_>, package: &Package<'_>) -> Answer {
    let name = package.name;
    let imported = check.packages.imported(package.ecosystem, name);
    if let Some(place) = imported.product {
        return match is_idle_import(check, package, &place) {
            true => Answer::contradicted(format!("imported in {}, never used", place.path), Some(place)),
            false => Answer::confirmed(Some(place)),
        };
    }
    // A manifest for what is built comes before one for samples.
    let Some(asked) = package.asked.iter().min_by_key(|asked| (asked.role, asked.place.path.len())) else {
        return Answer::not_found();
    };
    let declared = Answer::confirmed(Some(asked.place.clone()));
    let product = package.asked.iter().any(|asked| asked.scope == Scope::Product && asked.role == Role::Product);
    let manifest = &asked.place.path;
    if let Some(place) = imported.aside {
        // Only one that the document takes for a part of the product is claimed wrongly.
        let of_tests =
            !product || said.clause.says(&["test", "tests", "testing", "dev", "development", "script", "scripts"]);
        let by_hand = path::role(&place.path) != Role::Test;
        return match of_tests || by_hand || said.claim.service.is_empty() {
            true => declared.remark(format!("only imported in {}", place.path)),
            false => Answer::contradicted(format!("only tests import it, in {}", place.path), Some(place)),
        };
    }
    if !product || !sources_are_read(package.ecosystem) || need_no_import(name) {
        return declared;
    }
    let program = name.rsplit('/').next().unwrap_or(name);
    if check.packages.run(program).is_some() {
        return declared;
    }
    // Who says that it is only there, or to come, is right.
    let planned = check.documented(&said.claim.service).is_some_and(|service| service.status != Status::Used)
        || check.idle.contains(said.claim.service.as_str());
    if planned || said.clause.says(&["available", "installed", "planned"]) {
        return declared.remark(format!("declared in {manifest}, imported nowhere"));
    }
    if let Some(place) = mentioned(check, package.ecosystem, name) {
        return declared.remark(format!("no import of it is recognised; named in {}", place.path));
    }
    if uncertain(package.ecosystem, name) {
        return declared.remark("no import of it is recognised");
    }
    Answer::contradicted(format!("declared in {manifest}, imported nowhere"), Some(asked.place.clone()))
}

/// Whether all that the code has of a package is one import that gives it its own name, and nothing says that name again.
fn is_idle_import(check: &Check<'_>, package: &Package<'_>, place: &Place) -> bool {
    let name = package.name;
    if package.ecosystem != Ecosystem::Npm || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return false;
    }
    let Some(seen) = check.seen(name, Fit::Word) else { return false };
    let mut code = seen.places.iter().filter(|(sort, _)| *sort == Where::Code);
    let alone = code.all(|(_, seen)| seen == place) && check.packages.run(name).is_none();
    let file = check.code.files.iter().find(|file| file.path == place.path);
    let line = file.into_iter().flat_map(|file| &file.facts).find(|fact| {
        fact.line == place.line && matches!(&fact.what, crate::facts::What::Import { module, .. } if module == name)
    });
    // `import stripe from`, `const stripe = require(`: any other way names it otherwise.
    let named = |text: &str| {
        let text = text.trim_start();
        let own = |start: &str, end: &str| {
            text.strip_prefix(start)
                .and_then(|rest| rest.strip_prefix(name))
                .is_some_and(|rest| rest.trim_start().starts_with(end))
        };
        own("import ", "from") || own("const ", "= require") || own("var ", "= require") || own("let ", "= require")
    };
    alone && line.is_some_and(|fact| named(&fact.excerpt))
}

/// Where a package is named other than by a manifest's one line for it: it may be used by that name.
fn mentioned(check: &Check<'_>, ecosystem: Ecosystem, name: &str) -> Option<Place> {
    let mut names = vec![packages::bare(name).to_owned()];
    if ecosystem == Ecosystem::Pypi {
        names.extend(packages::modules(ecosystem, packages::bare(name)));
    }
    // Python writes one name in many ways: `PyMuPDFLoader` of `pymupdf`.
    let dressed = || check.in_code(packages::bare(name), Fit::Name).filter(|_| ecosystem == Ecosystem::Pypi);
    let found = names.iter().find_map(|name| {
        let seen = check.seen(name, Fit::Package)?;
        let place =
            |wanted: Where| seen.places.iter().find(|(sort, _)| *sort == wanted).map(|(_, place)| place.clone());
        // A second line of one manifest is a setting or a script.
        let twice = || {
            let lines: Vec<_> = seen.places.iter().filter(|(sort, _)| *sort == Where::Manifest).collect();
            let doubled = lines.windows(2).find(|pair| matches!(pair, [(_, a), (_, b)] if a.path == b.path));
            doubled.and_then(|pair| pair.last()).map(|(_, place)| place.clone())
        };
        place(Where::Code).or_else(|| place(Where::Aside)).or_else(twice)
    });
    found.or_else(dressed)
}

/// Whether nobody can be sure by which module a package would be imported, or whether its kind is imported by hand at all.
fn uncertain(ecosystem: Ecosystem, name: &str) -> bool {
    match ecosystem {
        Ecosystem::Npm => false,
        // A plugin of Flutter's is imported by its name, its platform parts never are.
        Ecosystem::Pub => ["_android", "_ios", "_web", "_macos", "_linux", "_windows", "_platform_interface"]
            .iter()
            .any(|end| name.ends_with(end)),
        // A framework finds its add-ons by itself.
        Ecosystem::Pypi => {
            let lower = name.to_lowercase();
            ["-addon", "addon-", "django-", "flask-", "types-", "-stubs", "opentelemetry-"]
                .iter()
                .any(|part| lower.contains(part))
        }
        _ => false,
    }
}

/// A package that no manifest asks for.
fn undeclared(check: &Check<'_>, said: Said<'_>) -> Answer {
    let (ecosystem, name) = packages::split(&said.claim.subject);
    let name = packages::bare(name);
    let ecosystems: Vec<Ecosystem> = match ecosystem {
        Some(ecosystem) => vec![ecosystem],
        None => Ecosystem::ALL.to_vec(),
    };
    for ecosystem in ecosystems {
        let imported = check.packages.imported(ecosystem, name);
        if let Some(place) = imported.product.or(imported.aside) {
            return Answer::confirmed(Some(place));
        }
    }
    if let Some(place) = check.packages.run(name) {
        return Answer::confirmed(Some(place.clone()));
    }
    if let Some(seen) = check.seen(name, Fit::Package) {
        // A line of go.mod that is no request of its own.
        let indirect = seen.places.iter().find(|(sort, place)| {
            *sort == Where::Manifest && path::name(&place.path) == "go.mod" && name.contains('/')
        });
        match (indirect, seen.best()) {
            (Some((_, place)), _) if seen.in_code().is_none() => {
                let truth = format!("only an indirect dependency in {}", place.path);
                return Answer::contradicted(truth, Some(place.clone()));
            }
            (_, Some((Where::Code | Where::Manifest | Where::Aside, place))) => {
                return Answer::confirmed(Some(place.clone())).remark("named here; no manifest asks for it");
            }
            _ => {}
        }
    }
    // What the code has for the same service.
    let service = check.services.get(said.claim.service.as_str());
    let instead = service
        .into_iter()
        .flat_map(|service| &service.clients)
        .find(|client| client.name != name && !check.claims(crate::audit::ClaimKind::Package, &client.name));
    match instead {
        Some(client) => Answer::not_found().remark(format!("code has {}", client.name)),
        None if check.packages.ecosystems().is_empty() => Answer::not_checked("no manifest is read here"),
        None => Answer::not_found(),
    }
}

/// A package that the document gives to one side, and only the other side's manifest asks for.
fn wrong_side(found: &[&Package<'_>], said: Said<'_>) -> Option<Answer> {
    let claimed = said_side(said)?;
    let mut asked = found.iter().flat_map(|package| &package.asked).filter(|asked| asked.role == Role::Product);
    let first = asked.next()?;
    let other = |manifest: &str| packages::is_front(manifest) == Some(!claimed);
    (other(&first.place.path) && asked.all(|asked| other(&asked.place.path)))
        .then(|| Answer::contradicted(format!("only in {}", first.place.path), Some(first.place.clone())))
}

/// The side that the brackets behind a package give it to: `Some(true)` for the front. A "standard client" is of no side.
fn said_side(said: Said<'_>) -> Option<bool> {
    let bracket = said.clause.bracket().to_ascii_lowercase();
    let words = || bracket.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let plain = words().count() == 1 || bracket.starts_with(|c: char| c.is_ascii_digit());
    words().filter(|word| *word != "client" || plain).find_map(packages::side)
}

/// Checks that a package or a service has a version.
pub fn version(check: &Check<'_>, said: Said<'_>) -> Answer {
    let (subject, value) = (said.claim.subject.as_str(), said.claim.value.as_str());
    // A service may have the name of its client.
    if subject == said.claim.service {
        return of_service(check, said);
    }
    let found = check.packages.named(subject);
    if found.is_empty() {
        return match check.services.get(subject) {
            Some(_) => of_service(check, said),
            None if catalog::by_id(subject).is_some() || subject.contains(':') => of_service(check, said),
            None => match undeclared(check, said) {
                // It is there, in a version that nobody tells.
                answer if answer.verdict == super::Verdict::Confirmed => {
                    Answer::not_checked("no manifest says its version")
                }
                answer => answer,
            },
        };
    }
    // The version of what is there and does nothing.
    let idle = found.iter().find_map(|package| {
        let place = check.packages.imported(package.ecosystem, package.name).product?;
        is_idle_import(check, package, &place).then_some(place)
    });
    if let Some(place) = idle {
        return Answer::contradicted(format!("imported in {}, never used", place.path), Some(place));
    }
    of_packages(&found, value, said).unwrap_or_else(|| Answer::not_checked("no lock says its exact version"))
}

/// A claimed version held against what every manifest asks for and every lock fixes.
fn of_packages(found: &[&Package<'_>], value: &str, said: Said<'_>) -> Option<Answer> {
    let mut all: Vec<_> = found.iter().flat_map(|package| &package.asked).collect();
    all.arrange_by_key(|asked| (asked.role, asked.scope));
    // Where the words give it to one side, that side's manifests speak first.
    if let Some(front) = said_side(said) {
        let of_side: Vec<_> =
            all.iter().copied().filter(|a| packages::is_front(&a.place.path) == Some(front)).collect();
        if !of_side.is_empty() {
            all = of_side;
        }
    }
    let fits: Vec<_> =
        all.iter().map(|asked| (version::compare(value, asked.requirement, &asked.version), *asked)).collect();
    if let Some((_, asked)) = fits.iter().find(|(fit, _)| *fit == VersionFit::Holds) {
        return Some(Answer::confirmed(Some(asked.place.clone())));
    }
    let (_, asked) = fits.iter().find(|(fit, _)| *fit == VersionFit::Differs)?;
    let truth = match asked.version.as_str() {
        "" => format!("code asks for {}", asked.requirement.trim()),
        version => format!("code has {version}"),
    };
    Some(Answer::contradicted(truth, Some(asked.place.clone())))
}

/// A service's version: its image's tag, or its client's.
fn of_service(check: &Check<'_>, said: Said<'_>) -> Answer {
    let (id, value) = (said.claim.subject.as_str(), said.claim.value.as_str());
    let service = check.services.get(id).copied();
    let clients: Vec<&str> = service
        .into_iter()
        .flat_map(|service| &service.clients)
        .map(|client| client.name.as_str())
        .chain(check.clients_of(id))
        .collect();
    for client in clients {
        let found = check.packages.named(client);
        match of_packages(&found, value, said) {
            Some(answer) if answer.verdict == super::Verdict::Confirmed => return answer,
            _ => {}
        }
    }
    // The images of a service that is run beside the code say which version that is.
    let mut tags: Vec<(&str, &Place)> = Vec::new();
    for (name, found) in &check.images {
        if catalog::image(name).is_some_and(|entry| entry.id == id) {
            tags.extend(found.iter().map(|(tag, place)| (*tag, place)));
        }
    }
    let fits: Vec<_> = tags.iter().map(|(tag, place)| (version::of_tag(value, tag), *tag, *place)).collect();
    if let Some((_, _, place)) = fits.iter().find(|(fit, ..)| *fit == VersionFit::Holds) {
        return Answer::confirmed(Some((*place).clone()));
    }
    match fits.iter().find(|(fit, ..)| *fit == VersionFit::Differs) {
        // One whose version nobody fixed may be any.
        Some((_, tag, place)) if !fits.iter().any(|(fit, ..)| *fit == VersionFit::Open) => {
            Answer::contradicted(format!("image is {tag}"), Some((*place).clone()))
        }
        Some((_, tag, place)) => Answer::not_checked(format!("an image is {tag}")).at(Some((*place).clone())),
        // What runs in a container beside others, whose versions the code names, would have its own named.
        None if !check.images.is_empty() && catalog::image(id).is_some_and(|entry| entry.id == id) => {
            Answer::not_found().remark("no image says its version")
        }
        None => Answer::not_checked("the code does not say its version"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_used_without_import() {
        assert!(NOT_IMPORTED.is_sorted());
        for name in
            ["@types/node", "eslint-config-next", "vite", "ts-node", "prisma", "psycopg2-binary", "babel-plugin-x"]
        {
            assert!(need_no_import(name), "{name}");
        }
        for name in ["stripe", "@sentry/nextjs", "socket.io-redis", "bull", "react-instantsearch"] {
            assert!(!need_no_import(name), "{name}");
        }
    }
}
