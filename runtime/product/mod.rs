//! Matrix products of static size, without allocation, for layers to build on.
//!
//! A batch of samples is a matrix whose rows are the samples. A weight `[[T; IN]; OUT]` is the memory of nalgebra's
//! `SMatrix<T, IN, OUT>`, so `&weight.data.0`, and of PyTorch's `Linear.weight`. Nothing has to be transposed
//! for them. Small products are loops that the compiler unrolls; for larger ones the vectors of the machine are used:
//! AVX-512, AVX2 and FMA, NEON, whichever it has. Where a machine keeps few sums in its registers, or its vectors are as wide as
//! a line of the cache, larger layers read what they multiply from where it is laid out for that, on up to 144 KiB of the stack.
//!
//! Each entry of a result is summed in the same order however many samples there are: a batch gives, bit for bit, what
//! its samples give one by one. With the feature `rayon` there is one exception, the same for any number of threads:
//! [`times`], where there are no more samples than terms and it takes long enough to be shared, adds up two halves.

mod small;
#[cfg(test)]
mod tests;

pub(crate) use plies_kernels::Convolution;
#[doc(hidden)]
pub use plies_kernels::Kernels;

use crate::Scalar;

/// Up to how many weights plain loops are used.
const SMALL: usize = 256;

/// `y = x weightᵀ + bias`: for each sample, `y[o] = Σᵢ x[i] weight[o][i] + bias[o]`.
///
/// ```
/// let mut y = [[0.0; 2]];
/// plies::product::affine(&[[1.0, 2.0, 3.0]], &[[1.0, 0.0, 0.0], [1.0, 1.0, 1.0]], &[0.5, 0.0], &mut y);
/// assert_eq!(y, [[1.5, 6.0]]);
/// ```
///
/// # Panics
/// If there are not as many samples in `y` as in `x`.
#[inline]
pub fn affine<T: Scalar, const IN: usize, const OUT: usize>(
    x: &[[T; IN]],
    weight: &[[T; IN]; OUT],
    bias: &[T; OUT],
    y: &mut [[T; OUT]],
) {
    assert_eq!(x.len(), y.len(), "there are not as many samples in `y` as in `x`");
    if IN * OUT > SMALL {
        T::affine(IN, OUT, x.as_flattened(), weight.as_flattened(), bias, y.as_flattened_mut());
        return;
    }
    small::affine(x, weight, bias, y);
}

/// `sum = dyᵀ x`: over all samples, `sum[o][i] = Σₙ dy[n][o] x[n][i]`, the gradient of a weight.
///
/// ```
/// let mut sum = [[0.0; 3]; 2];
/// plies::product::outer(&[[1.0, 10.0]], &[[1.0, 2.0, 3.0]], &mut sum);
/// assert_eq!(sum, [[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]);
/// ```
///
/// # Panics
/// If there are not as many samples in `x` as in `dy`.
#[inline]
pub fn outer<T: Scalar, const IN: usize, const OUT: usize>(
    dy: &[[T; OUT]],
    x: &[[T; IN]],
    sum: &mut [[T; IN]; OUT],
) {
    assert_eq!(dy.len(), x.len(), "there are not as many samples in `x` as in `dy`");
    if IN * OUT > SMALL {
        T::outer(OUT, IN, dy.as_flattened(), x.as_flattened(), sum.as_flattened_mut());
        return;
    }
    small::outer(dy, x, sum);
}

/// `weight -= rate dyᵀ x`: a step of plain descent along what [`outer`] gives, with the bits of one after the other. `room` is for the
/// gradient of few weights, or of more than 128 samples, where that is sooner done.
///
/// ```
/// let mut weight = [[1.0; 3]; 2];
/// plies::product::descend(&[[1.0, 10.0]], &[[1.0, 2.0, 3.0]], &mut weight, 0.5, &mut [[0.0; 3]; 2]);
/// assert_eq!(weight, [[0.5, 0.0, -0.5], [-4.0, -9.0, -14.0]]);
/// ```
///
/// # Panics
/// If there are not as many samples in `x` as in `dy`.
#[inline]
pub fn descend<T: Scalar, const IN: usize, const OUT: usize>(
    dy: &[[T; OUT]],
    x: &[[T; IN]],
    weight: &mut [[T; IN]; OUT],
    rate: T,
    room: &mut [[T; IN]; OUT],
) {
    assert_eq!(dy.len(), x.len(), "there are not as many samples in `x` as in `dy`");
    if IN * OUT > SMALL {
        let (dy, x) = (dy.as_flattened(), x.as_flattened());
        if T::add_outer(OUT, IN, -rate, dy, x, weight.as_flattened_mut()) {
            return;
        }
    }
    outer(dy, x, room);
    add_scaled(weight.as_flattened_mut(), -rate, room.as_flattened());
}

/// `dx = dy weight`: for each sample, `dx[i] = Σₒ dy[o] weight[o][i]`, the gradient of an input.
///
/// ```
/// let mut dx = [[0.0; 3]];
/// plies::product::times(&[[1.0, 10.0]], &[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], &mut dx);
/// assert_eq!(dx, [[41.0, 52.0, 63.0]]);
/// ```
///
/// # Panics
/// If there are not as many samples in `dx` as in `dy`.
#[inline]
pub fn times<T: Scalar, const IN: usize, const OUT: usize>(
    dy: &[[T; OUT]],
    weight: &[[T; IN]; OUT],
    dx: &mut [[T; IN]],
) {
    assert_eq!(dy.len(), dx.len(), "there are not as many samples in `dx` as in `dy`");
    if IN * OUT > SMALL {
        T::times(OUT, IN, dy.as_flattened(), weight.as_flattened(), dx.as_flattened_mut());
        return;
    }
    small::times(dy, weight, dx);
}

/// `y += factor x`, entry by entry.
///
/// # Panics
/// If the two are not equally long.
#[inline]
pub fn add_scaled<T: Scalar>(y: &mut [T], factor: T, x: &[T]) {
    assert_eq!(y.len(), x.len(), "the slices are not equally long");
    if y.len() > SMALL {
        T::add_scaled(y, factor, x);
        return;
    }
    for (y, x) in y.iter_mut().zip(x) {
        *y += factor * *x;
    }
}
