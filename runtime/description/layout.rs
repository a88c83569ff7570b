//! Where the boxes of a graph lie: in rows, each below all that feeds it.

/// What lies in a row: a box, or an edge on its way past.
pub struct Item {
    /// The value of the box; none for an edge.
    pub value: Option<usize>,
    /// The items of the row above that lead here.
    pub from: Vec<usize>,
    pub width: f64,
    /// Its middle.
    pub x: f64,
}

/// The least distance between two items.
const GAP: f64 = 24.0;

/// The rows of a graph whose value `i` is fed by `feeds[i]`, each of which is less than `i`.
pub fn rows(feeds: &[Vec<usize>], widths: &[f64]) -> Vec<Vec<Item>> {
    let mut row_of: Vec<usize> = vec![];
    for feeds in feeds {
        row_of.push(feeds.iter().map(|feed| row_of[*feed] + 1).max().unwrap_or(0));
    }
    let count = row_of.iter().max().map_or(0, |last| last + 1);
    let mut rows: Vec<Vec<Item>> = (0..count).map(|_| vec![]).collect();
    // Where each value can be read in the row that is written last.
    let mut place: Vec<usize> = vec![0; feeds.len()];
    for row in 0..count {
        let boxes = (0..feeds.len()).filter(|value| row_of[*value] == row);
        let mut items: Vec<Item> = boxes
            .map(|value| Item {
                value: Some(value),
                from: feeds[value].iter().map(|feed| place[*feed]).collect(),
                width: widths[value],
                x: 0.0,
            })
            .collect();
        let passes = |value: &usize| {
            row_of[*value] < row
                && (0..feeds.len()).any(|reader| row_of[reader] > row && feeds[reader].contains(value))
        };
        let passing: Vec<usize> = (0..feeds.len()).filter(passes).collect();
        items.extend(passing.iter().map(|value| Item {
            value: None,
            from: vec![place[*value]],
            width: 0.0,
            x: 0.0,
        }));
        let boxes = items.len() - passing.len();
        let order = place_items(&mut items, row.checked_sub(1).map(|above| &rows[above][..]));
        // The items are sorted; say where each value went.
        for (now, before) in order.iter().enumerate() {
            match before.checked_sub(boxes) {
                Some(edge) => place[passing[edge]] = now,
                None => {
                    let value = items[now].value.expect("the first items are boxes");
                    place[value] = now;
                }
            }
        }
        rows[row] = items;
    }
    rows
}

/// Places each item below the mean of what leads to it, as near as its neighbours let it; returns the order they are in now.
fn place_items(items: &mut Vec<Item>, above: Option<&[Item]>) -> Vec<usize> {
    for (i, item) in items.iter_mut().enumerate() {
        item.x = match above {
            Some(above) if !item.from.is_empty() => {
                item.from.iter().map(|from| above[*from].x).sum::<f64>() / item.from.len() as f64
            }
            // What nothing feeds stands in the order in which it is declared.
            _ => i as f64,
        };
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|a, b| items[*a].x.total_cmp(&items[*b].x));
    let mut sorted: Vec<Item> = vec![];
    let mut taken: Vec<Option<Item>> = std::mem::take(items).into_iter().map(Some).collect();
    for i in &order {
        sorted.push(taken[*i].take().expect("an order names each once"));
    }
    let wished: f64 = sorted.iter().map(|item| item.x).sum();
    for i in 1..sorted.len() {
        let least = sorted[i - 1].x + (sorted[i - 1].width + sorted[i].width) / 2.0 + GAP;
        sorted[i].x = sorted[i].x.max(least);
    }
    // Whoever had to go aside went to the right: all go back by as much on the average.
    let back = (sorted.iter().map(|item| item.x).sum::<f64>() - wished) / sorted.len().max(1) as f64;
    sorted.iter_mut().for_each(|item| item.x -= back);
    *items = sorted;
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every graph of six values in which each is fed by one or two of those before it.
    fn graphs() -> impl Iterator<Item = Vec<Vec<usize>>> {
        (0..4 * 9 * 16 * 25).map(|mut number| {
            let mut feeds = vec![vec![], vec![0]];
            for before in 2..6 {
                let (a, b) = (number % before, number / before % before);
                number /= before * before;
                feeds.push(if a == b { vec![a] } else { vec![a, b] });
            }
            feeds
        })
    }

    #[test]
    fn no_item_overlaps_another_and_each_lies_below_what_feeds_it() {
        let widths = [80.0, 120.0, 60.0, 90.0, 100.0, 70.0];
        for feeds in graphs() {
            let rows = rows(&feeds, &widths);
            for row in &rows {
                for pair in row.windows(2) {
                    let apart = pair[1].x - pair[0].x - (pair[0].width + pair[1].width) / 2.0;
                    assert!(apart > GAP - 1e-9, "{apart} in {feeds:?}");
                }
            }
            // Up along the edges from each box lie the values that feed it.
            for (i, row) in rows.iter().enumerate() {
                for item in row.iter().filter(|item| item.value.is_some()) {
                    let value = item.value.unwrap();
                    let found: Vec<usize> = item.from.iter().map(|from| above(&rows, i, *from)).collect();
                    assert_eq!(found, feeds[value], "value {value} of {feeds:?}");
                }
            }
            let boxes = rows.iter().flatten().filter(|item| item.value.is_some()).count();
            assert_eq!(boxes, feeds.len());
        }
    }

    /// The value of the box from which an edge comes.
    fn above(rows: &[Vec<Item>], row: usize, from: usize) -> usize {
        let item = &rows[row - 1][from];
        item.value.unwrap_or_else(|| above(rows, row - 1, item.from[0]))
    }
}
