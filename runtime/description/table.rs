use std::fmt::Write;

use crate::{Network, NodeInfo, Shape, Tape, Workspace};

/// The network in a line, a table of its nodes, and one of what they add up to, aligned for a terminal; Markdown shows them as
/// tables, too.
pub(crate) fn table<N: Network>() -> String {
    let head = ["node", "layer", "fed by", "output shape", "parameters", "multiply-adds", "backward"];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(N::INPUTS.iter().zip(N::INPUT_SHAPES).map(|(name, shape)| input(name, *shape)));
    rows.extend(N::NODES.iter().map(node));
    let [parameters, forward, backward] =
        [N::PARAMETERS, N::MULTIPLY_ADDS, N::BACKWARD_MULTIPLY_ADDS].map(|count| count.to_string());
    rows.push(["", "", "", "all", &parameters, &forward, &backward].map(str::to_owned));
    let mut table = format!("`{}` gives {}.\n\n", N::NAME, outputs::<N>());
    write_rows(&mut table, &rows, 4);
    table.push('\n');
    write_rows(&mut table, &totals::<N>(), 1);
    table
}

/// What a network gives: `[10]`, or each output with its name.
fn outputs<N: Network>() -> String {
    match (N::OUTPUTS, N::OUTPUT_SHAPES) {
        ([_], [shape]) => format!("`{shape}`"),
        (names, shapes) => {
            let each = names.iter().zip(shapes).map(|(name, shape)| format!("`{name}: {shape}`"));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

fn input(name: &str, shape: Shape) -> [String; 7] {
    let (name, shape) = (format!("`{name}`"), format!("`{shape}`"));
    let none = String::new;
    [name, "input".to_owned(), none(), shape, none(), none(), none()]
}

fn node(node: &NodeInfo) -> [String; 7] {
    let count = |count: usize| if count > 0 { count.to_string() } else { String::new() };
    let frozen = if node.parameters > 0 && node.trained == 0 { ", frozen" } else { "" };
    [
        format!("`{}`", node.name),
        format!("`{}`{frozen}", node.layer.replace('|', "\\|")),
        node.feeds.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        format!("`{}`", node.shapes.output()),
        count(node.parameters),
        count(node.multiply_adds),
        count(node.backward_multiply_adds),
    ]
}

/// What all nodes need together.
fn totals<N: Network>() -> Vec<[String; 2]> {
    let trained: usize = N::NODES.iter().map(|node| node.trained).sum();
    let (one, two) = (size_of::<Tape<N, 1>>(), size_of::<Tape<N, 2>>());
    let totals = [
        ("trained parameters", trained),
        ("frozen parameters", N::PARAMETERS - trained),
        ("bytes of the parameters", size_of::<N>()),
        ("bytes of the tape for 1 sample", one),
        ("bytes of the tape for each further sample", two - one),
        ("bytes of the workspace for 1 sample", size_of::<Workspace<N, 1>>()),
    ];
    let head = ["in all", ""].map(str::to_owned);
    [head].into_iter().chain(totals.map(|(what, count)| [what.to_owned(), count.to_string()])).collect()
}

/// A row for each, the first a head. Behind the first `left` columns stand numbers, which stand to the right.
fn write_rows<const COLUMNS: usize>(table: &mut String, rows: &[[String; COLUMNS]], left: usize) {
    let widths: [usize; COLUMNS] =
        std::array::from_fn(|i| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or(0).max(3));
    for (i, row) in rows.iter().enumerate() {
        for (j, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ =
                if j < left { write!(table, "| {cell:width$} ") } else { write!(table, "| {cell:>width$} ") };
        }
        table.push_str("|\n");
        if i == 0 {
            for (j, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(width - 1);
                let _ = if j < left { write!(table, "| {dashes}- ") } else { write!(table, "| {dashes}: ") };
            }
            table.push_str("|\n");
        }
    }
}
