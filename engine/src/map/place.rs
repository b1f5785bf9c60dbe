//! Gives an order room: the services in rows on the right, the parts on the left as near to their services as they can stand,
//! and at each part a plug for every cable.

use super::order::Order;
use super::text::{category_name, fit, lines, measure};
use super::{Cable, Group, Jack, Map, Part, Room, weight};
use crate::audit::Service;
use crate::order::Arrange;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Room around the drawing.
const MARGIN: i32 = 16;
/// A service's row; closer where there are many.
const ROW: i32 = 26;
const CLOSE_ROW: i32 = 22;
/// Number of services from which rows stand closer.
const MANY: usize = 60;
/// Room between categories.
const GAP: i32 = 12;
/// Room between parts.
const PART_GAP: i32 = 10;
/// A part's height without its plugs, and with one.
const PART: i32 = 44;
/// From plug to plug; closer where there are many.
const PLUG: i32 = 12;
const CLOSE_PLUG: i32 = 7;
/// Number of cables from which plugs stand closer.
const MANY_CABLES: usize = 90;
/// From a service's jack to its name.
const LABEL: i32 = 16;
/// Radius of a jack.
pub(super) const JACK: i32 = 6;
/// Narrowest room in which categories stand beside the services.
const WIDE: i32 = 640;
/// Size of the font, for services and for parts.
pub(super) const FONT: i32 = 13;
/// As wide as letters of that size are when bold.
const BOLD: i32 = 15;
/// Room for a category's name beside its services.
const CATEGORY: i32 = 124;

/// Where the columns stand.
struct Columns {
    part: i32,
    part_width: i32,
    jack: i32,
    wide: bool,
    end: i32,
}

impl Columns {
    fn new(width: i32) -> Self {
        let wide = width >= WIDE;
        let margin = if wide { MARGIN } else { 8 };
        let part_width = if wide { (width * 24 / 100).clamp(160, 240) } else { (width * 28 / 100).max(92) };
        let names = if wide { (width * 36 / 100).clamp(260, 360) } else { width * 46 / 100 };
        Self { part: margin, part_width, jack: width - margin - names, wide, end: width - margin }
    }
}

pub(super) fn place(
    order: &Order,
    names: &[&str],
    services: &[(usize, &Service)],
    plugs: &BTreeMap<(usize, usize), u32>,
    room: Room,
    left_out: usize,
) -> Map {
    let columns = Columns::new(room.width);
    let mut map = Map { width: room.width, left_out, ..Map::default() };
    let mut rows = vec![0; services.len()];
    let mut bottom = right(&mut map, order, services, plugs, &columns, &mut rows);

    let step = if plugs.len() >= MANY_CABLES { CLOSE_PLUG } else { PLUG };
    let ends: Vec<Vec<(i32, usize)>> = order
        .parts
        .iter()
        .map(|part| {
            let own = plugs.range((*part, 0)..(*part + 1, 0)).map(|((_, service), _)| *service);
            let mut ends: Vec<(i32, usize)> =
                own.filter_map(|service| Some((map.services.get(*rows.get(service)?)?.y, service))).collect();
            ends.arrange();
            ends
        })
        .collect();
    let heights: Vec<i32> = ends.iter().map(|ends| PART + (ends.len() as i32 - 1).max(0) * step).collect();
    let left = heights.iter().sum::<i32>() + PART_GAP * (heights.len() as i32 - 1).max(0);
    if left > bottom {
        // The services spread out to the parts' height.
        spread(&mut map, left - bottom);
        bottom = left;
    }
    let middles: Vec<i32> = ends
        .iter()
        .map(|ends| {
            let now = ends.iter().filter_map(|(_, service)| map.services.get(*rows.get(*service)?)).map(|jack| jack.y);
            now.sum::<i32>() / (ends.len() as i32).max(1) - MARGIN
        })
        .collect();
    let tops = settle(&middles, &heights, bottom);
    for ((part, top), (height, ends)) in order.parts.iter().zip(tops).zip(heights.iter().zip(&ends)) {
        let name = names.get(*part).copied().unwrap_or_default();
        let number = map.parts.len();
        let y = MARGIN + top;
        let mut places = 0;
        let first = y + (height - (ends.len() as i32 - 1).max(0) * step) / 2;
        for (at, (_, service)) in ends.iter().enumerate() {
            let row = rows.get(*service).copied().unwrap_or_default();
            let Some(jack) = map.services.get(row) else { continue };
            let count = plugs.get(&(*part, *service)).copied().unwrap_or_default();
            places += count;
            map.cables.push(Cable {
                part: number,
                service: row,
                places: count,
                weight: weight(count),
                from: (columns.part + columns.part_width, first + at as i32 * step),
                to: (jack.x - JACK, jack.y),
            });
        }
        map.parts.push(Part {
            name: name.to_owned(),
            label: lines(name, BOLD, columns.part_width - 24),
            x: columns.part,
            y,
            width: columns.part_width,
            height: *height,
            places,
        });
    }
    map.cables.arrange_by_key(|cable| (Reverse(cable.weight), cable.part, cable.service));
    map.height = bottom + 2 * MARGIN;
    map
}

/// Places the services in rows. Returns how far down they reach, without the margin, and fills in the row of each.
fn right(
    map: &mut Map,
    order: &Order,
    services: &[(usize, &Service)],
    plugs: &BTreeMap<(usize, usize), u32>,
    columns: &Columns,
    rows: &mut [usize],
) -> i32 {
    let row = if services.len() >= MANY { CLOSE_ROW } else { ROW };
    let mut of_service: BTreeMap<usize, u32> = BTreeMap::new();
    for ((_, service), places) in plugs {
        *of_service.entry(*service).or_default() += places;
    }
    let mut y = 0;
    for (at, (category, members)) in order.groups.iter().enumerate() {
        if at > 0 {
            y += GAP;
        }
        let middle = MARGIN + y + row / 2;
        map.groups.push(Group { category: *category, x: columns.end, y: middle, has_room: columns.wide });
        for (place_in, number) in members.iter().enumerate() {
            let Some((item, service)) = services.get(*number) else { continue };
            if let Some(place) = rows.get_mut(*number) {
                *place = map.services.len();
            }
            let room = columns.end - columns.jack - LABEL - if columns.wide { CATEGORY } else { 0 };
            let behind = measure(&service.name, FONT) + measure(&category_name(*category), FONT) + GAP;
            map.services.push(Jack {
                item: *item,
                label: fit(&service.name, FONT, room),
                x: columns.jack,
                y: MARGIN + y + row / 2,
                label_x: columns.jack + LABEL,
                says_category: !columns.wide && place_in == 0 && behind <= room,
                places: of_service.get(number).copied().unwrap_or_default(),
            });
            y += row;
        }
    }
    y
}

/// Moves the categories apart, evenly, until they take so much more room.
fn spread(map: &mut Map, more: i32) {
    let gaps = map.groups.len() as i32 + 1;
    let tops: Vec<i32> = map.groups.iter().map(|group| group.y).collect();
    let shift = |at: usize| more * (at as i32 + 1) / gaps;
    for jack in &mut map.services {
        let group = tops.iter().rposition(|top| *top <= jack.y).unwrap_or_default();
        jack.y += shift(group);
    }
    for (at, group) in map.groups.iter_mut().enumerate() {
        group.y += shift(at);
    }
}

/// The top edge of each part, in order and apart, so that the sum of the squared distances from where they would like to
/// stand is least: blocks that would overlap are joined and stand at their average.
fn settle(middles: &[i32], heights: &[i32], bottom: i32) -> Vec<i32> {
    /// Parts that touch: the sum of where their first would like its top, how many they are, and their height together.
    struct Block {
        sum: i64,
        number: i64,
        height: i32,
    }
    let top = |block: &Block| {
        let wish = block.sum.div_euclid(block.number.max(1)) as i32;
        wish.min(bottom - block.height).max(0)
    };
    let mut blocks: Vec<Block> = Vec::new();
    for (middle, height) in middles.iter().zip(heights) {
        blocks.push(Block { sum: i64::from(middle - height / 2), number: 1, height: *height });
        while let [.., above, below] = blocks.as_slice() {
            if top(above) + above.height + PART_GAP <= top(below) {
                break;
            }
            let offset = i64::from(above.height + PART_GAP);
            let joined = Block {
                sum: above.sum + below.sum - offset * below.number,
                number: above.number + below.number,
                height: above.height + PART_GAP + below.height,
            };
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let mut out = Vec::new();
    let mut rest = heights.iter();
    for block in &blocks {
        let mut y = top(block);
        for height in rest.by_ref().take(block.number as usize) {
            out.push(y);
            y += height + PART_GAP;
        }
    }
    out
}
