//! What holds for every map.

use super::*;
use crate::audit::{Evidence, Status, Strength};
use proptest::prelude::*;

fn audit(services: Vec<(Category, Vec<(String, usize)>)>) -> Audit {
    let services = services.into_iter().enumerate().map(|(at, (category, places))| {
        let evidence = places.into_iter().flat_map(|(folder, times)| {
            (0..times).map(move |line| Evidence {
                kind: EvidenceKind::Import,
                path: format!("{folder}/a.ts"),
                line: line as u32 + 1,
                strength: Strength::Strong,
                excerpt: String::new(),
                matched: String::new(),
            })
        });
        Service {
            id: format!("s{at:03}"),
            name: format!("Service {at} of a long name"),
            category,
            status: Status::Used,
            evidence: evidence.collect(),
            ..Service::default()
        }
    });
    Audit { title: "a <b> & \"c\"".into(), services: services.collect(), ..Audit::default() }
}

fn audits() -> impl Strategy<Value = Audit> {
    let folder = prop_oneof!["[a-f]", "[a-c]/[a-c]", "packages/[a-e]"];
    let category = (0..Category::ALL.len()).prop_map(|at| Category::ALL[at]);
    let service = (category, prop::collection::vec((folder, 1..9_usize), 0..5));
    prop::collection::vec(service, 0..150).prop_map(audit)
}

fn whole(audit: &Audit, width: i32) -> Map {
    let all: Vec<usize> = (0..audit.services.len()).collect();
    lay(audit, &Parts::new(audit), &all, Room::of(width))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_overlaps_or_leaves_the_drawing(audit in audits(), width in 200..1600) {
        let map = whole(&audit, width);
        prop_assert_eq!(map.services.len(), audit.services.len());
        for pair in map.services.windows(2) {
            prop_assert!(pair[1].y - pair[0].y >= 20, "{:?}", pair);
        }
        for pair in map.parts.windows(2) {
            prop_assert!(pair[0].y + pair[0].height < pair[1].y, "{:?}", pair);
        }
        for part in &map.parts {
            prop_assert!(part.y > 0 && part.y + part.height < map.height && part.x + part.width < map.width);
        }
        for cable in &map.cables {
            let (part, jack) = (&map.parts[cable.part], &map.services[cable.service]);
            prop_assert!(cable.from.1 > part.y && cable.from.1 < part.y + part.height);
            prop_assert_eq!(cable.from.0, part.x + part.width);
            prop_assert_eq!(cable.to.1, jack.y);
            prop_assert!(cable.from.0 < cable.to.0 && jack.y < map.height);
        }
    }

    #[test]
    fn every_place_is_in_a_cable_and_categories_stay_together(audit in audits()) {
        let map = whole(&audit, 900);
        for jack in &map.services {
            let number = map.services.iter().position(|other| other == jack).unwrap();
            let in_cables: u32 = map.cables.iter().filter(|cable| cable.service == number).map(|cable| cable.places).sum();
            prop_assert_eq!(in_cables as usize, audit.services[jack.item].evidence.len());
            prop_assert_eq!(jack.places, in_cables);
        }
        let categories: Vec<Category> = map.services.iter().map(|jack| audit.services[jack.item].category).collect();
        let mut runs = categories.clone();
        runs.dedup();
        let groups: Vec<Category> = map.groups.iter().map(|group| group.category).collect();
        prop_assert_eq!(runs, groups);
        let places: u32 = map.parts.iter().map(|part| part.places).sum();
        prop_assert_eq!(places as usize, audit.services.iter().map(|it| it.evidence.len()).sum::<usize>());
    }

    #[test]
    fn few_cables_cross(parts in 1..10_usize, categories in prop::collection::vec(0..6_usize, 1..40), seed in prop::collection::vec((0..10_usize, 0..40_usize), 0..120)) {
        let names: Vec<String> = (0..parts).map(|at| format!("p{at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let categories: Vec<Category> = categories.into_iter().map(|at| Category::ALL[at]).collect();
        let mut pairs: Vec<_> = seed.into_iter().map(|(a, b)| (a % parts, b % categories.len())).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let found = order::order(&names, &categories, &pairs);
        let mut groups = Vec::new();
        for category in Category::ALL {
            let of: Vec<usize> = (0..categories.len()).filter(|at| categories[*at] == category).collect();
            if !of.is_empty() {
                groups.push((category, of));
            }
        }
        let listed = order::Order { parts: (0..parts).collect(), groups };
        let of = |order: &order::Order| order::crossings(order, parts, categories.len(), &pairs);
        prop_assert!(of(&found) <= of(&listed));
        // Each part and each service is there once.
        let mut seen = found.parts.clone();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..parts).collect::<Vec<_>>());
        let mut seen: Vec<usize> = found.services().collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..categories.len()).collect::<Vec<_>>());
        // A line through the middle of it: what could do without a crossing has none where one part is all there is.
        prop_assert!(parts > 1 || of(&found) == 0);
    }

    #[test]
    fn the_same_audit_gives_the_same_map(audit in audits()) {
        prop_assert_eq!(whole(&audit, 700), whole(&audit, 700));
        let mut doubled: Vec<usize> = (0..audit.services.len()).rev().collect();
        doubled.extend([0, usize::MAX]);
        prop_assert_eq!(lay(&audit, &Parts::new(&audit), &doubled, Room::of(700)), whole(&audit, 700));
    }
}

#[test]
fn what_can_be_drawn_without_a_crossing_is() {
    // Listed so that all cables cross: the last service belongs to the first part.
    let services = (0..12).map(|at| (Category::ALL[at % 3], vec![(format!("p{}", 2 - at % 3), 1)])).collect();
    let audit = audit(services);
    let map = whole(&audit, 900);
    let mut ends: Vec<_> = map.cables.iter().map(|cable| (cable.to.1, cable.part)).collect();
    ends.sort_unstable();
    assert!(ends.is_sorted_by_key(|(_, part)| *part), "{ends:?}");
}

#[test]
fn an_empty_audit_is_an_empty_map() {
    let map = whole(&Audit::default(), 800);
    assert_eq!((map.parts.len(), map.services.len(), map.cables.len()), (0, 0, 0));
    assert!(map.height > 0);
}

#[test]
fn too_many_services_leave_out_the_least() {
    let services = (0..SERVICES + 7).map(|at| (Category::Ai, vec![("a".to_owned(), if at < 7 { 1 } else { 2 })]));
    let audit = audit(services.collect());
    let map = whole(&audit, 800);
    assert_eq!((map.services.len(), map.left_out), (SERVICES, 7));
    assert!(map.services.iter().all(|jack| jack.places == 2));
}

#[test]
fn the_picture_stands_for_itself() {
    let mut audit = audit(vec![
        (Category::Payment, vec![("web".into(), 3), ("api".into(), 60)]),
        (Category::Database, vec![("api".into(), 1)]),
    ]);
    audit.services[1].name = "<script>alert(\"1\")</script>\u{0}".into();
    audit.services[1].status = Status::Declared;
    let svg = svg(&whole(&audit, 900), &audit);
    let mut reader = quick_xml::Reader::from_str(&svg);
    let mut elements = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                elements.push(tag.name().as_ref().to_owned());
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert!(elements.iter().all(|name| name != "script"), "{svg}");
    assert_eq!(elements.iter().filter(|name| *name == "path").count(), 3);
    for said in ["What a &lt;b&gt; &amp; &quot;c&quot; plugs into", "cable money w5", "cable data dashed w1"] {
        assert!(svg.contains(said), "{said} is missing in {svg}");
    }
    assert!(!svg.contains("http") || svg.matches("http").count() == 1, "nothing is loaded");
}

/// The picture and the page are to have the same colours.
#[test]
fn the_hues_are_those_of_the_page() {
    let css = include_str!("../../../www/page.css");
    for (_, word, light, dark) in Hue::ALL {
        let token = format!("--{word}: light-dark({light}, {dark});");
        assert!(css.contains(&token), "{token}");
    }
}
