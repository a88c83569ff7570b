use std::fmt::Write;

use crate::{Network, NodeInfo, Shape};

/// The network in a line, and a table of its nodes, aligned for a terminal; Markdown shows it as a table, too.
pub(crate) fn table<N: Network>() -> String {
    let mut rows =
        vec![["node", "layer", "fed by", "gives", "parameters", "multiply-adds"].map(str::to_owned)];
    rows.extend(N::INPUTS.iter().enumerate().map(|(i, name)| input(name, N::SHAPES.input(i))));
    rows.extend(N::NODES.iter().map(node));
    let [parameters, multiply_adds] = [N::PARAMETERS, N::MULTIPLY_ADDS].map(|count| count.to_string());
    rows.push(["", "", "", "all", &parameters, &multiply_adds].map(str::to_owned));
    let mut table = format!("`{}` gives {}.\n\n", N::NAME, outputs::<N>());
    write_rows(&mut table, &rows);
    table
}

/// What a network gives: `[10]`, or each output with its name.
fn outputs<N: Network>() -> String {
    let shape = |name: &&str| {
        let node = N::NODES.iter().find(|node| node.name == *name);
        node.map_or(Shape::scalar(), |node| node.shapes.output())
    };
    match N::OUTPUTS {
        [output] => format!("`{}`", shape(output)),
        outputs => {
            let each = outputs.iter().map(|name| format!("`{name}: {}`", shape(name)));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

fn input(name: &str, shape: Shape) -> [String; 6] {
    let (name, shape) = (format!("`{name}`"), format!("`{shape}`"));
    [name, "input".to_owned(), String::new(), shape, String::new(), String::new()]
}

fn node(node: &NodeInfo) -> [String; 6] {
    let count = |count: usize| if count > 0 { count.to_string() } else { String::new() };
    [
        format!("`{}`", node.name),
        format!("`{}`", node.layer.replace('|', "\\|")),
        node.feeds.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        format!("`{}`", node.shapes.output()),
        count(node.parameters),
        count(node.multiply_adds),
    ]
}

/// Numbers stand to the right.
fn write_rows(table: &mut String, rows: &[[String; 6]]) {
    let widths: [usize; 6] =
        std::array::from_fn(|i| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or(0).max(3));
    for (i, row) in rows.iter().enumerate() {
        for (j, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ = match j {
                0..4 => write!(table, "| {cell:width$} "),
                _ => write!(table, "| {cell:>width$} "),
            };
        }
        table.push_str("|\n");
        if i == 0 {
            for (j, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(width - 1);
                let _ = if j < 4 { write!(table, "| {dashes}- ") } else { write!(table, "| {dashes}: ") };
            }
            table.push_str("|\n");
        }
    }
}
