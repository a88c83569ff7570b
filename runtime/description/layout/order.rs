//! In which order items stand in their rows: each near to those it is joined with, so that few edges cross.

use super::Item;

/// How often all rows are sorted; more changes little.
const SWEEPS: usize = 8;

/// Sorts the items of each row.
pub fn order(items: &[Item], rows: &mut Vec<Vec<usize>>) {
    let mut best = (crossings(items, rows), rows.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        // By those above on the way down, by those below on the way up.
        for i in 0..rows.len() {
            let i = if sweep % 2 == 0 { i } else { rows.len() - 1 - i };
            let places = places(items, rows);
            let mean = |item: &usize| {
                let others = if sweep % 2 == 0 { &items[*item].above } else { &items[*item].below };
                match others.len() {
                    0 => places[*item],
                    count => others.iter().map(|other| places[*other]).sum::<f64>() / count as f64,
                }
            };
            rows[i].sort_by(|a, b| mean(a).total_cmp(&mean(b)));
        }
        let found = crossings(items, rows);
        if found < best.0 {
            best = (found, rows.clone());
        }
    }
    *rows = best.1;
}

/// The place of each item in its row, from 0 for the first to 1 for the last.
fn places(items: &[Item], rows: &[Vec<usize>]) -> Vec<f64> {
    let mut places = vec![0.0; items.len()];
    for row in rows {
        for (i, item) in row.iter().enumerate() {
            places[*item] = (i as f64 + 0.5) / row.len() as f64;
        }
    }
    places
}

/// How many pairs of edges cross.
fn crossings(items: &[Item], rows: &[Vec<usize>]) -> usize {
    let places = places(items, rows);
    let mut count = 0;
    for row in rows {
        let edges =
            row.iter().flat_map(|item| items[*item].above.iter().map(|above| (places[*above], *item)));
        let edges: Vec<_> = edges.collect();
        for (i, (above, item)) in edges.iter().enumerate() {
            // Those before end further to the left, or in the same item.
            count += edges[..i].iter().filter(|(before, other)| before > above && other != item).count();
        }
    }
    count
}
