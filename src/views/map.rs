//! The tab "Map": the code's parts and the services that they plug into, drawn as a patch bay. The engine lays it out.

use patchbay_engine::order::Arrange;
use std::rc::Rc;

use patchbay_engine::map::{self, Cable, Jack as MapJack, Map, Part, Room};
use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent, ResizeObserver};
use yew::prelude::*;

use super::service::ServiceDetail;
use super::services::{namings, use_wide};
use crate::parts::figures::{count, counted};
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::icon::{Icon, Picture};
use crate::parts::jack::{category_name, hue, shape, status_name};
use crate::parts::link::service_link;
use crate::parts::place::Say;
use crate::state::address::{Route, Tab};
use crate::state::browser::{download, focus, focus_soon};
use crate::state::navigation::use_navigation;
use crate::state::opened::{Opened, is_quiet};

/// How much larger than its room the map can be drawn, in percent.
const ZOOMS: [i32; 4] = [100, 150, 200, 300];

/// The width of a map that is saved.
const SAVED: i32 = 960;

#[derive(PartialEq, Properties)]
pub struct MapProps {
    pub opened: Rc<Opened>,
}

/// The tab.
#[component]
pub fn MapView(props: &MapProps) -> Html {
    let opened = &props.opened;
    let navigation = use_navigation();
    let wide = use_wide();
    let narrowed = use_narrowed(&opened.services, opened.id);
    let room = use_node_ref();
    let width = use_width(&room);
    let zoom = use_state_eq(|| 0_usize);
    let listed = use_state_eq(|| false);
    // What is lit, in words.
    let note = use_state_eq(String::new);
    let say = use_context::<Say>();
    let route = &navigation.route;
    // What is only mentioned is plugged into nothing; whoever asks for it sees it all the same.
    let with_quiet = !narrowed.query.is_empty() || route.chosen.contains_key("status");
    let shown: Vec<usize> = narrowed
        .items
        .iter()
        .copied()
        .filter(|item| with_quiet || opened.audit.services.get(*item).is_some_and(|service| !is_quiet(service)))
        .collect();
    let laid = {
        let opened = opened.clone();
        use_memo((opened.id, shown.clone(), width), move |(_, shown, width)| {
            map::lay(&opened.audit, &opened.parts, shown, Room::of(*width))
        })
    };
    let onopen = {
        let navigation = navigation.clone();
        Callback::from(move |service: String| {
            // Where there is no room beside the map, the service opens in the list.
            let tab = if wide { Tab::Map } else { Tab::Services };
            navigation.go(Route { tab, service, ..(*navigation.route).clone() });
        })
    };
    let onpart = {
        let navigation = navigation.clone();
        Callback::from(move |part: String| navigation.go(navigation.route.toggled("folder", &part)))
    };
    let onsave = {
        let (opened, shown) = (opened.clone(), shown.clone());
        Callback::from(move |_: MouseEvent| {
            let map = map::lay(&opened.audit, &opened.parts, &shown, Room::of(SAVED));
            let name = format!("{}-map.svg", opened.stem());
            let svg = map::svg(&map, &opened.audit);
            let said = match download(&name, "image/svg+xml", &svg) {
                Ok(()) => format!("Saved {name}."),
                Err(error) => format!("The file could not be made: {error:?}."),
            };
            if let Some(Say(say)) = &say {
                say.emit(said);
            }
        })
    };
    let zoomed = |by: isize| {
        let (zoom, to) = (zoom.setter(), zoom.saturating_add_signed(by).min(ZOOMS.len() - 1));
        Callback::from(move |_: MouseEvent| zoom.set(to))
    };
    let list = {
        let listed = listed.clone();
        Callback::from(move |_: MouseEvent| listed.set(!*listed))
    };
    let onlit = {
        let note = note.setter();
        Callback::from(move |said: String| note.set(said))
    };
    let open = opened.service(&route.service).filter(|_| wide).map(|service| service.id.clone());
    html! {
        <div class={classes!("map-view", open.is_some().then_some("beside"))}>
            <div class="map-main">
                <Toolbar hint="Service, package, variable, host" names={namings()} facets={opened.services.facets} narrowed={narrowed.clone()} />
                <div class="panel map">
                    <div class="map-bar">
                        <p class={classes!("map-note", note.is_empty().then_some("soft"))}>{ if note.is_empty() { summary(&laid) } else { (*note).clone() } }</p>
                        <div class="map-tools">
                            <button type="button" class="square" aria-label="Zoom out" disabled={*zoom == 0} onclick={zoomed(-1)}><Icon picture={Picture::Minus} /></button>
                            <button type="button" class="square" aria-label="Zoom in" disabled={*zoom + 1 == ZOOMS.len()} onclick={zoomed(1)}><Icon picture={Picture::Plus} /></button>
                            <button type="button" aria-pressed={listed.to_string()} onclick={list}>{ "List" }</button>
                            <button type="button" onclick={onsave}>{ "Save as SVG" }</button>
                        </div>
                    </div>
                    <div class="map-room" ref={room}>
                        if shown.is_empty() {
                            <Empty what="services that the code is wired to" facets={opened.services.facets} narrowed={narrowed.clone()} />
                        } else if *listed {
                            { as_list(opened, &laid) }
                        } else if width > 0 {
                            <Drawing opened={opened.clone()} map={laid.clone()} zoom={ZOOMS.get(*zoom).copied().unwrap_or(100)} open={open.clone()} {onopen} {onpart} onlit={onlit} />
                        }
                    </div>
                </div>
            </div>
            if let Some(id) = open {
                <aside class="panel side" aria-label={opened.service(&id).map_or("", |it| &it.name).to_owned()}>
                    <ServiceDetail key={id.clone()} opened={opened.clone()} id={id.clone()} />
                </aside>
            }
        </div>
    }
}

fn summary(map: &Map) -> String {
    let drawn = format!(
        "{} plugged into {} by {}.",
        counted(map.parts.len(), "part of the code", "parts of the code"),
        counted(map.services.len(), "service", "services"),
        counted(map.cables.len(), "cable", "cables"),
    );
    match map.left_out {
        0 => drawn,
        more => format!("{drawn} {} with the fewest places are not drawn; search or filter to see them.", count(more)),
    }
}

/// Something on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Part(usize),
    Cable(usize),
    Service(usize),
}

impl Item {
    /// The item that an event is about.
    fn of(event: &yew::Event) -> Option<Self> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let id = target.closest("[data-item]").ok().flatten()?.get_attribute("data-item")?;
        let number = id.get(1..)?.parse().ok()?;
        match id.get(..1)? {
            "p" => Some(Self::Part(number)),
            "c" => Some(Self::Cable(number)),
            _ => Some(Self::Service(number)),
        }
    }

    fn id(self) -> String {
        match self {
            Self::Part(number) => format!("p{number}"),
            Self::Cable(number) => format!("c{number}"),
            Self::Service(number) => format!("s{number}"),
        }
    }

    /// Whether this is lit while `lit` is: itself, its cables, and what is at their other ends.
    fn is_lit_by(self, lit: Self, map: &Map) -> bool {
        let joins = |cable: &Cable| match self {
            Self::Part(number) => cable.part == number,
            Self::Service(number) => cable.service == number,
            Self::Cable(number) => map.cables.get(number) == Some(cable),
        };
        self == lit
            || map.cables.iter().enumerate().any(|(at, cable)| {
                joins(cable)
                    && match lit {
                        Self::Part(number) => cable.part == number,
                        Self::Service(number) => cable.service == number,
                        Self::Cable(number) => at == number,
                    }
            })
    }

    /// Where a key leads from here: up and down in the same column, left and right along a cable.
    fn step(self, key: &str, map: &Map) -> Option<Self> {
        let beside = |part: Option<usize>, service: Option<usize>| {
            let of = |(_, cable): &(usize, &Cable)| {
                part.is_none_or(|part| cable.part == part) && service.is_none_or(|service| cable.service == service)
            };
            let mut cables: Vec<_> = map.cables.iter().enumerate().filter(of).collect();
            cables.arrange_by_key(|(_, cable)| (cable.from.1, cable.to.1));
            cables.into_iter().map(|(at, _)| at).collect::<Vec<_>>()
        };
        let cable = |number: usize| map.cables.get(number);
        let (column, at): (Vec<Self>, usize) = match self {
            Self::Part(number) => ((0..map.parts.len()).map(Self::Part).collect(), number),
            Self::Service(number) => ((0..map.services.len()).map(Self::Service).collect(), number),
            Self::Cable(number) => {
                let own = beside(cable(number).map(|it| it.part), None);
                let at = own.iter().position(|other| *other == number)?;
                (own.into_iter().map(Self::Cable).collect(), at)
            }
        };
        match (key, self) {
            ("ArrowDown", _) => column.get(at + 1).copied(),
            ("ArrowUp", _) => column.get(at.checked_sub(1)?).copied(),
            ("Home", _) => column.first().copied(),
            ("End", _) => column.last().copied(),
            ("ArrowRight", Self::Part(number)) => beside(Some(number), None).first().map(|at| Self::Cable(*at)),
            ("ArrowLeft", Self::Service(number)) => beside(None, Some(number)).first().map(|at| Self::Cable(*at)),
            ("ArrowRight", Self::Cable(number)) => cable(number).map(|cable| Self::Service(cable.service)),
            ("ArrowLeft", Self::Cable(number)) => cable(number).map(|cable| Self::Part(cable.part)),
            _ => None,
        }
    }
}

#[derive(PartialEq, Properties)]
struct DrawingProps {
    opened: Rc<Opened>,
    map: Rc<Map>,
    /// In percent.
    zoom: i32,
    /// The id of the service that is open beside it.
    open: Option<String>,
    /// Hears the id of a service that is to be opened.
    onopen: Callback<String>,
    /// Hears the name of a part that is chosen.
    onpart: Callback<String>,
    /// Hears what is lit, in words; nothing where nothing is.
    onlit: Callback<String>,
}

/// The drawing. One item at a time takes the focus, the arrows move it; what it is connected with is lit.
#[component]
fn Drawing(props: &DrawingProps) -> Html {
    let (opened, map) = (&props.opened, &props.map);
    let pointed = use_state_eq(|| None::<Item>);
    let focused = use_state_eq(|| None::<Item>);
    let cursor = use_state_eq(|| Item::Part(0));
    {
        let (pointed, focused, cursor) = (pointed.setter(), focused.setter(), cursor.setter());
        use_effect_with(map.clone(), move |_| {
            pointed.set(None);
            focused.set(None);
            cursor.set(Item::Part(0));
        });
    }
    let open = {
        let is_open = |jack: &MapJack| opened.audit.services.get(jack.item).map(|it| &it.id) == props.open.as_ref();
        props.open.as_ref().and_then(|_| map.services.iter().position(is_open)).map(Item::Service)
    };
    let lit = (*pointed).or(*focused).or(open);
    {
        let said = lit.map_or_else(String::new, |item| label(item, opened, map));
        use_effect_with((said, props.onlit.clone()), |(said, onlit)| onlit.emit(said.clone()));
    }
    let act = {
        let (opened, map, onopen, onpart) = (opened.clone(), map.clone(), props.onopen.clone(), props.onpart.clone());
        Callback::from(move |item: Item| {
            let service = match item {
                Item::Part(number) => {
                    return map.parts.get(number).into_iter().for_each(|part| onpart.emit(part.name.clone()));
                }
                Item::Cable(number) => map.cables.get(number).map(|cable| cable.service),
                Item::Service(number) => Some(number),
            };
            let jack = service.and_then(|number| map.services.get(number));
            if let Some(service) = jack.and_then(|jack| opened.audit.services.get(jack.item)) {
                onopen.emit(service.id.clone());
            }
        })
    };
    let onpointerover = {
        let pointed = pointed.setter();
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() == "mouse" {
                pointed.set(Item::of(&event));
            }
        })
    };
    let onpointerleave = {
        let pointed = pointed.setter();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };
    let onfocusin = {
        let (focused, cursor) = (focused.setter(), cursor.setter());
        Callback::from(move |event: FocusEvent| {
            if let Some(item) = Item::of(&event) {
                focused.set(Some(item));
                cursor.set(item);
            }
        })
    };
    let onfocusout = {
        let focused = focused.setter();
        Callback::from(move |_: FocusEvent| focused.set(None))
    };
    let onclick = {
        let act = act.clone();
        Callback::from(move |event: MouseEvent| Item::of(&event).into_iter().for_each(|item| act.emit(item)))
    };
    let onkeydown = {
        let (map, act) = (map.clone(), act.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(item) = Item::of(&event) else { return };
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                act.emit(item);
                focus_soon("#detail-title");
            } else if let Some(next) = item.step(&event.key(), &map) {
                event.prevent_default();
                focus(&format!(".map-drawing [data-item={}]", next.id()));
            }
        })
    };
    let on = |item: Item| lit.is_some_and(|lit| item.is_lit_by(lit, map)).then_some("on");
    let tab = |item: Item| if *cursor == item { "0" } else { "-1" };
    let scaled = |length: i32| (length * props.zoom / 100).to_string();
    let service = |number: usize| {
        let jack = map.services.get(number)?;
        Some((opened.audit.services.get(jack.item)?, jack))
    };
    html! {
        <>
            <div class="map-scroll">
                <svg class={classes!("map-drawing", lit.map(|_| "lit"))} viewBox={format!("0 0 {} {}", map.width, map.height)}
                    width={scaled(map.width)} height={scaled(map.height)} role="group"
                    aria-label="Map: arrows move between parts, cables and services, Enter opens"
                    {onpointerover} {onpointerleave} {onfocusin} {onfocusout} {onclick} {onkeydown}>
                    { for map.groups.iter().filter(|group| group.has_room).map(|group| html! {
                        <text class="map-category" x={group.x.to_string()} y={group.y.to_string()} text-anchor="end">{ category_name(group.category) }</text>
                    }) }
                    { for map.cables.iter().enumerate().filter_map(|(at, cable)| {
                        let (service, _) = service(cable.service)?;
                        let item = Item::Cable(at);
                        let class = classes!("cable", hue(service.category), service.status.word(), format!("w{}", cable.weight), on(item));
                        Some(html! {
                            <g {class} data-item={item.id()} tabindex={tab(item)} role="img" aria-label={label(item, opened, map)}>
                                <path class="hit" d={cable.curve()} />
                                <path d={cable.curve()} />
                            </g>
                        })
                    }) }
                    { for map.parts.iter().enumerate().map(|(at, part)| draw_part(part, Item::Part(at), on(Item::Part(at)), tab(Item::Part(at)), opened, map)) }
                    { for map.cables.iter().enumerate().filter_map(|(at, cable)| {
                        let (service, _) = service(cable.service)?;
                        let (x, y) = cable.from;
                        Some(html! { <circle class={classes!("plug", hue(service.category), on(Item::Cable(at)))} cx={x.to_string()} cy={y.to_string()} r="3" /> })
                    }) }
                    { for (0..map.services.len()).filter_map(|at| {
                        let (service, jack) = service(at)?;
                        let item = Item::Service(at);
                        Some(html! {
                            <g class={classes!("map-service", on(item))}>
                                <g class={classes!((open == Some(item)).then_some("open"))} data-item={item.id()} tabindex={tab(item)} role="button"
                                    aria-expanded={(open == Some(item)).to_string()} aria-label={label(item, opened, map)}>
                                    <rect class="hit" x={(jack.x - 10).to_string()} y={(jack.y - 12).to_string()} width={(map.width - jack.x + 6).to_string()} height="24" rx="6" />
                                    <svg class={classes!("jack", hue(service.category))} x={(jack.x - 7).to_string()} y={(jack.y - 7).to_string()} width="14" height="14" viewBox="0 0 16 16">
                                        { shape(service.status) }
                                    </svg>
                                </g>
                                // Cut short where there is no room, so it is no name for the button.
                                <text aria-hidden="true" x={jack.label_x.to_string()} y={jack.y.to_string()}>
                                    { jack.label.clone() }
                                    if jack.says_category {
                                        <tspan class="map-category" dx="6">{ category_name(service.category) }</tspan>
                                    }
                                </text>
                            </g>
                        })
                    }) }
                </svg>
            </div>
        </>
    }
}

fn draw_part(part: &Part, item: Item, on: Option<&'static str>, tab: &'static str, opened: &Opened, map: &Map) -> Html {
    html! {
        <g class={classes!("map-part", on)}>
            <rect data-item={item.id()} tabindex={tab} role="button" aria-label={label(item, opened, map)}
                x={part.x.to_string()} y={part.y.to_string()} width={part.width.to_string()} height={part.height.to_string()} rx="8" />
            { for part.lines().map(|(y, line)| html! { <text aria-hidden="true" x={(part.x + 12).to_string()} y={y.to_string()}>{ line.to_owned() }</text> }) }
        </g>
    }
}

/// What an item is, in words.
fn label(item: Item, opened: &Opened, map: &Map) -> String {
    let service = |number: usize| map.services.get(number).and_then(|jack| opened.audit.services.get(jack.item));
    let places = |places: u32| counted(places as usize, "place", "places");
    match item {
        Item::Part(number) => map.parts.get(number).map_or_else(String::new, |part| {
            let services = map.cables.iter().filter(|cable| cable.part == number).count();
            format!("{}: {}, {}", part.name, counted(services, "service", "services"), places(part.places))
        }),
        Item::Cable(number) => map.cables.get(number).map_or_else(String::new, |cable| {
            let part = map.parts.get(cable.part).map_or("", |part| &part.name);
            format!("{part} to {}: {}", service(cable.service).map_or("", |it| &it.name), places(cable.places))
        }),
        Item::Service(number) => service(number).map_or_else(String::new, |service| {
            let all = map.services.get(number).map_or(0, |jack| jack.places);
            let own = map.cables.iter().filter(|cable| cable.service == number);
            let parts: Vec<&str> =
                own.filter_map(|cable| map.parts.get(cable.part)).map(|it| it.name.as_str()).collect();
            format!(
                "{}, {}, {}: {}{}{}",
                service.name,
                category_name(service.category),
                status_name(service.status),
                places(all),
                if parts.is_empty() { "" } else { " in " },
                parts.join(", ")
            )
        }),
    }
}

/// The same as a list: each part with its services.
fn as_list(opened: &Opened, map: &Map) -> Html {
    html! {
        <ul class="map-list">
            { for map.parts.iter().enumerate().map(|(at, part)| {
                let mut cables: Vec<&Cable> = map.cables.iter().filter(|cable| cable.part == at).collect();
                cables.arrange_by_key(|cable| cable.service);
                html! {
                    <li>
                        <h2 class="code">{ part.name.clone() }<span class="number">{ count(cables.len()) }</span></h2>
                        <ul>
                            { for cables.into_iter().filter_map(|cable| {
                                let service = opened.audit.services.get(map.services.get(cable.service)?.item)?;
                                Some(html! {
                                    <li>{ service_link(opened, &service.id) }<span class="soft">{ counted(cable.places as usize, "place", "places") }</span></li>
                                })
                            }) }
                        </ul>
                    </li>
                }
            }) }
        </ul>
    }
}

/// The width of an element, followed as it changes; 0 until it is known.
#[hook]
fn use_width(node: &NodeRef) -> i32 {
    let width = use_state_eq(|| 0);
    {
        let (node, width) = (node.clone(), width.setter());
        use_effect_with((), move |()| {
            let observing = node.cast::<Element>().and_then(|element| {
                width.set(element.client_width());
                let seen = element.clone();
                let call = Closure::<dyn FnMut()>::new(move || width.set(seen.client_width()));
                let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, call))
            });
            move || {
                if let Some((observer, call)) = observing {
                    observer.disconnect();
                    drop(call);
                }
            }
        });
    }
    *width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Map {
        let cable = |part, service, y| Cable { part, service, from: (0, y), to: (9, y), ..Cable::default() };
        Map {
            parts: vec![Part::default(), Part { name: "b".into(), ..Part::default() }],
            services: vec![MapJack::default(), MapJack { item: 1, ..MapJack::default() }],
            cables: vec![cable(0, 1, 20), cable(0, 0, 10), cable(1, 1, 30)],
            ..Map::default()
        }
    }

    #[test]
    fn the_keys_walk_along_columns_and_cables() {
        use Item::*;
        let walk = |from: Item, keys: &[&str]| keys.iter().try_fold(from, |at, key| at.step(key, &map()));
        assert_eq!(walk(Part(0), &["ArrowDown"]), Some(Part(1)));
        assert_eq!(walk(Part(1), &["ArrowDown"]), None);
        // Its upper cable first, whatever the order in which they are drawn.
        assert_eq!(walk(Part(0), &["ArrowRight"]), Some(Cable(1)));
        assert_eq!(walk(Part(0), &["ArrowRight", "ArrowDown", "ArrowRight"]), Some(Service(1)));
        assert_eq!(walk(Service(1), &["ArrowLeft", "ArrowLeft"]), Some(Part(0)));
        assert_eq!(walk(Service(1), &["Home"]), Some(Service(0)));
        assert_eq!(walk(Service(1), &["x"]), None);
    }

    #[test]
    fn an_item_lights_its_cables_and_their_other_ends() {
        use Item::*;
        let lit = |by: Item| -> Vec<String> {
            let all = [Part(0), Part(1), Cable(0), Cable(1), Cable(2), Service(0), Service(1)];
            all.into_iter().filter(|item| item.is_lit_by(by, &map())).map(Item::id).collect()
        };
        assert_eq!(lit(Part(1)), ["p1", "c2", "s1"]);
        assert_eq!(lit(Service(1)), ["p0", "p1", "c0", "c2", "s1"]);
        assert_eq!(lit(Cable(1)), ["p0", "c1", "s0"]);
    }
}
