//! Products with few weights, as plain loops that the compiler unrolls and puts into the vectors of any machine.
//!
//! The terms of a sum are added one after the other, in every loop here, so that none of them gives other bits.

use crate::Scalar;

/// From how many samples on it pays to transpose a weight.
const SAMPLES: usize = 4;

/// Up to how many weights the compiler finds vectors in any case.
const UNROLLED: usize = 64;

#[inline]
pub fn affine<T: Scalar, const IN: usize, const OUT: usize>(
    x: &[[T; IN]],
    weight: &[[T; IN]; OUT],
    bias: &[T; OUT],
    y: &mut [[T; OUT]],
) {
    if IN * OUT > UNROLLED && OUT >= 4 && x.len() >= SAMPLES {
        transposed(x, weight, bias, y);
        return;
    }
    for (x, y) in x.iter().zip(y) {
        // Summed in a local, which the compiler keeps in registers.
        let mut sums = *bias;
        for (sum, weight) in sums.iter_mut().zip(weight) {
            for i in 0..IN {
                *sum += x[i] * weight[i];
            }
        }
        *y = sums;
    }
}

/// With vectors along the outputs, for which the weight is transposed.
#[inline(never)]
fn transposed<T: Scalar, const IN: usize, const OUT: usize>(
    x: &[[T; IN]],
    weight: &[[T; IN]; OUT],
    bias: &[T; OUT],
    y: &mut [[T; OUT]],
) {
    let mut columns = [[T::zero(); OUT]; IN];
    for o in 0..OUT {
        for i in 0..IN {
            columns[i][o] = weight[o][i];
        }
    }
    for (x, y) in x.iter().zip(y) {
        let mut sums = *bias;
        for (x, column) in x.iter().zip(&columns) {
            for o in 0..OUT {
                sums[o] += *x * column[o];
            }
        }
        *y = sums;
    }
}

#[inline]
pub fn outer<T: Scalar, const IN: usize, const OUT: usize>(
    dy: &[[T; OUT]],
    x: &[[T; IN]],
    sum: &mut [[T; IN]; OUT],
) {
    // The first sample is not added to zeros: for a batch of one that is all there is to do.
    if IN < 4 {
        // Rows too short for a vector are side by side in one.
        let mut samples = dy.iter().zip(x);
        let mut all = samples.next().map_or([[T::zero(); IN]; OUT], |(dy, x)| dy.map(|dy| x.map(|x| dy * x)));
        for (dy, x) in samples {
            for o in 0..OUT {
                for i in 0..IN {
                    all[o][i] += dy[o] * x[i];
                }
            }
        }
        *sum = all;
        return;
    }
    for (o, sum) in sum.iter_mut().enumerate() {
        let mut samples = dy.iter().zip(x);
        let mut row = samples.next().map_or([T::zero(); IN], |(dy, x)| x.map(|x| dy[o] * x));
        for (dy, x) in samples {
            for i in 0..IN {
                row[i] += dy[o] * x[i];
            }
        }
        *sum = row;
    }
}

#[inline]
pub fn times<T: Scalar, const IN: usize, const OUT: usize>(
    dy: &[[T; OUT]],
    weight: &[[T; IN]; OUT],
    dx: &mut [[T; IN]],
) {
    for (dy, dx) in dy.iter().zip(dx) {
        let mut sums = [T::zero(); IN];
        for (dy, weight) in dy.iter().zip(weight) {
            for i in 0..IN {
                sums[i] += *dy * weight[i];
            }
        }
        *dx = sums;
    }
}
