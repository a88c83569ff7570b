//! The products for one scalar each, compiled once, in this crate.

use std::ops::{Add, AddAssign, Mul};

use pulp::bytemuck::Pod;
use pulp::{Arch, WithSimd};

use crate::add::{AddScaled, RowSums};
use crate::choice::Outer;
use crate::convolution::{Convolution, Slide, Spread, WeightGradient, shared};
use crate::dot::Dot;
use crate::lanes::Lanes;
use crate::packed::AT_ONCE;
use crate::pairs;
use crate::rows::{End, Places, Start, Weighted};
use crate::threads::{Columns, ENTRY, RowsOf, Share};
use crate::times;

/// The outputs of a layer are dealt out in multiples of so many: those that a thread computes, and the gradients of their weights.
pub const OWNED: usize = 8;

/// Rows of a product are dealt out to threads in multiples of so many: few, so that all have as much to do.
pub const TILES: usize = 4;

/// Products of any size. Not for use: the functions of `plies::product` check the sizes, and know the small ones.
pub trait Kernels:
    Copy + Default + Add<Output = Self> + Mul<Output = Self> + AddAssign + Pod + Send + Sync
{
    /// `y = x weightᵀ + bias`: `x` of rows of `k`, `weight` of `n` rows of `k`.
    fn affine(k: usize, n: usize, x: &[Self], weight: &[Self], bias: &[Self], y: &mut [Self]);
    /// `sum = dyᵀ x`: `dy` of rows of `m`, `x` of rows of `n`.
    fn outer(m: usize, n: usize, dy: &[Self], x: &[Self], sum: &mut [Self]);
    /// `sum += factor dyᵀ x`, with the bits that [`outer`](Kernels::outer) and [`add_scaled`](Kernels::add_scaled) give; whether it
    /// was done: of more than 128 samples it is not.
    fn add_outer(m: usize, n: usize, factor: Self, dy: &[Self], x: &[Self], sum: &mut [Self]) -> bool;
    /// `dx = dy weight`: `dy` of rows of `k`, `weight` of `k` rows of `n`.
    fn times(k: usize, n: usize, dy: &[Self], weight: &[Self], dx: &mut [Self]);
    /// `y += factor x`.
    fn add_scaled(y: &mut [Self], factor: Self, x: &[Self]);
    /// `y += x`
    fn accumulate(y: &mut [Self], x: &[Self]);
    /// Products of rows with rows.
    fn dot(sums: Dot<'_, Self>);
    /// Weighted sums of rows, the weights sum by sum.
    fn weighted(sums: Weighted<'_, Self, false>);
    /// Weighted sums of rows, the weights row by row.
    fn weighted_across(sums: Weighted<'_, Self, true>);
    /// A convolution: `pixels = W image + bias`, for each sample.
    fn convolve(
        sizes: Convolution,
        weight: &[Self],
        bias: Option<&[Self]>,
        images: &[Self],
        pixels: &mut [Self],
        scratch: &mut [Self],
    );
    /// The way back to the images: `images = Wᵀ pixels + bias`.
    fn convolve_back(
        sizes: Convolution,
        weight: &[Self],
        bias: Option<&[Self]>,
        pixels: &[Self],
        images: &mut [Self],
        scratch: &mut [Self],
    );
    /// The gradient of the weight of a convolution, and of its bias, if that is asked for, over the samples.
    fn convolve_weight(
        sizes: Convolution,
        images: &[Self],
        pixels: &[Self],
        gradient: &mut [Self],
        bias: Option<&mut [Self]>,
        scratch: &mut [Self],
    );
    /// A kernel that slides over images; whether it was done.
    fn slide(slide: Slide<'_, Self>) -> bool;
    /// The way back to images, pixel by pixel; whether it was done.
    fn spread(spread: Spread<'_, Self>) -> bool;
    /// The gradient of the weight of a group of filters; whether it was done.
    fn weight_gradient(gradient: WeightGradient<'_, Self>) -> bool;
    /// The largest of two by two pixels, and their places, for samples of `len` of those; whether all pixels are numbers.
    fn pool(columns: usize, len: usize, x: &[Self], y: &mut [Self], places: Option<&mut [u32]>) -> bool;
    /// The way back: each gradient goes to the pixel at its place, and zero to the others.
    fn unpool(columns: usize, len: usize, dy: &[Self], places: &[u32], dx: &mut [Self]);
    /// `sums[i] = Σ rows[i]`, over rows of `n`, and over the samples of as many rows each as there are sums.
    fn row_sums(n: usize, rows: &[Self], sums: &mut [Self]);
    /// The same of one sample, added to what is there.
    fn add_row_sums(n: usize, rows: &[Self], sums: &mut [Self]);
}

#[inline(always)]
pub fn dispatch<Operation: WithSimd>(operation: Operation) -> Operation::Output {
    Arch::new().dispatch(operation)
}

/// The gradient of a weight, shared out by its rows.
fn outer<T: Kernels + Lanes>(m: usize, n: usize, dy: &[T], x: &[T], end: End<T>, sum: &mut [T]) {
    let share = Share { rows: m, cost: x.len(), step: OWNED };
    share.run(RowsOf { entries: sum, width: n }, |rows, RowsOf { entries: sum, .. }| {
        dispatch(Outer { m: rows.len(), n, pitch: m, dy: &dy[rows.start..], x, end, sum })
    });
}

macro_rules! kernels {
    ($($scalar:ident),*) => {
        $(
            impl Kernels for $scalar {
                #[inline(never)]
                fn affine(k: usize, n: usize, x: &[Self], weight: &[Self], bias: &[Self], y: &mut [Self]) {
                    let m = y.len() / n;
                    let weight_at = Places::every(k);
                    // Whoever computes an output has its weights in the cache since they were changed, unless there are few outputs to
                    // deal out, or so many samples that it is better not to read all of them.
                    if n >= 4 * OWNED && m <= 4 * n {
                        let share = Share { rows: n, cost: m * k, step: OWNED };
                        share.run(Columns::of_rows(y, n), |outputs, y| {
                            let (weight, start) = (&weight[outputs.start * k..], Start::Each(&bias[outputs.start..]));
                            Self::dot(Dot { k, x, weight, weight_at, start, y })
                        });
                        return;
                    }
                    let share = Share { rows: m, cost: k * n, step: TILES };
                    share.run(RowsOf { entries: y, width: n }, |rows, RowsOf { entries: y, .. }| {
                        let (x, y) = (&x[rows.start * k..rows.end * k], Columns::of_rows(y, n));
                        Self::dot(Dot { k, x, weight, weight_at, start: Start::Each(bias), y })
                    });
                }

                #[inline(never)]
                fn outer(m: usize, n: usize, dy: &[Self], x: &[Self], sum: &mut [Self]) {
                    outer(m, n, dy, x, End::Written, sum);
                }

                #[inline(never)]
                fn add_outer(m: usize, n: usize, factor: Self, dy: &[Self], x: &[Self], sum: &mut [Self]) -> bool {
                    let at_once = x.len() / n <= AT_ONCE;
                    if at_once {
                        outer(m, n, dy, x, End::Added(factor), sum);
                    }
                    at_once
                }

                #[inline(never)]
                fn times(k: usize, n: usize, dy: &[Self], weight: &[Self], dx: &mut [Self]) {
                    times::times(k, n, dy, weight, dx);
                }

                #[inline(never)]
                fn add_scaled(y: &mut [Self], factor: Self, x: &[Self]) {
                    let share = Share::of_entries(y.len());
                    share.run(y, |rows, y| dispatch(AddScaled { y, factor, x: &x[rows] }));
                }

                #[inline(never)]
                fn accumulate(y: &mut [Self], x: &[Self]) {
                    Self::add_scaled(y, 1.0, x);
                }

                #[inline(never)]
                fn dot(sums: Dot<'_, Self>) {
                    dispatch(sums)
                }

                #[inline(never)]
                fn weighted(sums: Weighted<'_, Self, false>) {
                    dispatch(sums)
                }

                #[inline(never)]
                fn weighted_across(sums: Weighted<'_, Self, true>) {
                    dispatch(sums)
                }

                #[inline(never)]
                fn convolve(
                    sizes: Convolution,
                    weight: &[Self],
                    bias: Option<&[Self]>,
                    images: &[Self],
                    pixels: &mut [Self],
                    scratch: &mut [Self],
                ) {
                    shared::forward(&sizes, weight, bias, images, pixels, scratch)
                }

                #[inline(never)]
                fn convolve_back(
                    sizes: Convolution,
                    weight: &[Self],
                    bias: Option<&[Self]>,
                    pixels: &[Self],
                    images: &mut [Self],
                    scratch: &mut [Self],
                ) {
                    shared::backward(&sizes, weight, bias, pixels, images, scratch)
                }

                #[inline(never)]
                fn convolve_weight(
                    sizes: Convolution,
                    images: &[Self],
                    pixels: &[Self],
                    gradient: &mut [Self],
                    bias: Option<&mut [Self]>,
                    scratch: &mut [Self],
                ) {
                    shared::weight_gradient(&sizes, images, pixels, gradient, bias, scratch)
                }

                #[inline(never)]
                fn slide(slide: Slide<'_, Self>) -> bool {
                    dispatch(slide)
                }

                #[inline(never)]
                fn spread(spread: Spread<'_, Self>) -> bool {
                    dispatch(spread)
                }

                #[inline(never)]
                fn weight_gradient(gradient: WeightGradient<'_, Self>) -> bool {
                    dispatch(gradient)
                }

                #[inline(never)]
                fn pool(
                    columns: usize,
                    len: usize,
                    x: &[Self],
                    y: &mut [Self],
                    places: Option<&mut [u32]>,
                ) -> bool {
                    pairs::pool_batch(columns, len, x, y, places)
                }

                #[inline(never)]
                fn unpool(columns: usize, len: usize, dy: &[Self], places: &[u32], dx: &mut [Self]) {
                    pairs::unpool_batch(columns, len, dy, places, dx)
                }

                #[inline(never)]
                fn row_sums(n: usize, rows: &[Self], sums: &mut [Self]) {
                    let (count, samples) = (sums.len(), rows.len() / (n * sums.len()));
                    let share = Share { rows: count, cost: samples * n * ENTRY / 4, step: 1 };
                    sums.fill(0.0);
                    share.run(sums, |which, sums| dispatch(RowSums { n, count, rows: &rows[which.start * n..], sums }));
                }

                #[inline(never)]
                fn add_row_sums(n: usize, rows: &[Self], sums: &mut [Self]) {
                    dispatch(RowSums { n, count: sums.len(), rows, sums })
                }
            }
        )*
    };
}

kernels!(f32, f64);
