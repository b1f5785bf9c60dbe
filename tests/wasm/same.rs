//! Runs in WebAssembly, under Node: the engine says of every fixture what it said natively when this was built.

#![cfg(target_arch = "wasm32")]

use patchbay_wasm_tests::{audit, facts};
use wasm_bindgen_test::wasm_bindgen_test;

/// A file: path, text, facts. A tree: its files, its audit.
type Natively = (Vec<(String, String, String)>, Vec<(Vec<(String, Vec<u8>)>, String)>);

fn natively() -> Natively {
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/natively.json"))).unwrap()
}

#[wasm_bindgen_test]
fn every_file_gives_the_same_facts() {
    let (files, _) = natively();
    assert!(!files.is_empty());
    for (path, text, shown) in files {
        assert!(facts(&path, &text) == shown, "{path}:\nnatively\n{shown}\nin WebAssembly\n{}", facts(&path, &text));
    }
}

#[wasm_bindgen_test]
fn every_tree_gives_the_same_audit() {
    let (_, trees) = natively();
    assert!(!trees.is_empty());
    for (tree, shown) in trees {
        assert!(audit(&tree) == shown, "{}", tree[0].0);
    }
}
