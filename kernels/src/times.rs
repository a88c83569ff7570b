//! The way back through a fully connected layer, shared out.

use std::ops::Range;

use crate::Kernels;
use crate::choice::Times;
use crate::lanes::Lanes;
use crate::scalars::{TILES, dispatch};
use crate::threads::{RowsOf, Share};

/// `dx = dy weight`: `dy` of rows of `k`, `weight` of `k` rows of `n`.
#[cfg(not(feature = "rayon"))]
pub fn times<T: Kernels + Lanes>(k: usize, n: usize, dy: &[T], weight: &[T], dx: &mut [T]) {
    by_samples(k, n, dy, weight, dx);
}

/// `dx = dy weight`: `dy` of rows of `k`, `weight` of `k` rows of `n`. Where the weight is no smaller than `dx`, each half of its outputs
/// by itself: so that of two threads neither reads what the other has just changed, nor changes what both have read.
#[cfg(feature = "rayon")]
pub fn times<T: Kernels + Lanes>(k: usize, n: usize, dy: &[T], weight: &[T], dx: &mut [T]) {
    use crate::scalars::OWNED;
    use crate::threads::{LEAST, own};

    /// How many numbers the sums of both halves may have. A thread keeps room for them once it has needed it.
    const ROOM: usize = 1 << 22;

    // It depends on the sizes alone, so that the sums are the same for any number of threads.
    let (m, middle) = (dx.len() / n, k / OWNED / 2 * OWNED);
    if m > k || middle == 0 || dx.len().saturating_mul(k) < 2 * LEAST || 2 * dx.len() > ROOM {
        by_samples(k, n, dy, weight, dx);
        return;
    }
    own::with(2 * dx.len(), |sums: &mut [T]| {
        // All samples of the first outputs, and then of the others.
        let share = Share { rows: 2 * m, cost: k * n / 2, step: TILES };
        share.run(RowsOf { entries: &mut *sums, width: n }, |rows, RowsOf { entries: sums, .. }| {
            let (first, others) = sums.split_at_mut(m.saturating_sub(rows.start).min(rows.len()) * n);
            let samples =
                |from: usize| rows.start.clamp(from, from + m) - from..rows.end.clamp(from, from + m) - from;
            for (outputs, samples, dx) in [(0..middle, samples(0), first), (middle..k, samples(m), others)] {
                some(outputs, samples, [k, n], dy, weight, dx);
            }
        });
        let (first, others) = sums.split_at(dx.len());
        Share::of_entries(dx.len()).run(dx, |entries, dx| {
            for ((dx, a), b) in dx.iter_mut().zip(&first[entries.clone()]).zip(&others[entries]) {
                *dx = *a + *b;
            }
        });
    });
}

/// Sample by sample.
fn by_samples<T: Kernels + Lanes>(k: usize, n: usize, dy: &[T], weight: &[T], dx: &mut [T]) {
    let share = Share { rows: dx.len() / n, cost: k * n, step: TILES };
    share.run(RowsOf { entries: dx, width: n }, |samples, RowsOf { entries: dx, .. }| {
        some(0..k, samples, [k, n], dy, weight, dx);
    });
}

/// What some outputs add to some samples.
fn some<T: Kernels + Lanes>(
    outputs: Range<usize>,
    samples: Range<usize>,
    [k, n]: [usize; 2],
    dy: &[T],
    weight: &[T],
    dx: &mut [T],
) {
    if samples.is_empty() {
        return;
    }
    let dy = &dy[samples.start * k + outputs.start..];
    let weight = &weight[outputs.start * n..outputs.end * n];
    dispatch(Times { k: outputs.len(), n, pitch: k, dy, weight, dx });
}
