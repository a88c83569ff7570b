//! Work that the threads of rayon's pool share, with the feature `rayon`. Without it, whoever asks does all of it.
//!
//! What is dealt out are rows of an output, or columns, each of which is computed as it would be alone. So its bits are the same
//! however many threads there are, and whichever of them computes it.

mod columns;
#[cfg(feature = "rayon")]
mod crew;
mod memory;
mod rows;

use std::ops::Range;

pub use columns::Columns;
#[cfg(feature = "rayon")]
pub use crew::together;
pub use memory::Lent;
#[cfg(feature = "rayon")]
pub use memory::own;
pub use rows::{Rows, RowsOf};

/// As many multiply-adds take about ten microseconds: what is smaller than twice that is not shared.
#[cfg(feature = "rayon")]
pub const LEAST: usize = 1 << 19;

/// What an entry costs, in multiply-adds, where each is read and written, and little is computed.
pub const ENTRY: usize = 16;

/// Does some work, whose parts no other thread shares.
#[cfg(not(feature = "rayon"))]
#[inline(always)]
pub fn together<R>(_multiply_adds: usize, work: impl FnOnce() -> R) -> R {
    work()
}

/// Rows that are dealt out, or columns.
#[derive(Clone, Copy)]
pub struct Share {
    /// How many there are.
    pub rows: usize,
    /// How many multiply-adds each takes, or what takes as long.
    pub cost: usize,
    /// They are dealt out in multiples of so many.
    pub step: usize,
}

impl Share {
    /// Entries, each of which is read and written, in multiples of the longest vector: what is behind the last one may be
    /// computed otherwise.
    pub const fn of_entries(entries: usize) -> Self {
        Share { rows: entries, cost: ENTRY, step: 16 }
    }

    /// Does `work` on all rows: which ones, and room for them.
    #[cfg(not(feature = "rayon"))]
    #[inline(always)]
    pub fn run<R: Rows>(self, room: R, work: impl Fn(Range<usize>, R) + Sync) {
        work(0..self.rows, room);
    }

    /// Does `work` on all rows, some of them on other threads: which ones, and room for them.
    #[cfg(feature = "rayon")]
    #[inline]
    pub fn run<R: Rows>(self, room: R, work: impl Fn(Range<usize>, R) + Sync) {
        let parts = (self.rows.saturating_mul(self.cost) / LEAST).min(self.rows / self.step);
        // The pool is not even asked for where there is nothing to share.
        let parts = if parts < 2 { 1 } else { parts.min(rayon::current_num_threads()) };
        self.deal(parts, 0..self.rows, room, &work);
    }

    /// The same code for all kinds of work, which is little of what there is to compile then.
    #[cfg(feature = "rayon")]
    fn deal<R: Rows>(
        self,
        parts: usize,
        rows: Range<usize>,
        room: R,
        work: &(dyn Fn(Range<usize>, R) + Sync),
    ) {
        if parts < 2 {
            work(rows, room);
            return;
        }
        let left = parts / 2;
        let count = rows.len() / self.step * left / parts * self.step;
        let middle = rows.start + count;
        let (first, others) = room.split(count);
        let others_done = crew::Done::default();
        rayon::join(
            || {
                crew::busy(|| {
                    self.deal(left, rows.start..middle, first, work);
                    others_done.wait();
                });
            },
            || {
                let _set = others_done.set_at_end();
                crew::busy(|| self.deal(parts - left, middle..rows.end, others, work));
            },
        );
    }
}

#[cfg(all(test, feature = "rayon"))]
mod tests {
    use super::*;

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    /// The parts that so many threads get of rows that cost so much.
    fn parts(threads: usize, share: Share) -> Vec<[usize; 2]> {
        let (parts, mut seen) = (std::sync::Mutex::new(vec![]), vec![0; share.rows * 3]);
        pool(threads).install(|| {
            share.run(RowsOf { entries: &mut seen, width: 3 }, |rows, room| {
                assert_eq!(room.entries.len(), 3 * rows.len());
                room.entries.iter_mut().for_each(|seen| *seen += 1);
                parts.lock().unwrap().push([rows.start, rows.end]);
            });
        });
        assert!(seen.iter().all(|seen| *seen == 1), "each row is computed once");
        let mut parts = parts.into_inner().unwrap();
        parts.sort();
        parts
    }

    #[test]
    fn deals_out_multiples_of_a_step() {
        assert_eq!(parts(1, Share { rows: 100, cost: LEAST, step: 12 }), [[0, 100]]);
        assert_eq!(parts(2, Share { rows: 100, cost: LEAST, step: 12 }), [[0, 48], [48, 100]]);
        assert_eq!(parts(3, Share { rows: 9, cost: LEAST, step: 1 }), [[0, 3], [3, 6], [6, 9]]);
    }

    #[test]
    fn deals_nothing_small_out() {
        assert_eq!(parts(4, Share { rows: 8, cost: LEAST / 8, step: 1 }), [[0, 8]]);
        assert_eq!(parts(4, Share { rows: 8, cost: LEAST / 4, step: 1 }), [[0, 4], [4, 8]]);
        assert_eq!(parts(4, Share { rows: 8, cost: LEAST, step: 6 }), [[0, 8]]);
        assert_eq!(parts(4, Share { rows: 0, cost: LEAST, step: 1 }), [[0, 0]]);
    }

    #[test]
    fn lends_memory_to_one_part_and_each_has_enough() {
        let mut memory = [0.0_f32; 5];
        pool(3).install(|| {
            let share = Share { rows: 12, cost: LEAST, step: 1 };
            share.run(Lent::new(&mut memory), |_, memory| {
                memory.with(5, |memory| {
                    // Whoever is waiting here shall not see what another part writes.
                    memory.fill(1.0);
                    rayon::yield_now();
                    own::with(7, |other: &mut [f64]| other.fill(2.0));
                    assert_eq!(memory, [1.0; 5]);
                });
            });
        });
    }
}
