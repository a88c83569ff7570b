//! Where items stand along their rows: what leads straight on stays straight, and all else is as near to the middle of what it is
//! joined with as its neighbours let it.

use super::{GAP, Item};

/// How often all lines are placed anew.
const SWEEPS: usize = 80;

/// Places the items of each row, in this order.
pub fn place(items: &mut [Item], rows: &[Vec<usize>]) {
    // Lines that cross cannot all be straight.
    let lines =
        Lines::new(items, rows, lines(items)).or_else(|| Lines::new(items, rows, (0..items.len()).collect()));
    let lines = lines.expect("no item stands before itself");
    let mut at = lines.placed(&vec![0.0; items.len()]);
    for _ in 0..SWEEPS {
        at = lines.placed(&lines.wished(items, &at));
    }
    for (item, line) in items.iter_mut().zip(&lines.of) {
        item.at = at[*line];
    }
}

/// The line of each item, by its first item: as far as one item leads to one that nothing else leads to.
fn lines(items: &[Item]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..items.len()).collect();
    let mut by_row: Vec<usize> = of.clone();
    by_row.sort_by_key(|item| items[*item].row);
    for item in by_row {
        if let [above] = items[item].above[..]
            && items[above].below.len() == 1
        {
            of[item] = of[above];
        }
    }
    of
}

/// Straight lines of items.
struct Lines {
    of: Vec<usize>,
    /// All lines, each behind those to its left.
    order: Vec<usize>,
    /// Of each line: those right beside it to its right, and how far apart they are at least.
    beside: Vec<Vec<(usize, f64)>>,
}

impl Lines {
    /// None, where a line would stand on both sides of another.
    fn new(items: &[Item], rows: &[Vec<usize>], of: Vec<usize>) -> Option<Self> {
        let (mut beside, mut before) = (vec![vec![]; of.len()], vec![0; of.len()]);
        for pair in rows.iter().flat_map(|row| row.windows(2)) {
            let apart = (items[pair[0]].size + items[pair[1]].size) / 2.0 + GAP;
            beside[of[pair[0]]].push((of[pair[1]], apart));
            before[of[pair[1]]] += 1;
        }
        let mut order: Vec<usize> = (0..of.len()).filter(|line| before[*line] == 0).collect();
        let mut done = 0;
        while let Some(line) = order.get(done).copied() {
            for (right, _) in &beside[line] {
                before[*right] -= 1;
                if before[*right] == 0 {
                    order.push(*right);
                }
            }
            done += 1;
        }
        (order.len() == of.len()).then_some(Lines { of, order, beside })
    }

    /// Where each line wishes to stand: half way to the middle of all that it is joined with.
    fn wished(&self, items: &[Item], at: &[f64]) -> Vec<f64> {
        let mut joined = vec![(0.0, 0.0); at.len()];
        for (item, line) in items.iter().zip(&self.of) {
            let others = item.above.iter().chain(&item.below).map(|other| self.of[*other]);
            for other in others.filter(|other| other != line) {
                let (sum, count) = &mut joined[*line];
                (*sum, *count) = (*sum + at[other], *count + 1.0);
            }
        }
        let half_way = |((sum, count), at): (&(f64, f64), &f64)| {
            if *count > 0.0 { (sum / count + at) / 2.0 } else { *at }
        };
        joined.iter().zip(at).map(half_way).collect()
    }

    /// Where the lines stand that wish to stand there: half way between pushing each other to the right and to the left, which keeps
    /// them apart, too.
    fn placed(&self, wished: &[f64]) -> Vec<f64> {
        let (mut pushed, mut pulled) = (wished.to_vec(), wished.to_vec());
        for line in &self.order {
            for (right, apart) in &self.beside[*line] {
                pushed[*right] = pushed[*right].max(pushed[*line] + apart);
            }
        }
        for line in self.order.iter().rev() {
            for (right, apart) in &self.beside[*line] {
                pulled[*line] = pulled[*line].min(pulled[*right] - apart);
            }
        }
        pushed.iter().zip(pulled).map(|(pushed, pulled)| (pushed + pulled) / 2.0).collect()
    }
}
