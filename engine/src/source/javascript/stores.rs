//! Tables and collections named in code: Drizzle schemas and configuration, Mongoose models, collections of MongoDB and
//! Firestore, DynamoDB tables.

use super::{Callee, Scan};
use crate::facts::What;
use crate::path;

/// Drizzle's functions that declare a table, and what holds it.
fn drizzle(function: &str) -> Option<&'static str> {
    Some(match function {
        "pgTable" => "postgresql",
        "mysqlTable" | "singlestoreTable" => "mysql",
        "sqliteTable" => "sqlite",
        _ => return None,
    })
}

fn store(scan: &mut Scan<'_>, i: usize, kind: &'static str, engine: &'static str) {
    let Some(name) = scan.code.string(i) else { return };
    let good = !name.is_empty()
        && name.len() <= 128
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/'));
    if good && scan.stores.insert(name) {
        scan.push(i, What::Store { kind: kind.into(), name: name.to_owned(), engine: engine.into() });
    }
}

/// At the first argument of a call.
pub fn call_at<'a>(scan: &mut Scan<'a>, i: usize, callee: Callee<'a>) {
    if let Some(engine) = drizzle(callee.name) {
        store(scan, i, "table", engine);
        return;
    }
    match callee.name {
        // A function made by `pgTableCreator` to prefix the names.
        "createTable" if !callee.member => {
            if scan.holds("pgTableCreator(") {
                store(scan, i, "table", "postgresql");
            } else if scan.holds("mysqlTableCreator(") {
                store(scan, i, "table", "mysql");
            } else if scan.holds("sqliteTableCreator(") {
                store(scan, i, "table", "sqlite");
            }
        }
        "model" if scan.holds("mongoose") => {
            // The third argument, if any, is the collection's own name.
            let arguments = scan.code.arguments(i - 1);
            if arguments.len() > 1 || callee.receiver == "mongoose" {
                let named = arguments.get(2).map(|argument| argument.0).filter(|&at| scan.code.string(at).is_some());
                if arguments.len() > 1 {
                    store(scan, named.unwrap_or(i), "collection", "mongodb");
                }
            }
        }
        "collection" | "collectionGroup" => collection(scan, i),
        _ => {}
    }
}

fn collection(scan: &mut Scan<'_>, i: usize) {
    // A path of Firestore's names a collection first.
    if scan.holds("firebase") || scan.holds("firestore") {
        store(scan, i, "collection", "firestore");
    } else if scan.holds("mongo") {
        store(scan, i, "collection", "mongodb");
    }
}

/// At any string.
pub fn string_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if i < 2 {
        return;
    }
    // `collection(db, 'users')`
    if code.punct(i - 1, b',') && i > 3 && code.punct(i - 3, b'(') && code.is(i - 4, "collection") {
        collection(scan, i);
    } else if code.punct(i - 1, b':') {
        match code.slice(i - 2) {
            "collection" if scan.holds("mongoose") => store(scan, i, "collection", "mongodb"),
            "TableName" | "tableName" if scan.holds("ynamo") => store(scan, i, "table", "dynamodb"),
            "dialect" if path::name(scan.path).starts_with("drizzle.config") => {
                let dialect = match code.slice(i) {
                    "pg" => "postgresql",
                    "turso" => "sqlite",
                    other => other,
                };
                if dialect.len() <= 32 && dialect.bytes().all(|b| b.is_ascii_lowercase()) {
                    let key = format!("drizzle:{dialect}");
                    scan.push(i, What::Config { key });
                }
            }
            _ => {}
        }
    }
}
