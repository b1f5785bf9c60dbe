//! The map: a code base drawn as a patch bay. Its parts stand on the left, the outside services on the right by category, and
//! a cable runs from each part to each service that it uses.
//!
//! [`lay`] works out where everything stands and draws nothing: [`parts`] tells the parts apart, [`order`] puts them and the
//! services in an order in which few cables cross, [`place`] gives them room. [`svg`] writes the whole as a picture of its own.
//! The same audit and the same room give the same map. Lengths are whole pixels of an unscaled drawing.

mod order;
mod parts;
mod place;
mod svg;
mod text;

#[cfg(test)]
mod tests;

use crate::order::Arrange;
pub use parts::{Parts, TOP};
pub use svg::{Hue, hue, svg};
pub use text::category_name;

use crate::audit::{Audit, Category, EvidenceKind, Service};
use std::collections::BTreeMap;

/// Most services that are drawn. More would be a texture; those with the fewest places are left out.
pub const SERVICES: usize = 400;

/// The room that a map is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Its width. A map is as high as it needs to be.
    pub width: i32,
}

impl Room {
    /// Narrowest room in which names can be read.
    pub const LEAST: i32 = 320;
    /// Widest room that a map fills: longer cables only part what belongs together.
    pub const MOST: i32 = 1120;

    /// The room nearest to this width.
    pub fn of(width: i32) -> Self {
        Self { width: width.clamp(Self::LEAST, Self::MOST) }
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// The width of the drawing.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// The parts of the code base, from top to bottom.
    pub parts: Vec<Part>,
    /// The categories, from top to bottom.
    pub groups: Vec<Group>,
    /// The services, from top to bottom.
    pub services: Vec<Jack>,
    /// The cables, thin ones last so that none is hidden, then by part and service.
    pub cables: Vec<Cable>,
    /// Services that there was no room for.
    pub left_out: usize,
}

/// A part of the code base.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its name: the folder, [`TOP`] for files at the top, [`parts::ELSEWHERE`] for what was too small for a part of its own.
    pub name: String,
    /// The name in a line or two, as far as there is room for it.
    pub label: Vec<String>,
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Places in it that speak for services.
    pub places: u32,
}

/// The services of one category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The category.
    pub category: Category,
    /// Right end of its name, in line with its first service.
    pub x: i32,
    /// Middle of its name.
    pub y: i32,
    /// Whether there is room for its name there. Where not, it follows the names of services, see [`Jack::says_category`].
    pub has_room: bool,
}

/// A service on the map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jack {
    /// Its place in the audit's list of services.
    pub item: usize,
    /// The name as far as there is room for it.
    pub label: String,
    /// Centre of the jack.
    pub x: i32,
    /// Centre of the jack.
    pub y: i32,
    /// Left end of the name.
    pub label_x: i32,
    /// Whether the category is to be said behind the name, as the first of its kind in a narrow room.
    pub says_category: bool,
    /// Places that speak for it.
    pub places: u32,
}

/// What connects a part and a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cable {
    /// The part, as its place in [`Map::parts`].
    pub part: usize,
    /// The service, as its place in [`Map::services`].
    pub service: usize,
    /// Places in the part that speak for the service.
    pub places: u32,
    /// Its thickness, from 1 to [`THICKEST`], by the number of places.
    pub weight: u8,
    /// Its end at the part.
    pub from: (i32, i32),
    /// Its end at the service.
    pub to: (i32, i32),
}

/// The most that a [`Cable::weight`] can be.
pub const THICKEST: u8 = 5;

impl Cable {
    /// The curve as the `d` of an SVG path: it leaves both ends level and hangs a little.
    pub fn curve(&self) -> String {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        let (reach, slack) = ((x2 - x1) * 2 / 5, ((x2 - x1) / 40).clamp(2, 14));
        format!("M{x1} {y1}C{} {} {} {} {x2} {y2}", x1 + reach, y1 + slack, x2 - reach, y2 + slack)
    }
}

impl Part {
    /// The base line of each line of its label, with the line.
    pub fn lines(&self) -> impl Iterator<Item = (i32, &str)> {
        let first = self.y + if self.label.len() > 1 { 20 } else { 26 };
        self.label.iter().zip(0..).map(move |(line, number)| (first + number * 16, line.as_str()))
    }
}

/// The thickness for so many places: each step stands for about three times as many.
fn weight(places: u32) -> u8 {
    match places {
        0..=1 => 1,
        2..=4 => 2,
        5..=14 => 3,
        15..=49 => 4,
        _ => THICKEST,
    }
}

/// Lays out these services of the audit, given by their places in its list. Each appears once; what is no place is left out.
pub fn lay(audit: &Audit, parts: &Parts, shown: &[usize], room: Room) -> Map {
    let mut chosen: Vec<usize> = shown.to_vec();
    chosen.arrange();
    chosen.dedup();
    let mut services: Vec<(usize, &Service)> =
        chosen.iter().filter_map(|item| Some((*item, audit.services.get(*item)?))).collect();
    // The strongest stay, and ties fall as the audit lists them.
    services.arrange_by_key(|(item, service)| (std::cmp::Reverse(service.evidence.len()), *item));
    let left_out = services.len().saturating_sub(SERVICES);
    services.truncate(SERVICES);
    services.arrange_by_key(|(item, _)| *item);

    let mut names: Vec<&str> = Vec::new();
    let mut plugs: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for (at, (_, service)) in services.iter().enumerate() {
        for (part, places) in parts.of(service) {
            let number = names.iter().position(|name| *name == part).unwrap_or_else(|| {
                names.push(part);
                names.len() - 1
            });
            plugs.insert((number, at), places);
        }
    }
    let categories: Vec<Category> = services.iter().map(|(_, service)| service.category).collect();
    let pairs: Vec<(usize, usize)> = plugs.keys().copied().collect();
    let order = order::order(&names, &categories, &pairs);
    place::place(&order, &names, &services, &plugs, room, left_out)
}

/// The places that speak for a service: of code where there is any, else the files that a document names for it.
fn places(service: &Service) -> impl Iterator<Item = &str> {
    let is_code = |kind: EvidenceKind| kind != EvidenceKind::Claim;
    let has_code = service.evidence.iter().any(|piece| is_code(piece.kind));
    let code = service.evidence.iter().filter(move |piece| is_code(piece.kind)).map(|piece| piece.path.as_str());
    let said = service.implementation.iter().filter(move |_| !has_code).map(String::as_str);
    code.chain(said)
}
