use std::fmt::Write;

use super::layout::{Item, rows};
use crate::{Network, Shape};

const LETTER: f64 = 7.3;
const HEIGHT: f64 = 40.0;
const ROW: f64 = 78.0;
const MARGIN: f64 = 12.0;

/// A value: a box with two lines, and the shape below it.
struct Value {
    lines: [String; 2],
    shape: Shape,
    is_input: bool,
}

/// The graph as an SVG, with the shape of each value below its box.
pub(crate) fn picture<N: Network>() -> String {
    let (values, feeds) = (values::<N>(), feeds::<N>());
    let letters = |value: &Value| value.lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let widths: Vec<f64> = values.iter().map(|value| letters(value) as f64 * LETTER + 20.0).collect();
    let rows = rows(&feeds, &widths);
    let all = || rows.iter().flatten();
    let widest =
        values.iter().map(|value| value.shape.to_string().len()).max().unwrap_or(0) as f64 * LETTER + 6.0;
    let left =
        all().map(|item| item.x - (item.width / 2.0).max(widest)).fold(f64::INFINITY, f64::min) - MARGIN;
    // A shape may reach beyond its box.
    let right =
        all().map(|item| item.x + (item.width / 2.0).max(widest)).fold(f64::NEG_INFINITY, f64::max) + MARGIN;
    let (width, height) = (right - left, rows.len() as f64 * ROW + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left:.0} {:.0} {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"monospace\" font-size=\"12\" \
         text-anchor=\"middle\" fill=\"currentColor\" stroke=\"none\">\n<title>{}</title>\n",
        -MARGIN,
        N::NAME
    );
    for (i, row) in rows.iter().enumerate() {
        let top = i as f64 * ROW;
        for (j, item) in row.iter().enumerate() {
            for from in &item.from {
                let above = &rows[i - 1][*from];
                let start = top - ROW + if above.value.is_some() { HEIGHT } else { HEIGHT / 2.0 };
                let end = if item.value.is_some() { top } else { top + HEIGHT / 2.0 };
                let (middle, x, from) = ((start + end) / 2.0, item.x, above.x);
                let _ = writeln!(
                    svg,
                    "<path d=\"M{from:.1} {start:.1} C{from:.1} {middle:.1} {x:.1} {middle:.1} {x:.1} {end:.1}\" \
                     fill=\"none\" stroke=\"currentColor\"/>"
                );
            }
            let Some(value) = item.value.map(|value| &values[value]) else { continue };
            let below = rows.get(i + 1).into_iter().flatten().filter(|below| below.from.contains(&j));
            write_box(&mut svg, value, item, top, side(item.x, below.map(|below| below.x)));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn write_box(svg: &mut String, value: &Value, &Item { x, width, .. }: &Item, top: f64, side: Side) {
    let [name, layer] = value.lines.each_ref().map(|line| escaped(line));
    let dashes = if value.is_input { " stroke-dasharray=\"4 3\"" } else { "" };
    let _ = writeln!(
        svg,
        "<rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{HEIGHT}\" rx=\"6\" fill=\"currentColor\" \
         fill-opacity=\"0.06\" stroke=\"currentColor\"{dashes}/>",
        x - width / 2.0
    );
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{:.1}\" font-weight=\"bold\">{name}</text>", top + 17.0);
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{:.1}\">{layer}</text>", top + 32.0);
    write_shape(svg, value.shape, x, top + HEIGHT, side);
}

/// The shape of a value, where the edges that leave it leave room.
fn write_shape(svg: &mut String, shape: Shape, x: f64, bottom: f64, side: Side) {
    let (x, y, anchor) = match side {
        Side::Left => (x - 6.0, bottom + 16.0, "end"),
        Side::Right => (x + 6.0, bottom + 16.0, "start"),
        Side::Between => (x, bottom + 28.0, "middle"),
    };
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill-opacity=\"0.7\">{shape}</text>"
    );
}

/// Where the edges that leave a box leave room for its shape: they go to these places from `x`.
fn side(x: f64, to: impl Iterator<Item = f64> + Clone) -> Side {
    let (left, right) = (to.clone().any(|to| to < x - 1.0), to.clone().any(|to| to > x + 1.0));
    match (left, right) {
        (_, false) => Side::Right,
        (false, true) => Side::Left,
        (true, true) if to.clone().any(|to| (to - x).abs() <= 1.0) => Side::Right,
        (true, true) => Side::Between,
    }
}

enum Side {
    Left,
    Right,
    Between,
}

fn values<N: Network>() -> Vec<Value> {
    let inputs = N::INPUTS.iter().enumerate().map(|(i, name)| Value {
        lines: [(*name).to_owned(), "input".to_owned()],
        shape: N::SHAPES.input(i),
        is_input: true,
    });
    let nodes = N::NODES.iter().map(|node| Value {
        lines: [node.name.to_owned(), node.layer.to_owned()],
        shape: node.shapes.output(),
        is_input: false,
    });
    inputs.chain(nodes).collect()
}

/// The numbers of the values that feed each value.
fn feeds<N: Network>() -> Vec<Vec<usize>> {
    let names: Vec<&str> = N::INPUTS.iter().copied().chain(N::NODES.iter().map(|node| node.name)).collect();
    let number =
        |name: &&str| names.iter().position(|other| other == name).expect("a node is fed by what there is");
    let nodes = N::NODES.iter().map(|node| node.feeds.iter().map(number).collect());
    N::INPUTS.iter().map(|_| vec![]).chain(nodes).collect()
}

/// A text in an XML file.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
