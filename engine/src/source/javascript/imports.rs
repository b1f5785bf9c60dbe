//! Imports, and the members of what was imported.

use super::names::Meaning;
use super::{Callee, Scan};
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::read::deno;
use std::collections::HashSet;

/// What is kept of a file's imports.
#[derive(Debug, Default)]
pub struct Found<'a> {
    calls: HashSet<(&'a str, &'a str)>,
}

/// Most members given for one file.
const CALLS: usize = 256;

/// The runtime's own modules, with and without `node:`.
const BUILTINS: &[&str] = &[
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "timers",
    "tls",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// Packages whose members say nothing of a service: frameworks, views, icons, checks of types. Their imports are given,
/// their members are not. Scopes end in `/`.
const PLAIN: &[&str] = &[
    "@angular/",
    "@babel/",
    "@chakra-ui/",
    "@dnd-kit/",
    "@emotion/",
    "@eslint/",
    "@floating-ui/",
    "@fortawesome/",
    "@headlessui/",
    "@heroicons/",
    "@hookform/",
    "@iconify-icon/",
    "@ionic/",
    "@jest/",
    "@mui/",
    "@nestjs/",
    "@noble/",
    "@playwright/",
    "@radix-ui/",
    "@react-three/",
    "@reduxjs/",
    "@solidjs/",
    "@storybook/",
    "@sveltejs/",
    "@tanstack/",
    "@testing-library/",
    "@types/",
    "@vitejs/",
    "antd",
    "chai",
    "chalk",
    "class-validator",
    "class-variance-authority",
    "clsx",
    "commander",
    "d3",
    "date-fns",
    "dayjs",
    "drizzle-orm",
    "eslint",
    "express",
    "fastify",
    "framer-motion",
    "graphql",
    "gsap",
    "h3",
    "hono",
    "jest",
    "joi",
    "koa",
    "lodash",
    "lucide-react",
    "lucide-svelte",
    "mocha",
    "moment",
    "mongoose",
    "next",
    "preact",
    "prop-types",
    "ramda",
    "react",
    "react-dom",
    "react-hook-form",
    "react-icons",
    "react-native",
    "react-redux",
    "react-router",
    "react-router-dom",
    "recharts",
    "redux",
    "rollup",
    "rxjs",
    "solid-js",
    "storybook",
    "styled-components",
    "svelte",
    "swr",
    "tailwindcss",
    "three",
    "uuid",
    "valibot",
    "vite",
    "vitest",
    "vue",
    "vue-router",
    "webpack",
    "yargs",
    "yup",
    "zod",
    "zustand",
];

/// The package in a module's name, where it names a package at all: no file of the project, no part of the runtime.
fn package(module: &str) -> Option<&str> {
    // What Deno imports: a package of npm by its registry's name, or by a host that serves it as a module.
    if module.contains(':') {
        return deno::specifier(module).map(|(_, name, _)| name);
    }
    let module = module.split('?').next().unwrap_or(module);
    let first = module.split('/').next().unwrap_or("");
    let good = module.len() <= 214
        && module.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'/' | b'-' | b'_' | b'.'))
        && module.as_bytes().first().is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'@')
        && first != "@"
        && first != "@env"
        && BUILTINS.binary_search(&first).is_err();
    // `stripe@14` names a version, too.
    let end = module.get(1..).and_then(|rest| rest.find('@')).map_or(module.len(), |i| i + 1);
    good.then(|| &module[..end])
}

/// Whether the members of a module say nothing.
fn is_plain(module: &str) -> bool {
    PLAIN.iter().any(|plain| {
        module.strip_prefix(plain).is_some_and(|rest| plain.ends_with('/') || rest.is_empty() || rest.starts_with('/'))
    })
}

/// Gives the import of the module that the string at `i` names. Returns whether it is a package.
fn import(scan: &mut Scan<'_>, i: usize) -> bool {
    let Some(module) = package(scan.code.slice(i)) else { return false };
    scan.push(i, What::Import { ecosystem: Ecosystem::Npm, module: module.to_owned() });
    true
}

/// Gives a member of a module, once for each in a file.
fn call<'a>(scan: &mut Scan<'a>, i: usize, module: &'a str, member: &'a str, argument: &str) {
    let Some(package) = package(module) else { return };
    if member == "default" || is_plain(package) || scan.imports.calls.len() >= CALLS {
        return;
    }
    if scan.imports.calls.insert((package, member)) {
        scan.push(
            i,
            What::Call {
                ecosystem: Ecosystem::Npm,
                module: package.to_owned(),
                member: member.to_owned(),
                argument: argument.to_owned(),
            },
        );
    }
}

/// At `import`: a declaration, a call, or `import.meta`.
pub fn import_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.punct(i + 1, b'.') {
        super::env::object_at(scan, i);
        return;
    }
    if code.punct(i + 1, b'(') || i > 0 && code.punct(i - 1, b'.') {
        return; // The string inside the brackets is where a call is met.
    }
    if code.string(i + 1).is_some() {
        import(scan, i + 1);
        return;
    }
    let types = code.is(i + 1, "type")
        && (code.punct(i + 2, b'{')
            || code.punct(i + 2, b'*')
            || code.name(i + 2).is_some_and(|name| name != "from" || code.is(i + 3, "from")));
    // `import a, { b as c } from 'm'`
    let mut at = if types { i + 2 } else { i + 1 };
    let mut whole = None;
    let mut list = None;
    for _ in 0..8 {
        if code.is(at, "from") && code.string(at + 1).is_some() {
            break;
        }
        if code.punct(at, b'{') {
            list = Some(at);
            at = code.mate(at) + 1;
        } else if code.punct(at, b'*') && code.is(at + 1, "as") {
            whole = code.name(at + 2);
            at += 3;
        } else if code.name(at).is_some() {
            whole = code.name(at);
            at += 1;
        } else if code.punct(at, b',') {
            at += 1;
        } else {
            return;
        }
    }
    let Some(module) = code.string(at + 1) else { return };
    if types {
        return;
    }
    let mut members = Vec::new();
    if let Some(open) = list {
        scan.each_name(open, |key, local, _| members.push((key, local)));
    }
    if whole.is_none() && members.is_empty() && list.is_some_and(|open| code.mate(open) > open + 1) {
        return; // Nothing but types.
    }
    import(scan, at + 1);
    if let Some(name) = whole {
        bind(scan, name, module);
    }
    bind_members(scan, &members, module);
}

fn bind<'a>(scan: &mut Scan<'a>, name: &'a str, module: &'a str) {
    let env = module.starts_with("$env/static/") || module == "react-native-config" || module == "@env";
    let meaning = if env { Meaning::Env } else { Meaning::Module(module) };
    scan.names.set(name, meaning);
}

/// Names taken out of a module: each a member of it, a variable of `$env`, or the environment itself.
fn bind_members<'a>(scan: &mut Scan<'a>, members: &[(usize, usize)], module: &'a str) {
    for &(key, local) in members {
        let (member, name) = (scan.code.slice(key), scan.code.slice(local));
        if module.starts_with("$env/static/") || module == "@env" || module.starts_with("astro:env/") {
            if member.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') {
                // SvelteKit's build fails without it.
                super::env::read(scan, key, member, module.starts_with('$').then_some(true));
            }
            continue;
        }
        let is_env = member == "env" && (module.starts_with("$env/dynamic/") || module == "cloudflare:workers");
        if is_env || member == "env" && matches!(module, "process" | "node:process") {
            scan.names.set(name, Meaning::Env);
            continue;
        }
        scan.names
            .set(name, if member == "default" { Meaning::Module(module) } else { Meaning::Member(module, member) });
        call(scan, key, module, member, "");
    }
}

/// At `export … from 'm'`.
pub fn export_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let at = if code.punct(i + 1, b'{') {
        code.mate(i + 1) + 1
    } else if code.punct(i + 1, b'*') {
        if code.is(i + 2, "as") { i + 4 } else { i + 2 }
    } else {
        return;
    };
    if code.is(at, "from") && code.string(at + 1).is_some() {
        import(scan, at + 1);
    }
}

/// At the string of `require('m')` or `import('m')`.
pub fn call_at<'a>(scan: &mut Scan<'a>, i: usize, callee: Callee<'a>) {
    if !matches!(callee.name, "require" | "import" | "importOriginal" | "importShared") || callee.member {
        return;
    }
    let Some(module) = scan.code.string(i) else { return };
    // `typeof import('m')` and `let x: import('m').T` are types.
    let before = callee.at.wrapping_sub(1);
    if callee.name == "import" && (scan.code.is(before, "typeof") || scan.code.punct(before, b':')) {
        return;
    }
    import(scan, i);
    let close = scan.code.mate(i - 1);
    if let Some(open) = scan.pattern_of(callee.at) {
        let mut members = Vec::new();
        scan.each_name(open, |key, local, _| members.push((key, local)));
        bind_members(scan, &members, module);
    } else if scan.code.punct(close + 1, b'.')
        && let Some(member) = scan.code.name(close + 2)
    {
        // `require('m').Member`
        call(scan, close + 2, module, member, "");
        if let Some(name) = scan.assigned_to(callee.at) {
            scan.names.set(name, Meaning::Member(module, member));
        }
    } else if let Some(name) = scan.assigned_to(callee.at) {
        bind(scan, name, module);
    }
}

/// At the name of an imported module: its member, if one stands behind the dot.
pub fn member_at<'a>(scan: &mut Scan<'a>, i: usize, module: &'a str) {
    let code = scan.code;
    let dot = if code.punct(i + 1, b'?') { i + 2 } else { i + 1 };
    if !code.punct(dot, b'.') {
        return;
    }
    let Some(member) = code.name(dot + 1) else { return };
    let argument = if code.punct(dot + 2, b'(') { code.string(dot + 3).unwrap_or("") } else { "" };
    let argument = if argument.len() <= 64 && !argument.contains(['/', ' ', ':']) { argument } else { "" };
    call(scan, dot + 1, module, member, argument);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(BUILTINS.is_sorted() && PLAIN.is_sorted());
    }

    #[test]
    fn packages_are_told_from_files_and_builtins() {
        for (module, expected) in [
            ("stripe", Some("stripe")),
            ("@aws-sdk/client-s3", Some("@aws-sdk/client-s3")),
            ("firebase/auth", Some("firebase/auth")),
            ("npm:stripe@14.1.0", Some("stripe")),
            ("./db", None),
            ("@/lib/db", None),
            ("~/db", None),
            ("#imports", None),
            ("$lib/x", None),
            ("node:fs", None),
            ("fs/promises", None),
            ("jsr:@supabase/supabase-js@2", Some("@supabase/supabase-js")),
            ("https://esm.sh/stripe@14?target=deno", Some("stripe")),
            ("https://acme.io/stripe.js", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(package(module), expected, "{module}");
        }
    }
}
