//! Windows of two by two pixels side by side, which most networks pool by: the same as any windows, but several at a time.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use pulp::Arch;

use crate::threads::{ENTRY, RowsOf, Share};

/// How many windows are looked at together.
const LANES: usize = 8;

/// The rows of windows of images whose rows are `2 columns` wide, one below the other.
fn lines<T>(x: &[T], columns: usize) -> impl Iterator<Item = (&[T], &[T])> {
    x.chunks_exact(4 * columns).map(move |rows| rows.split_at(2 * columns))
}

/// [`pool`] of a batch, whose samples have `len` windows.
pub fn pool_batch<T: Copy + Default + PartialOrd + Send + Sync>(
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
        let mut places = places.map(|places| places.entries.chunks_exact_mut(len));
        let x = x[rows.start * 4 * len..].chunks_exact(4 * len);
        for (x, y) in x.zip(y.entries.chunks_exact_mut(len)) {
            let places = places.as_mut().and_then(Iterator::next);
            if !pool(columns, x, y, places) {
                all_are_numbers.store(false, Relaxed);
            }
        }
    });
    all_are_numbers.into_inner()
}

/// [`unpool`] of a batch, whose samples have `len` windows.
pub fn unpool_batch<T: Copy + Default + Send + Sync>(
    columns: usize,
    len: usize,
    dy: &[T],
    places: &[u32],
    dx: &mut [T],
) {
    let share = Share { rows: dy.len() / len, cost: 4 * len * ENTRY, step: 1 };
    share.run(RowsOf { entries: dx, width: 4 * len }, |rows, dx| {
        let samples = rows.start * len..rows.end * len;
        let samples = dy[samples.clone()].chunks_exact(len).zip(places[samples].chunks_exact(len));
        for ((dy, places), dx) in samples.zip(dx.entries.chunks_exact_mut(4 * len)) {
            unpool(columns, dy, places, dx);
        }
    });
}

/// Writes the largest pixels and, where they are asked for, their places. Says whether all pixels are numbers; else what was
/// written is wrong.
#[inline(always)]
fn pool<T: Copy + Default + PartialOrd>(
    columns: usize,
    x: &[T],
    y: &mut [T],
    mut places: Option<&mut [u32]>,
) -> bool {
    Arch::new().dispatch(
        #[inline(always)]
        move || {
            let mut all_are_numbers = true;
            for (line, ((upper, lower), y)) in lines(x, columns).zip(y.chunks_exact_mut(columns)).enumerate()
            {
                let mut place = (line * 4 * columns) as u32;
                let (upper, lower) = (upper.chunks(2 * LANES), lower.chunks(2 * LANES));
                for (block, ((upper, lower), y)) in upper.zip(lower).zip(y.chunks_mut(LANES)).enumerate() {
                    let (mut above, mut below) = ([T::default(); 2 * LANES], [T::default(); 2 * LANES]);
                    above[..upper.len()].copy_from_slice(upper);
                    below[..lower.len()].copy_from_slice(lower);
                    let (mut largest, mut chosen) = ([T::default(); LANES], [0; LANES]);
                    for i in 0..LANES {
                        let [a, b, c, d] = [above[2 * i], above[2 * i + 1], below[2 * i], below[2 * i + 1]];
                        // Of several the first.
                        let (first, second) = (if b > a { b } else { a }, if d > c { d } else { c });
                        let at = place + 2 * i as u32;
                        let below = 2 * columns as u32 + u32::from(d > c);
                        largest[i] = if second > first { second } else { first };
                        chosen[i] = at + if second > first { below } else { u32::from(b > a) };
                        // What is not a number is neither smaller nor larger nor equal.
                        all_are_numbers &= (a <= b) | (b <= a);
                        all_are_numbers &= (c <= d) | (d <= c);
                    }
                    y.copy_from_slice(&largest[..y.len()]);
                    if let Some(places) = &mut places {
                        places[line * columns + block * LANES..][..y.len()]
                            .copy_from_slice(&chosen[..y.len()]);
                    }
                    place += 2 * LANES as u32;
                }
            }
            all_are_numbers
        },
    )
}

/// The way back: the gradient of a window goes to its largest pixel, and all others get none.
#[inline(always)]
fn unpool<T: Copy + Default>(columns: usize, dy: &[T], places: &[u32], dx: &mut [T]) {
    Arch::new().dispatch(
        #[inline(always)]
        move || {
            let dy = dy.chunks_exact(columns).zip(places.chunks_exact(columns));
            for (line, (dx, (dy, places))) in dx.chunks_exact_mut(4 * columns).zip(dy).enumerate() {
                let (upper, lower) = dx.split_at_mut(2 * columns);
                let (upper, lower) = (upper.as_chunks_mut::<2>().0, lower.as_chunks_mut::<2>().0);
                let place = (line * 4 * columns) as u32;
                for i in 0..columns {
                    let chosen = places[i] - (place + 2 * i as u32);
                    let below = 2 * columns as u32;
                    let share = |place: u32| if chosen == place { dy[i] } else { T::default() };
                    upper[i] = [share(0), share(1)];
                    lower[i] = [share(below), share(below + 1)];
                }
            }
        },
    );
}
