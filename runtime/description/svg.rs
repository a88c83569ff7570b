//! A picture of a graph, with a label on each edge.

use std::fmt::Write;

use super::graph::Graph;
use super::layout::{Item, Thing, layout};

/// How wide a letter is.
const LETTER: f64 = 7.3;
/// How high a line of text is.
const LINE: f64 = 15.0;
/// How high a box is: two lines of text, and some room.
const BOX: f64 = 40.0;
const MARGIN: f64 = 12.0;
/// The least distance between two rows.
const BETWEEN: f64 = 18.0;
/// How long the head of an arrow is.
const HEAD: f64 = 7.0;
/// How far forward and backward are apart.
const APART: f64 = 3.5;

/// What stands on an edge.
pub enum Label {
    /// One text, in the line.
    Text(String),
    /// What goes forward, above the line, and what comes back, below another one.
    Values { forward: String, backward: String },
}

/// The picture of a graph, with a label for each edge: from above to below, or, with values, from left to right.
pub fn svg(title: &str, graph: &Graph, labels: &[Label]) -> String {
    let is_level = labels.iter().any(|label| matches!(label, Label::Values { .. }));
    let drawing = Drawing::new(graph, labels, is_level);
    let mut svg = String::new();
    for (i, item) in drawing.items.iter().enumerate() {
        for (j, above) in item.above.iter().enumerate() {
            drawing.write_edge(&mut svg, *above, i, j);
        }
    }
    for (i, item) in drawing.items.iter().enumerate() {
        match item.what {
            Some(what) if what < graph.values.len() => drawing.write_box(&mut svg, i, what),
            Some(what) => drawing.write_label(&mut svg, i, what - graph.values.len()),
            None => {
                let (start, end) = drawing.row(item.row);
                drawing.write_lines(&mut svg, &[(start, item.at), (end, item.at)]);
            }
        }
    }
    let [left, top, width, height] = drawing.frame();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left:.0} {top:.0} {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"monospace\" font-size=\"12\" \
         text-anchor=\"middle\" fill=\"currentColor\" stroke=\"none\">\n<title>{}</title>\n{svg}</svg>\n",
        escaped(title)
    )
}

struct Drawing<'a> {
    graph: &'a Graph,
    labels: &'a [Label],
    /// Whether it goes from left to right, and not down.
    is_level: bool,
    items: Vec<Item>,
    /// Where each row begins and ends on the way.
    rows: Vec<(f64, f64)>,
}

impl<'a> Drawing<'a> {
    fn new(graph: &'a Graph, labels: &'a [Label], is_level: bool) -> Self {
        let (levels, boxes) = (graph.levels(), graph.values.len());
        let mut things: Vec<Thing> = vec![];
        for (i, level) in levels.iter().enumerate() {
            let edges = graph.edges.iter().enumerate().filter(|(_, edge)| edge.to == Some(i));
            let from = edges.map(|(edge, _)| boxes + edge).collect();
            let size = if is_level { BOX } else { box_width(graph, i) };
            things.push(Thing { row: 2 * level, size, from });
        }
        for (edge, label) in graph.edges.iter().zip(labels) {
            let size = if is_level { 2.0 * LINE + 4.0 } else { label.width() };
            things.push(Thing { row: 2 * levels[edge.from] + 1, size, from: vec![edge.from] });
        }
        let mut drawing = Drawing { graph, labels, is_level, items: layout(&things), rows: vec![] };
        drawing.rows = drawing.place_rows();
        drawing
    }

    /// Rows are as far apart as the bends of the edges between them need.
    fn place_rows(&self) -> Vec<(f64, f64)> {
        let count = self.items.iter().map(|item| item.row + 1).max().unwrap_or(0);
        let (mut rows, mut end) = (vec![], 0.0);
        for row in 0..count {
            let items = || self.items.iter().enumerate().filter(|(_, item)| item.row == row);
            let bends = items()
                .flat_map(|(_, item)| item.above.iter().map(|above| (self.items[*above].at - item.at).abs()));
            let slope = if self.is_level { 0.3 } else { 0.12 };
            let between = (BETWEEN + slope * bends.fold(0.0, f64::max)).min(3.0 * BETWEEN);
            let start = if row > 0 { end + between } else { 0.0 };
            end = start + items().map(|(i, _)| self.length(i)).fold(0.0, f64::max);
            rows.push((start, end));
        }
        rows
    }

    /// How much room an item takes on the way.
    fn length(&self, item: usize) -> f64 {
        match self.items[item].what {
            Some(what) if what < self.graph.values.len() => {
                if self.is_level {
                    box_width(self.graph, what)
                } else {
                    BOX
                }
            }
            Some(what) if self.is_level => self.labels[what - self.graph.values.len()].width(),
            Some(_) => LINE,
            None => 0.0,
        }
    }

    fn row(&self, row: usize) -> (f64, f64) {
        self.rows[row]
    }

    /// Where an item itself begins and ends on the way.
    fn ends(&self, item: usize) -> (f64, f64) {
        let (start, end) = self.row(self.items[item].row);
        match self.items[item].what {
            None => (start, end),
            // A line of values goes through its label.
            Some(what) if self.is_level && what >= self.graph.values.len() => (start, end),
            Some(_) => {
                let (middle, half) = ((start + end) / 2.0, self.length(item) / 2.0);
                (middle - half, middle + half)
            }
        }
    }

    /// Where the edges of an item come in or go out: side by side, in the order of where they come from or go to.
    fn port(&self, item: usize, others: &[usize], number: usize) -> f64 {
        let Item { at, size, .. } = self.items[item];
        let at_of = |i: usize| (self.items[others[i]].at, i);
        let before = (0..others.len()).filter(|other| at_of(*other) < at_of(number)).count();
        let step = (size / others.len() as f64).min(if self.is_level { 22.0 } else { 28.0 });
        at + (before as f64 - (others.len() as f64 - 1.0) / 2.0) * step
    }

    /// The edge to an item from number `number` above it.
    fn write_edge(&self, svg: &mut String, above: usize, item: usize, number: usize) {
        let (from, to) = (&self.items[above], &self.items[item]);
        let out = from.below.iter().position(|below| *below == item);
        let start = self.port(above, &from.below, out.unwrap_or(0));
        let end = self.port(item, &to.above, number);
        let is_box = |item: &Item| item.what.is_some_and(|what| what < self.graph.values.len());
        let points = [
            (self.ends(above).1, start),
            (self.row(from.row).1, start),
            (self.row(to.row).0, end),
            (self.ends(item).0, end),
        ];
        for (shift, is_back, style) in self.strands() {
            let points = points.map(|(way, across)| (way, across + shift));
            let [first, leave, arrive, last] = self.shortened(points, is_back, is_box(from), is_box(to));
            // Forward and backward stay apart also where they run across.
            let slant = ((arrive.1 - leave.1) / 30.0).clamp(-1.0, 1.0);
            let middle = (leave.0 + arrive.0) / 2.0 - 4.0 / 3.0 * shift * slant;
            let [first_point, leave_point, b, c, arrive_point, last_point] =
                [first, leave, (middle, leave.1), (middle, arrive.1), arrive, last]
                    .map(|point| self.point(point));
            let _ = writeln!(
                svg,
                "<path d=\"M{first_point} L{leave_point} C{b} {c} {arrive_point} L{last_point}\" fill=\"none\" {style}/>"
            );
            match is_back {
                false if is_box(to) => self.write_head(svg, points[3], 1.0, style),
                true if is_box(from) => self.write_head(svg, points[0], -1.0, style),
                _ => {}
            }
        }
    }

    /// A line ends where the head of its arrow begins.
    fn shortened(&self, mut points: [(f64, f64); 4], is_back: bool, from: bool, to: bool) -> [(f64, f64); 4] {
        match is_back {
            false if to => {
                points[3].0 -= HEAD;
                points[2].0 = points[2].0.min(points[3].0);
            }
            true if from => {
                points[0].0 += HEAD;
                points[1].0 = points[1].0.max(points[0].0);
            }
            _ => {}
        }
        points
    }

    /// What an edge is drawn as: how far aside, whether back, and in which colour.
    fn strands(&self) -> Vec<(f64, bool, &'static str)> {
        const FORWARD: &str = "stroke=\"currentColor\"";
        const BACKWARD: &str = "stroke=\"#d6336c\"";
        match self.is_level {
            true => vec![(-APART, false, FORWARD), (APART, true, BACKWARD)],
            false => vec![(0.0, false, FORWARD)],
        }
    }

    fn write_lines(&self, svg: &mut String, points: &[(f64, f64); 2]) {
        for (shift, _, style) in self.strands() {
            let [start, end] = points.map(|(way, across)| self.point((way, across + shift)));
            if points[0].0 < points[1].0 {
                let _ = writeln!(svg, "<path d=\"M{start} L{end}\" fill=\"none\" {style}/>");
            }
        }
    }

    /// The head of an arrow that ends here.
    fn write_head(&self, svg: &mut String, (way, across): (f64, f64), direction: f64, style: &str) {
        let back = way - direction * HEAD;
        let [tip, left, right] =
            [(way, across), (back, across - 3.5), (back, across + 3.5)].map(|point| self.point(point));
        let fill = style.replace("stroke", "fill");
        let _ = writeln!(svg, "<path d=\"M{tip} L{left} L{right} Z\" {fill}/>");
    }

    fn write_box(&self, svg: &mut String, item: usize, value: usize) {
        let (start, end) = self.ends(item);
        let (width, value) = (box_width(self.graph, value), &self.graph.values[value]);
        let (x, y) = self.position(((start + end) / 2.0, self.items[item].at));
        let dashes = if value.layer.is_none() { " stroke-dasharray=\"4 3\"" } else { "" };
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{BOX}\" rx=\"6\" fill=\"currentColor\" \
             fill-opacity=\"0.06\" stroke=\"currentColor\"{dashes}/>",
            x - width / 2.0,
            y - BOX / 2.0
        );
        write_text(svg, (x, y - 3.0), value.name, " font-weight=\"bold\"");
        write_text(svg, (x, y + 12.0), value.layer.unwrap_or("input"), "");
    }

    /// A label, and, where the edge leads out of the network, the rest of it.
    fn write_label(&self, svg: &mut String, item: usize, edge: usize) {
        let ((start, end), at) = (self.ends(item), self.items[item].at);
        let (x, y) = self.position(((start + end) / 2.0, at));
        match &self.labels[edge] {
            Label::Text(text) => write_text(svg, (x, y + 4.0), text, " fill-opacity=\"0.75\""),
            Label::Values { forward, backward } => {
                self.write_lines(svg, &[(start, at), (end, at)]);
                write_text(svg, (x, y - APART - 5.0), forward, "");
                write_text(svg, (x, y + APART + 14.0), backward, " fill=\"#d6336c\"");
            }
        }
        if self.graph.edges[edge].to.is_none() {
            let tip = end + BETWEEN - 2.0;
            for (shift, is_back, style) in self.strands() {
                let at = at + shift;
                let stop = if is_back { tip } else { tip - HEAD };
                let [from, to] = [(end, at), (stop, at)].map(|point| self.point(point));
                let _ = writeln!(svg, "<path d=\"M{from} L{to}\" fill=\"none\" {style}/>");
                if !is_back {
                    self.write_head(svg, (tip, at), 1.0, style);
                }
            }
        }
    }

    /// Left, top, width and height.
    fn frame(&self) -> [f64; 4] {
        let sides = |side: f64| self.items.iter().map(move |item| item.at + side * item.size / 2.0);
        let (least, most) =
            (sides(-1.0).fold(f64::INFINITY, f64::min), sides(1.0).fold(f64::NEG_INFINITY, f64::max));
        let last = self.rows.last().map_or(0.0, |(_, end)| *end) + BETWEEN;
        let ((left, top), (right, bottom)) = (self.position((0.0, least)), self.position((last, most)));
        [left - MARGIN, top - MARGIN, right - left + 2.0 * MARGIN, bottom - top + 2.0 * MARGIN]
    }

    /// Where it is on the paper: so far on the way, and so far across.
    fn position(&self, (way, across): (f64, f64)) -> (f64, f64) {
        if self.is_level { (way, across) } else { (across, way) }
    }

    fn point(&self, point: (f64, f64)) -> String {
        let (x, y) = self.position(point);
        format!("{x:.1} {y:.1}")
    }
}

impl Label {
    fn width(&self) -> f64 {
        let letters = match self {
            Label::Text(text) => text.chars().count(),
            Label::Values { forward, backward } => forward.chars().count().max(backward.chars().count()),
        };
        letters as f64 * LETTER + 6.0
    }
}

fn box_width(graph: &Graph, value: usize) -> f64 {
    let value = &graph.values[value];
    let letters = value.name.chars().count().max(value.layer.unwrap_or("input").chars().count());
    letters as f64 * LETTER + 20.0
}

fn write_text(svg: &mut String, (x, y): (f64, f64), text: &str, style: &str) {
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\"{style}>{}</text>", escaped(text));
}

/// A text in an XML file.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
