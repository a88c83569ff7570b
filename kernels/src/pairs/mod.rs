//! Windows of two by two pixels side by side, which most networks pool by: the same as any windows, but several at a time.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::threads::{ENTRY, RowsOf, Share};

/// A scalar of whose windows several are looked at together.
pub trait Pairs: PartialOrd + Copy + Send + Sync {
    /// The same as [`pool_one_by_one`], if the machine has vectors for it.
    fn pool_vectors(samples: Samples<'_, Self>) -> Option<bool>;
    /// The same as [`unpool_one_by_one`], or what is given back, if the machine has no vectors for it.
    fn unpool_vectors(given: Given<'_, Self>) -> Result<(), Given<'_, Self>>;
}

/// The pixels of samples, `columns` windows in a row and `len` in a sample, and room for the largest of each window and for their
/// places in the sample: exactly as many as there are windows.
pub struct Samples<'a, T> {
    pub columns: usize,
    pub len: usize,
    pub x: &'a [T],
    pub y: &'a mut [T],
    pub places: Option<&'a mut [u32]>,
}

/// The gradient of the largest pixels of samples, their places, and room for the gradient of all pixels.
pub struct Given<'a, T> {
    pub columns: usize,
    pub len: usize,
    pub dy: &'a [T],
    pub places: &'a [u32],
    pub dx: &'a mut [T],
}

/// The largest of the pixels and, where they are asked for, their places, in a batch whose samples have `len` windows. Says
/// whether all pixels are numbers; else what was written is wrong.
pub fn pool_batch<T: Pairs>(
    columns: usize,
    len: usize,
    x: &[T],
    y: &mut [T],
    places: Option<&mut [u32]>,
) -> bool {
    let share = Share { rows: y.len() / len, cost: 4 * len * ENTRY, step: 1 };
    let places = places.map(|places| RowsOf { entries: places, width: len });
    let all_are_numbers = AtomicBool::new(true);
    share.run((RowsOf { entries: y, width: len }, places), |rows, (y, places)| {
        let x = &x[rows.start * 4 * len..rows.end * 4 * len];
        let samples = Samples { columns, len, x, y: y.entries, places: places.map(|places| places.entries) };
        if !pool(samples) {
            all_are_numbers.store(false, Relaxed);
        }
    });
    all_are_numbers.into_inner()
}

/// The way back, for a batch whose samples have `len` windows.
pub fn unpool_batch<T: Pairs + Default>(columns: usize, len: usize, dy: &[T], places: &[u32], dx: &mut [T]) {
    let share = Share { rows: dy.len() / len, cost: 4 * len * ENTRY, step: 1 };
    share.run(RowsOf { entries: dx, width: 4 * len }, |rows, dx| {
        let windows = rows.start * len..rows.end * len;
        let given =
            Given { columns, len, dy: &dy[windows.clone()], places: &places[windows], dx: dx.entries };
        if let Err(given) = T::unpool_vectors(given) {
            unpool_one_by_one(given);
        }
    });
}

fn unpool_one_by_one<T: Pairs + Default>(Given { len, dy, places, dx, .. }: Given<'_, T>) {
    dx.fill(T::default());
    let windows = dy.chunks_exact(len).zip(places.chunks_exact(len));
    for (dx, (dy, places)) in dx.chunks_exact_mut(4 * len).zip(windows) {
        for (dy, place) in dy.iter().zip(places) {
            dx[*place as usize] = *dy;
        }
    }
}

impl<T> Samples<'_, T> {
    /// Goes through `LANES` windows at a time: the pixels above and below, where the first of them is, and room for what is found.
    /// The last ones of a row cover, if need be, a part of it once more.
    #[inline(always)]
    fn each_block<const LANES: usize>(
        self,
        mut look: impl FnMut(&[[T; 2]; LANES], &[[T; 2]; LANES], u32, &mut [T; LANES], Option<&mut [u32; LANES]>),
    ) {
        let Samples { columns, len, x, y, mut places } = self;
        let lines = len / columns;
        let pairs = x.as_chunks::<2>().0.chunks_exact(2 * columns);
        for (line, (pairs, y)) in pairs.zip(y.chunks_exact_mut(columns)).enumerate() {
            let (upper, lower) = pairs.split_at(columns);
            for first in (0..columns).step_by(LANES) {
                let first = first.min(columns - LANES);
                look(
                    block(upper, first),
                    block(lower, first),
                    (line % lines * 4 * columns + 2 * first) as u32,
                    block_mut(y, first),
                    places.as_deref_mut().map(|places| block_mut(places, line * columns + first)),
                );
            }
        }
    }
}

#[inline(always)]
fn block<T, const LANES: usize>(row: &[T], first: usize) -> &[T; LANES] {
    row[first..].first_chunk().expect("a block lies in its row")
}

#[inline(always)]
fn block_mut<T, const LANES: usize>(row: &mut [T], first: usize) -> &mut [T; LANES] {
    row[first..].first_chunk_mut().expect("a block lies in its row")
}

fn pool<T: Pairs>(mut samples: Samples<'_, T>) -> bool {
    let Samples { columns, len, x, y, places } = &mut samples;
    let places = places.as_deref_mut();
    debug_assert!(x.len() == 4 * y.len() && places.as_ref().is_none_or(|places| places.len() == y.len()));
    T::pool_vectors(Samples { columns: *columns, len: *len, x, y, places })
        .unwrap_or_else(|| pool_one_by_one(samples))
}

fn pool_one_by_one<T: Pairs>(samples: Samples<'_, T>) -> bool {
    let (down, mut are_numbers) = (2 * samples.columns as u32, true);
    samples.each_block::<1>(|[[a, b]], [[c, d]], place, y, places| {
        // Of several the first.
        let (top, bottom) = (if b > a { b } else { a }, if d > c { d } else { c });
        let is_below = bottom > top;
        y[0] = if is_below { *bottom } else { *top };
        if let Some(places) = places {
            places[0] = place + if is_below { down + u32::from(d > c) } else { u32::from(b > a) };
        }
        // What is not a number is neither smaller nor larger nor equal.
        are_numbers &= ((a <= b) | (b <= a)) & ((c <= d) | (d <= c));
    });
    are_numbers
}

#[cfg(not(target_arch = "x86_64"))]
mod anywhere {
    use super::{Given, Pairs, Samples};

    impl Pairs for f32 {
        fn pool_vectors(_: Samples<'_, f32>) -> Option<bool> {
            None
        }

        fn unpool_vectors(given: Given<'_, f32>) -> Result<(), Given<'_, f32>> {
            Err(given)
        }
    }

    impl Pairs for f64 {
        fn pool_vectors(_: Samples<'_, f64>) -> Option<bool> {
            None
        }

        fn unpool_vectors(given: Given<'_, f64>) -> Result<(), Given<'_, f64>> {
            Err(given)
        }
    }
}
