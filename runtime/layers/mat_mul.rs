use crate::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape, Sizes};

/// `Y = A B`, the matrix product of two inputs, for each sample by itself: of `[m, k]` and `[k, n]`, a matrix `[m, n]`; of
/// `[m, k]` and a vector `[k]`, a vector `[m]`.
///
/// Backward: `dA = dY Bᵀ`, `dB = Aᵀ dY`.
///
/// A matrix lies in a sample row by row, as an array of NumPy or PyTorch does.
///
/// ```
/// use plies::{MatMul, Network, network};
///
/// network! {
///     struct Product(a: [2, 3], b: [3]) -> [2] { y: MatMul from (a, b) }
/// }
/// let x = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 0.0, -1.0]);
/// let y = Product::<f64>::zeros().predict_one(&x, &mut Product::workspace::<1>());
/// assert_eq!(y, [-2.0, -2.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MatMul;

impl MatMul {
    /// A matrix, and a matrix or a vector with as many rows as the first has columns.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let [a, b] = inputs.two();
        let (rows, between, columns) = (a.dim(0), a.dim(1), b.dim(1));
        let right = a.rank() == 2 && (b.rank() == 1 || b.rank() == 2) && b.dim(0) == between;
        let gives = match (right, b.rank()) {
            (false, _) => a,
            (true, 1) => Shape::vector(rows),
            (true, _) => Shape::new([rows, columns]),
        };
        let help =
            Message::new("feed it from matrices `[m, k]` and `[k, n]`, or from `[m, k]` and a vector `[k]`");
        Rule::takes([a, b]).gives(gives).sizes([rows, between, columns]).require(
            right || inputs.all().len() != 2,
            Message::new("multiplies a matrix by one with as many rows as the first has columns"),
            help,
        )
    }
}

impl<
    T: Scalar,
    const A: usize,
    const B: usize,
    const Y: usize,
    const M: usize,
    const K: usize,
    const N: usize,
> Layer<([T; A], [T; B]), [T; Y], Sizes<M, K, N>> for MatMul
{
    type Parameters = ();
    type Cache<const SAMPLES: usize> = ();

    #[inline]
    fn forward<const SAMPLES: usize>(
        self,
        pass: Forward<'_, Self, ([T; A], [T; B]), [T; Y], SAMPLES, Sizes<M, K, N>>,
    ) {
        let Forward { x: (a, b), y, .. } = pass;
        for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
            y.fill(T::zero());
            // Along the rows of `B` and `Y`, which lie in one piece.
            for (y, a) in y.chunks_mut(N).zip(a.chunks(K)) {
                for (a, b) in a.iter().zip(b.chunks(N)) {
                    for (y, b) in y.iter_mut().zip(b) {
                        *y += *a * *b;
                    }
                }
            }
        }
    }

    #[inline]
    fn backward<const SAMPLES: usize>(
        self,
        pass: Backward<'_, Self, ([T; A], [T; B]), [T; Y], SAMPLES, Sizes<M, K, N>>,
    ) {
        let Backward { x: (a, b), dy, dx: (da, db), .. } = pass;
        for ((da, b), dy) in da.into_iter().flatten().zip(b).zip(dy) {
            for (da, dy) in da.chunks_mut(K).zip(dy.chunks(N)) {
                for (da, b) in da.iter_mut().zip(b.chunks(N)) {
                    let mut sum = T::zero();
                    for (dy, b) in dy.iter().zip(b) {
                        sum += *dy * *b;
                    }
                    *da = sum;
                }
            }
        }
        for ((db, a), dy) in db.into_iter().flatten().zip(a).zip(dy) {
            db.fill(T::zero());
            for (a, dy) in a.chunks(K).zip(dy.chunks(N)) {
                for (a, db) in a.iter().zip(db.chunks_mut(N)) {
                    for (db, dy) in db.iter_mut().zip(dy) {
                        *db += *a * *dy;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient_of_two, reals};
    use crate::{Network, SMatrix, network};

    network! { struct Vector(a: [4, 3], b: [3]) -> [4] { y: MatMul from (a, b) } }
    network! { struct Matrix(a: [4, 3], b: [3, 5]) -> [4, 5] { y: MatMul from (a, b) } }
    network! { struct Row(a: [1, 3], b: [3, 2]) -> [1, 2] { y: MatMul from (a, b) } }
    network! { struct Outer(a: [2, 1], b: [1, 3]) -> [2, 3] { y: MatMul from (a, b) } }
    network! { struct Square(x: [3, 3]) -> [3, 3] { y: MatMul from (x, x) } }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Vector<f64>, 12, 3, 4>();
        check_gradient_of_two::<Matrix<f64>, 12, 15, 20>();
        check_gradient_of_two::<Row<f64>, 3, 6, 2>();
        check_gradient_of_two::<Outer<f64>, 2, 3, 6>();
        crate::testing::check_gradient::<Square<f64>, 9, 9>();
    }

    #[test]
    fn is_the_product_of_matrices() {
        let (a, b) = (reals::<12>(1, 1)[0], reals::<15>(2, 1)[0]);
        let y = Matrix::zeros().predict_one(&(a, b), &mut Matrix::workspace::<1>());
        let expected = SMatrix::<f64, 4, 3>::from_row_slice(&a) * SMatrix::<f64, 3, 5>::from_row_slice(&b);
        assert!((SMatrix::<f64, 4, 5>::from_row_slice(&y) - expected).amax() < 1e-14);
    }
}
