//! The map as a picture of its own: an SVG file with its styles inside, for a light and a dark ground.

use super::place::{FONT, JACK};
use super::{Map, THICKEST, category_name};
use crate::audit::{Audit, Category, Status};
use std::fmt::Write;

/// A hue of the page's colours. Categories that do a similar thing share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Hue {
    Money,
    Ai,
    Data,
    Identity,
    Message,
    Media,
    Watch,
    Delivery,
    World,
    Other,
}

impl Hue {
    /// Every hue: its word (a token of the page's styles), its colour on light ground and on dark ground.
    pub const ALL: [(Hue, &'static str, &'static str, &'static str); 10] = [
        (Hue::Money, "money", "#b0472a", "#e8926f"),
        (Hue::Ai, "ai", "#7a4fa8", "#c09bea"),
        (Hue::Data, "data", "#2a5fa8", "#86aef0"),
        (Hue::Identity, "identity", "#8a6410", "#d8b25c"),
        (Hue::Message, "message", "#26724f", "#73cda5"),
        (Hue::Media, "media", "#a83a6e", "#ee8fb8"),
        (Hue::Watch, "watch", "#5d6470", "#a9b0bc"),
        (Hue::Delivery, "delivery", "#4a56b8", "#9aa4f5"),
        (Hue::World, "world", "#7a5a3a", "#cfa67c"),
        (Hue::Other, "other", "#6b6b66", "#a5a49e"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("other", |row| row.1)
    }
}

/// The hue of a category.
pub fn hue(category: Category) -> Hue {
    use Category::*;
    match category {
        Payment | Ecommerce | FinanceData => Hue::Money,
        Ai => Hue::Ai,
        Database | Cache | Queue | Storage | Search => Hue::Data,
        Auth | IdentityVerification | Secrets => Hue::Identity,
        Email | Sms | Push | Chat | Realtime | Webrtc => Hue::Message,
        Media | Video | Maps | Pdf | Cms => Hue::Media,
        Analytics | ErrorTracking | Logging | Monitoring | FeatureFlags => Hue::Watch,
        Hosting | Ci | Container | Registry | Iac | CdnDns | CodeHost | DevService => Hue::Delivery,
        Crm | Social | Blockchain | DataApi => Hue::World,
        Other => Hue::Other,
    }
}

/// Ground, panel of a part, its edge, ink, soft ink.
const GROUND: [(&str, &str, &str); 5] = [
    ("ground", "#fdfcfa", "#1b1c1f"),
    ("part", "#f4f3ef", "#141517"),
    ("edge", "#dddbd4", "#303237"),
    ("ink", "#1d1e20", "#ecebe7"),
    ("soft", "#5f605e", "#a3a29d"),
];

/// The map as an SVG file.
pub fn svg(map: &Map, audit: &Audit) -> String {
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = write(&mut out, map, audit);
    out
}

fn write(out: &mut String, map: &Map, audit: &Audit) -> std::fmt::Result {
    let title = escape(&audit.title);
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="title about">"#,
        w = map.width,
        h = map.height
    )?;
    writeln!(out, "<title id=\"title\">What {title} plugs into</title>")?;
    writeln!(out, "<desc id=\"about\">{}</desc>", escape(&about(map, audit)))?;
    styles(out)?;
    writeln!(out, r#"<rect class="ground" width="{}" height="{}"/>"#, map.width, map.height)?;
    for cable in &map.cables {
        let Some((service, _)) = service(map, audit, cable.service) else { continue };
        let class = [hue(service.category).word(), dash(service.status)].join(" ");
        writeln!(out, r#"<path class="cable {} w{}" d="{}"/>"#, class.trim_end(), cable.weight, cable.curve())?;
    }
    for part in &map.parts {
        writeln!(
            out,
            r#"<g><title>{}</title><rect class="part" x="{}" y="{}" width="{}" height="{}" rx="8"/>"#,
            escape(&part.name),
            part.x,
            part.y,
            part.width,
            part.height,
        )?;
        for (y, line) in part.lines() {
            writeln!(out, r#"<text class="name" x="{}" y="{y}">{}</text>"#, part.x + 12, escape(line))?;
        }
        writeln!(out, "</g>")?;
    }
    for cable in &map.cables {
        let Some((service, _)) = service(map, audit, cable.service) else { continue };
        let (x, y) = cable.from;
        writeln!(out, r#"<circle class="plug {}" cx="{x}" cy="{y}" r="3"/>"#, hue(service.category).word())?;
    }
    for group in map.groups.iter().filter(|group| group.has_room) {
        let category = escape(&category_name(group.category));
        writeln!(out, r#"<text class="category" x="{}" y="{}">{category}</text>"#, group.x, group.y)?;
    }
    for at in 0..map.services.len() {
        let Some((service, jack)) = service(map, audit, at) else { continue };
        let (x, y) = (jack.x, jack.y);
        writeln!(
            out,
            r#"<g class="jack {}"><title>{}, {}</title>{}<text x="{}" y="{y}">{}{}</text></g>"#,
            hue(service.category).word(),
            escape(&service.name),
            service.status.word(),
            shape(service.status, x, y),
            jack.label_x,
            escape(&jack.label),
            if jack.says_category {
                format!(r#" <tspan class="behind">{}</tspan>"#, escape(&category_name(service.category)))
            } else {
                String::new()
            }
        )?;
    }
    writeln!(out, "</svg>")
}

fn styles(out: &mut String) -> std::fmt::Result {
    let rows = GROUND.iter().copied().chain(Hue::ALL.iter().map(|row| (row.1, row.2, row.3)));
    let tokens = |light: bool| -> String {
        let value = |row: (&str, &str, &str)| format!("--{}:{};", row.0, if light { row.1 } else { row.2 });
        rows.clone().map(value).collect()
    };
    writeln!(out, "<style>")?;
    writeln!(out, "svg{{{}}}", tokens(true))?;
    writeln!(out, "@media(prefers-color-scheme:dark){{svg{{{}}}}}", tokens(false))?;
    writeln!(
        out,
        "text{{font:{FONT}px system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif;fill:var(--ink);dominant-baseline:central}}"
    )?;
    writeln!(
        out,
        ".ground{{fill:var(--ground)}}.part{{fill:var(--part);stroke:var(--edge)}}.name{{font-weight:600;dominant-baseline:auto}}"
    )?;
    writeln!(
        out,
        ".category{{font-size:12px;fill:var(--soft);text-anchor:end}}.behind{{font-size:12px;fill:var(--soft)}}"
    )?;
    writeln!(out, ".cable{{fill:none;stroke:currentColor;opacity:.75}}.plug{{fill:currentColor}}")?;
    writeln!(
        out,
        ".jack{{fill:none;stroke:currentColor;stroke-width:2}}.jack text{{stroke:none}}.solid{{fill:currentColor;stroke:none}}.hole{{stroke:var(--ground);stroke-width:1.25}}"
    )?;
    writeln!(out, ".dotted{{stroke-dasharray:.01 3.77;stroke-linecap:round}}.dashed{{stroke-dasharray:6 5}}")?;
    for weight in 1..=THICKEST {
        write!(out, ".w{weight}{{stroke-width:{}}}", THICKNESS[usize::from(weight - 1)])?;
    }
    for (_, word, ..) in Hue::ALL {
        write!(out, ".{word}{{color:var(--{word})}}")?;
    }
    writeln!(out, "\n</style>")
}

/// Thickness of a cable in pixels, by weight.
const THICKNESS: [&str; THICKEST as usize] = ["1.5", "2", "3", "4", "5.5"];

/// How a cable to a service of this status is drawn: whole only where the service is used.
fn dash(status: Status) -> &'static str {
    match status {
        Status::Used => "",
        Status::DevOnly => "dotted",
        _ => "dashed",
    }
}

/// The jack of a status, told by its shape.
fn shape(status: Status, x: i32, y: i32) -> String {
    let ring = |class: &str| format!(r#"<circle{class} cx="{x}" cy="{y}" r="{}"/>"#, JACK - 1);
    match status {
        Status::Used => format!(
            r#"<circle class="solid" cx="{x}" cy="{y}" r="{JACK}"/><circle class="hole" cx="{x}" cy="{y}" r="3"/>"#
        ),
        Status::Declared => ring(""),
        Status::DevOnly => ring(r#" class="dotted""#),
        Status::Mentioned => format!(r#"<circle class="solid" cx="{x}" cy="{y}" r="3"/>"#),
        Status::Planned => ring(r#" class="dashed""#),
        Status::Absent => format!(r#"{}<path d="M{} {}l10-10"/>"#, ring(""), x - 5, y + 5),
    }
}

/// What the picture shows, in a sentence.
fn about(map: &Map, audit: &Audit) -> String {
    let names: Vec<&str> = (0..map.services.len()).filter_map(|at| Some(&*service(map, audit, at)?.0.name)).collect();
    let parts: Vec<&str> = map.parts.iter().map(|part| part.name.as_str()).collect();
    format!("Parts of the code: {}. Services that they use: {}.", parts.join(", "), names.join(", "))
}

fn service<'a>(map: &'a Map, audit: &'a Audit, at: usize) -> Option<(&'a crate::audit::Service, &'a super::Jack)> {
    let jack = map.services.get(at)?;
    Some((audit.services.get(jack.item)?, jack))
}

/// A text for XML. What XML cannot hold at all is left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
    }
    out
}
