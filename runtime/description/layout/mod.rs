//! Where boxes and labels lie: in rows, each below all that leads to it, so that no edge crosses one of them (the way of Sugiyama,
//! Tagawa and Toda).

mod order;
mod place;

/// What lies in a row: a box, a label, or an edge on its way past.
#[derive(Debug)]
pub struct Item {
    /// The number of the box or label; none for an edge.
    pub what: Option<usize>,
    pub row: usize,
    /// How much room it takes along its row.
    pub size: f64,
    /// The items of the row above that lead here.
    pub above: Vec<usize>,
    /// The items of the row below to which this leads.
    pub below: Vec<usize>,
    /// Where its middle is along its row.
    pub at: f64,
}

/// What is to be placed: its row, and how much room it takes there.
pub struct Thing {
    pub row: usize,
    pub size: f64,
    /// The things that lead here, each in a row above.
    pub from: Vec<usize>,
}

/// The least distance between two items of a row.
pub const GAP: f64 = 20.0;

/// The items, things first.
pub fn layout(things: &[Thing]) -> Vec<Item> {
    let item = |what, row, size| Item { what, row, size, above: vec![], below: vec![], at: 0.0 };
    let mut items: Vec<Item> =
        things.iter().enumerate().map(|(i, thing)| item(Some(i), thing.row, thing.size)).collect();
    for (i, thing) in things.iter().enumerate() {
        for from in &thing.from {
            let mut above = *from;
            for row in things[*from].row + 1..thing.row {
                items.push(item(None, row, 0.0));
                let passing = items.len() - 1;
                join(&mut items, above, passing);
                above = passing;
            }
            join(&mut items, above, i);
        }
    }
    let mut rows: Vec<Vec<usize>> = vec![];
    for (i, item) in items.iter().enumerate() {
        rows.resize(rows.len().max(item.row + 1), vec![]);
        rows[item.row].push(i);
    }
    order::order(&items, &mut rows);
    place::place(&mut items, &rows);
    items
}

fn join(items: &mut [Item], above: usize, below: usize) {
    items[above].below.push(below);
    items[below].above.push(above);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some of the graphs of six values in which each is fed by one or two of those before it.
    fn graphs() -> impl Iterator<Item = Vec<Thing>> {
        let sizes = [80.0, 120.0, 60.0, 90.0, 100.0, 70.0];
        (0..4 * 9 * 16 * 25).step_by(23).map(move |mut number: usize| {
            let mut things: Vec<Thing> = vec![];
            for before in 0..6 {
                let (a, b) = match before {
                    0 => (0, 0),
                    _ => (number % before, number / before % before),
                };
                number /= before.max(1) * before.max(1);
                let from = if before == 0 { vec![] } else { vec![a, b] };
                let row = from.iter().map(|from| things[*from].row + 1).max().unwrap_or(0);
                things.push(Thing { row, size: sizes[before], from });
            }
            things
        })
    }

    #[test]
    fn no_item_overlaps_another_and_edges_lead_from_row_to_row() {
        for things in graphs() {
            let items = layout(&things);
            for a in &items {
                for b in &items {
                    let apart = (a.at - b.at).abs() - (a.size + b.size) / 2.0;
                    assert!(a.row != b.row || std::ptr::eq(a, b) || apart > GAP - 1e-6, "{a:?} and {b:?}");
                }
                assert!(a.above.iter().all(|above| items[*above].row + 1 == a.row));
            }
            // Up along the edges from each thing lie those that lead to it.
            for (i, thing) in things.iter().enumerate() {
                let found: Vec<_> = items[i].above.iter().map(|above| origin(&items, *above)).collect();
                assert_eq!(found, thing.from);
            }
        }
    }

    /// The thing from which an edge comes.
    fn origin(items: &[Item], item: usize) -> usize {
        items[item].what.unwrap_or_else(|| origin(items, items[item].above[0]))
    }

    #[test]
    fn what_leads_straight_down_is_drawn_straight_and_a_tree_without_crossings() {
        let thing = |row, from: &[usize]| Thing { row, size: 50.0, from: from.to_vec() };
        let chain = layout(&[thing(0, &[]), thing(1, &[0]), thing(2, &[1])]);
        assert!(chain.iter().all(|item| item.at.abs() < 1e-6), "{chain:?}");
        // The second feeds the first of the row below.
        let tree = layout(&[
            thing(0, &[]),
            thing(0, &[]),
            thing(0, &[]),
            thing(1, &[1]),
            thing(1, &[0]),
            thing(1, &[2]),
            thing(2, &[4, 3]),
        ]);
        let side = |a: usize, b: usize| tree[a].at < tree[b].at;
        assert_eq!(side(0, 1), side(4, 3), "{tree:?}");
        assert!((tree[4].at - tree[0].at).abs() < 1e-6 && (tree[3].at - tree[1].at).abs() < 1e-6);
    }
}
