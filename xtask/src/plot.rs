//! A plot as SVG, both axes in powers: a straight line there that rises by one for each step to the right is a cost that grows as
//! the size does. It names no font and no file, and is legible on light and dark grounds.

use std::fmt::Write;

/// A plot.
#[derive(Debug, Clone)]
pub struct Plot {
    /// What is shown.
    pub title: String,
    /// What runs to the right.
    pub x: String,
    /// What rises, with its unit.
    pub y: String,
    /// The marks below the plot, from left to right.
    pub ticks: Vec<Tick>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A mark at an axis.
#[derive(Debug, Clone)]
pub struct Tick {
    /// Where it stands, above 0.
    pub at: f64,
    /// What it says.
    pub label: String,
}

/// A line of a plot.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it shows.
    pub name: String,
    /// From left to right. Those that are not above 0 have no place and are left out.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 78.0;
const RIGHT: f64 = 110.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 58.0;

/// Least distance between the names at the ends of lines.
const APART: f64 = 17.0;

/// The colours of the lines, on light and on dark grounds; lines are dashed differently, too.
const STYLE: &str = "
  svg { background: #ffffff; color: #1d2733; font: 13px system-ui, sans-serif; }
  .grid { stroke: #d5dbe1; } .dot { fill: none; stroke-width: 2.2; stroke-dasharray: none !important; } .line { fill: none; stroke-width: 2.2; } text { fill: #1d2733; }
  .l0 { stroke: #0b62a8; } .l1 { stroke: #a3420f; stroke-dasharray: 7 3; } .l2 { stroke: #4d6b1c; stroke-dasharray: 2 3; }
  @media (prefers-color-scheme: dark) {
    svg { background: #14191f; } text { fill: #e4e9ee; } .grid { stroke: #38424d; }
    .l0 { stroke: #6db6f2; } .l1 { stroke: #f0a070; } .l2 { stroke: #b3d16f; }
  }
";

impl Plot {
    /// The plot as an SVG file.
    pub fn svg(&self) -> String {
        let has_place = |(x, y): &&(f64, f64)| *x > 0.0 && *y > 0.0 && x.is_finite() && y.is_finite();
        let points = || self.lines.iter().flat_map(|line| line.points.iter()).filter(has_place);
        let range = |values: &mut dyn Iterator<Item = f64>| {
            values.fold(None, |range: Option<(f64, f64)>, value| {
                Some(range.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
            })
        };
        let across = range(&mut points().map(|point| point.0).chain(self.ticks.iter().map(|tick| tick.at)));
        let (low_x, high_x) = across.unwrap_or((1.0, 10.0));
        let (low_y, high_y) = range(&mut points().map(|point| point.1)).unwrap_or((1.0, 10.0));
        let powers = (low_y.log10().floor() as i32, high_y.log10().ceil() as i32);
        let powers = (powers.0, powers.1.max(powers.0 + 1));
        let share = |value: f64, low: f64, high: f64| (value.log10() - low) / (high - low).max(f64::MIN_POSITIVE);
        let x_of = |x: f64| LEFT + (WIDTH - LEFT - RIGHT) * share(x, low_x.log10(), high_x.log10());
        let y_of =
            |y: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share(y, f64::from(powers.0), f64::from(powers.1));

        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n",
            escaped(&self.title)
        );
        let mut text = |x: f64, y: f64, anchor: &str, more: &str, text: &str| {
            let _ = writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{more}>{}</text>",
                escaped(text)
            );
        };
        text(LEFT, 24.0, "start", " font-weight=\"600\"", &self.title);
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12.0, "middle", "", &self.x);
        let middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        text(16.0, middle, "middle", &format!(" transform=\"rotate(-90 16 {middle:.1})\""), &self.y);
        for tick in &self.ticks {
            text(x_of(tick.at), HEIGHT - BOTTOM + 20.0, "middle", "", &tick.label);
        }
        for power in powers.0..=powers.1 {
            text(LEFT - 8.0, y_of(10f64.powi(power)) + 4.0, "end", "", &number(power));
        }
        let mut names: Vec<(f64, f64, &str)> = Vec::new();
        for line in &self.lines {
            if let Some((x, y)) = line.points.iter().rfind(has_place) {
                names.push((y_of(*y), x_of(*x), &line.name));
            }
        }
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = TOP;
        for (y, x, name) in names {
            let y = y.max(free);
            free = y + APART;
            text(x + 9.0, y + 4.0, "start", "", name);
        }
        for power in powers.0..=powers.1 {
            let y = y_of(10f64.powi(power));
            let end = WIDTH - RIGHT;
            let _ = writeln!(out, "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{end}\" y2=\"{y:.1}\"/>");
        }
        for tick in &self.ticks {
            let (x, end) = (x_of(tick.at), HEIGHT - BOTTOM);
            let _ = writeln!(out, "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{end}\"/>");
        }
        for (at, line) in self.lines.iter().enumerate() {
            let places = line.points.iter().filter(has_place);
            let places: Vec<String> = places.map(|(x, y)| format!("{:.1},{:.1}", x_of(*x), y_of(*y))).collect();
            let class = at % 3;
            let _ = writeln!(out, "<polyline class=\"line l{class}\" points=\"{}\"/>", places.join(" "));
            for place in &places {
                let (x, y) = place.split_once(',').unwrap_or_default();
                let _ = writeln!(out, "<circle class=\"dot l{class}\" cx=\"{x}\" cy=\"{y}\" r=\"2.5\"/>");
            }
        }
        out.push_str("</svg>\n");
        out
    }
}

/// A power of ten as people write it.
fn number(power: i32) -> String {
    if power < 0 {
        return format!("{:.*}", power.unsigned_abs() as usize, 10f64.powi(power));
    }
    let digits = format!("1{}", "0".repeat(power as usize));
    let parts: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|part| str::from_utf8(part).ok()).collect();
    parts.join(",")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(lines: Vec<Line>) -> Plot {
        let ticks = [1.0, 10.0, 100.0].map(|at| Tick { at, label: format!("{at} MB") });
        Plot { title: "a < b".into(), x: "size".into(), y: "time, s".into(), ticks: ticks.into(), lines }
    }

    #[test]
    fn what_grows_as_the_size_does_rises_evenly() {
        let points = vec![(1.0, 0.1), (10.0, 1.0), (100.0, 10.0)];
        let svg = plot(vec![Line { name: "a & b".into(), points }]).svg();
        let (_, rest) = svg.split_once("points=\"").unwrap();
        let (points, _) = rest.split_once('"').unwrap();
        let places: Vec<(f64, f64)> = points
            .split(' ')
            .map(|place| place.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap())
            .collect();
        let [a, b, c] = places[..] else { panic!("{places:?}") };
        assert!((b.0 - a.0 - (c.0 - b.0)).abs() < 0.2 && (b.1 - a.1 - (c.1 - b.1)).abs() < 0.2, "{places:?}");
        assert_eq!((a.0, a.1, c.0, c.1), (LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, TOP));
        for said in ["<title>a &lt; b</title>", ">a &amp; b</text>", ">time, s</text>", ">10 MB</text>", ">0.1</text>"]
        {
            assert!(svg.contains(said), "{said} in {svg}");
        }
    }

    #[test]
    fn what_has_no_place_is_left_out() {
        let points = vec![(1.0, 0.0), (10.0, f64::NAN), (0.0, 3.0)];
        let svg = plot(vec![Line { name: "none".into(), points }, Line { name: "empty".into(), points: vec![] }]).svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<circle"), "{svg}");
    }

    #[test]
    fn names_at_the_ends_keep_apart() {
        let line = |name: &str| Line { name: name.into(), points: vec![(1.0, 1.0), (100.0, 5.0)] };
        let svg = plot(vec![line("one"), line("two"), line("three")]).svg();
        let mut places: Vec<f64> = ["one", "two", "three"]
            .iter()
            .map(|name| {
                let line = svg.lines().find(|line| line.ends_with(&format!(">{name}</text>"))).unwrap();
                line.split("y=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
            })
            .collect();
        places.sort_by(f64::total_cmp);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= APART - 0.1), "{places:?}");
    }

    #[test]
    fn powers_are_written_out() {
        assert_eq!([-3, -1, 0, 2, 3, 6].map(number), ["0.001", "0.1", "1", "100", "1,000", "1,000,000"]);
    }
}
