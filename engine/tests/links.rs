//! Share links: what goes in comes out, and what is cut, damaged or older is told or still opens.

use patchbay_engine::audit::Audit;
use patchbay_engine::share::{self, Keep, LinkError, carried};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

mod made;
mod tree;

const KEEPS: [Keep; 3] = [
    Keep { places: true, excerpts: false },
    Keep { places: true, excerpts: true },
    Keep { places: false, excerpts: false },
];

fn json(audits: &[Audit]) -> String {
    serde_json::to_string_pretty(audits).unwrap()
}

/// What comes out is what the link says that it carries, and a link made of that carries the same.
fn check(audits: &[Audit]) {
    for keep in KEEPS {
        let link = share::encode(audits, keep).unwrap();
        assert!(link.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        let opened = share::decode(&link.text).unwrap();
        assert_eq!(json(&opened), json(&link.audits));
        let most = link.most.unwrap_or(usize::MAX);
        let expected: Vec<Audit> = audits.iter().map(|audit| carried(audit, keep, most)).collect();
        assert_eq!(json(&opened), json(&expected));
        let again: Vec<Audit> = opened.iter().map(|audit| carried(audit, keep, most)).collect();
        assert_eq!(json(&again), json(&opened), "nothing more is left out the second time");
    }
}

fn trees() -> Vec<Audit> {
    tree::cases().iter().map(|case| tree::audit(case)).collect()
}

#[test]
fn code_bases_come_back() {
    let audits = trees();
    audits.iter().for_each(|audit| check(std::slice::from_ref(audit)));
    check(&audits[..2]);
    check(&audits[..audits.len().min(5)]);
}

#[test]
fn documents_come_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/documents");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            let options = patchbay_engine::markdown::Options { name: "INTEGRATIONS.md".into(), date: String::new() };
            let audit = patchbay_engine::markdown::read(&fs::read(&path).unwrap(), &options).unwrap();
            check(&[audit]);
            seen += 1;
        }
    }
    assert!(seen > 5);
}

#[test]
fn places_and_excerpts_are_there_only_where_they_are_asked_for() {
    let shop = tree::audit(&tree::cases().into_iter().find(|case| case.ends_with("shop")).unwrap());
    let holds = |keep: Keep, word: &str| {
        let link = share::encode(std::slice::from_ref(&shop), keep).unwrap();
        json(&share::decode(&link.text).unwrap()).contains(word)
    };
    let excerpt = &shop.services.iter().flat_map(|it| &it.evidence).find(|it| it.excerpt.len() > 20).unwrap();
    let (line, file) = (serde_json::to_string(&excerpt.excerpt).unwrap(), excerpt.path.as_str());
    assert!(holds(KEEPS[1], &line) && !holds(KEEPS[0], &line) && !holds(KEEPS[2], &line));
    assert!(holds(KEEPS[0], file) && !holds(KEEPS[2], &format!("\"{file}\"")));
    // What is left out is said, and what is read stays read.
    let opened = share::decode(&share::encode(std::slice::from_ref(&shop), KEEPS[2]).unwrap().text).unwrap();
    assert!(opened[0].left_out.as_ref().is_some_and(|it| it.places > 0 && it.files > 0));
    let read = |audit: &Audit| audit.env.iter().filter(|it| !it.read.is_empty()).count();
    assert_eq!(read(&opened[0]), read(&shop));
}

#[test]
fn a_link_that_is_cut_anywhere_says_so() {
    let shop = trees().into_iter().find(|audit| audit.title == "shop").unwrap();
    let text = share::encode(&[shop], Keep::default()).unwrap().text;
    for end in 1..text.len() {
        let cut = share::decode(&text[..end]);
        // Nothing is left of the last group where its one character is gone.
        assert!(matches!(cut, Err(LinkError::Cut)), "{end}: {cut:?}");
    }
}

#[test]
fn a_link_that_is_damaged_anywhere_says_so() {
    let shop = trees().into_iter().find(|audit| audit.title == "shop").unwrap();
    let link = share::encode(&[shop], Keep::default()).unwrap();
    let letters: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".chars().collect();
    for at in 0..link.text.len() {
        let mut damaged: Vec<char> = link.text.chars().collect();
        let place = letters.iter().position(|letter| *letter == damaged[at]).unwrap();
        for bit in 0..6 {
            damaged[at] = letters[place ^ (1 << bit)];
            let text: String = damaged.iter().collect();
            match share::decode(&text) {
                Err(_) => {}
                // Bits of the last character that stand for nothing.
                Ok(audits) => assert!(at == link.text.len() - 1 && audits == link.audits, "{at} {bit}"),
            }
        }
    }
}

/// Every link in `tests/fixtures/links/` gives the audits that stand beside it, whatever version made it. Only the other names
/// of services may change, with the catalog.
#[test]
fn links_that_were_ever_made_open() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/links");
    if std::env::var_os("PATCHBAY_MAKE_LINKS").is_some() {
        make(&folder);
    }
    let mut links: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    links.retain(|path| path.extension().is_some_and(|ending| ending == "link"));
    assert!(links.len() >= 5);
    for path in links {
        let text = fs::read_to_string(&path).unwrap();
        let mut opened = share::decode(share::find(&text).unwrap()).unwrap();
        let mut expected: Vec<Audit> =
            serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        for audit in opened.iter_mut().chain(&mut expected) {
            audit.services.iter_mut().for_each(|service| service.aliases.clear());
        }
        assert_eq!(json(&opened), json(&expected), "{}", path.display());
    }
}

/// Writes the links of this version. To be run once for each version of the format, before its first release.
fn make(folder: &Path) {
    let audits = trees();
    let named = |title: &str| audits.iter().find(|audit| audit.title == title).unwrap().clone();
    let document = {
        let path = folder.join("../documents").join("template.md");
        let options = patchbay_engine::markdown::Options { name: "INTEGRATIONS.md".into(), date: String::new() };
        fs::read(path).ok().map(|bytes| patchbay_engine::markdown::read(&bytes, &options).unwrap())
    };
    let mut cases = vec![
        ("audit", vec![named("shop")], KEEPS[0]),
        ("excerpts", vec![named("shop")], KEEPS[1]),
        ("no-places", vec![named("shop")], KEEPS[2]),
        ("comparison", audits[..2].to_vec(), KEEPS[0]),
        ("matrix", audits[..4].to_vec(), KEEPS[0]),
    ];
    if let Some(document) = document {
        cases.push(("document", vec![document], KEEPS[0]));
    }
    fs::create_dir_all(folder).unwrap();
    for (name, audits, keep) in cases {
        let link = share::encode(&audits, keep).unwrap();
        fs::write(folder.join(format!("v1-{name}.link")), format!("#{}{}\n", share::KEY, link.text)).unwrap();
        fs::write(folder.join(format!("v1-{name}.json")), json(&link.audits) + "\n").unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn made_audits_come_back(audit in made::worded()) {
        check(&[audit]);
    }

    #[test]
    fn made_comparisons_come_back(a in made::audit(), b in made::worded()) {
        check(&[a, b]);
    }

    #[test]
    fn no_text_makes_it_panic(text in "1[A-Za-z0-9_-]{0,400}|.{0,60}") {
        let _ = share::decode(&text);
        let _ = share::find(&text);
    }
}
