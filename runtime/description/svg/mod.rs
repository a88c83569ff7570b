//! A picture of a graph, with a label on each edge.

mod boxes;
mod edges;

use super::graph::Graph;
use super::layout::{Item, Thing, layout};

/// How wide a letter is.
const LETTER: f64 = 7.3;
/// How high a line of text is.
const LINE: f64 = 15.0;
/// How high a box is: two lines of text, and some room.
const BOX: f64 = 40.0;
/// How far the picture reaches beyond what is in it.
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
                let (start, end) = drawing.rows[item.row];
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

/// A graph, and where its parts lie.
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
    /// Boxes stand in even rows, labels in odd ones.
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

    /// Where an item itself begins and ends on the way.
    fn ends(&self, item: usize) -> (f64, f64) {
        let (start, end) = self.rows[self.items[item].row];
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

    /// Left, top, width and height.
    fn frame(&self) -> [f64; 4] {
        let sides = |side: f64| self.items.iter().map(move |item| item.at + side * item.size / 2.0);
        let (least, most) =
            (sides(-1.0).fold(f64::INFINITY, f64::min), sides(1.0).fold(f64::NEG_INFINITY, f64::max));
        let last = self.rows.last().map_or(0.0, |(_, end)| *end) + BETWEEN;
        let ((left, top), (right, bottom)) = (self.position((0.0, least)), self.position((last, most)));
        [left - MARGIN, top - MARGIN, right - left + 2.0 * MARGIN, bottom - top + 2.0 * MARGIN]
    }

    /// Where on the paper it is so far on the way, and so far across.
    fn position(&self, (way, across): (f64, f64)) -> (f64, f64) {
        if self.is_level { (way, across) } else { (across, way) }
    }

    /// The same in a path.
    fn point(&self, point: (f64, f64)) -> String {
        let (x, y) = self.position(point);
        format!("{x:.1} {y:.1}")
    }
}

impl Label {
    /// How wide it is written.
    fn width(&self) -> f64 {
        let letters = match self {
            Label::Text(text) => text.chars().count(),
            Label::Values { forward, backward } => forward.chars().count().max(backward.chars().count()),
        };
        letters as f64 * LETTER + 6.0
    }
}

/// How wide the box of a value is.
fn box_width(graph: &Graph, value: usize) -> f64 {
    let value = &graph.values[value];
    let letters = value.name.chars().count().max(value.layer.unwrap_or("input").chars().count());
    letters as f64 * LETTER + 20.0
}

/// A text in an XML file.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
