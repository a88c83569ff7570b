use crate::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape, Sizes, product};

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
            (true, _) => Shape::near(&[rows, columns]),
        };
        let help =
            Message::new("feed it from matrices `[m, k]` and `[k, n]`, or from `[m, k]` and a vector `[k]`");
        Rule::takes([a, b])
            .without_y()
            .gives(gives)
            .sizes([rows, between, columns])
            .multiply_adds(gives.len().saturating_mul(between))
            .require(
                right || inputs.all().len() != 2,
                Message::new("multiplies a matrix by one with as many rows as the first has columns"),
                help,
            )
            .require(
                !right || rows.checked_mul(columns).is_some(),
                Message::new("gives more entries than a `usize` counts"),
                Message::new("feed it smaller matrices"),
            )
    }
}

impl<
    T: Scalar,
    const A: usize,
    const B: usize,
    const Y: usize,
    const ROWS: usize,
    const INNER: usize,
    const COLUMNS: usize,
> Layer<([T; A], [T; B]), [T; Y], Sizes<ROWS, INNER, COLUMNS>> for MatMul
{
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(
        self,
        pass: Forward<'_, Self, ([T; A], [T; B]), [T; Y], N, Sizes<ROWS, INNER, COLUMNS>>,
    ) {
        let Forward { x: (a, b), y, .. } = pass;
        for ((a, b), y) in a.iter().zip(b).zip(y) {
            // By a vector: each row of `A` lies in memory as the vector does.
            if COLUMNS == 1 {
                let (a, b, y) = (rows(a), rows::<_, B, 1, INNER>(b), rows_mut::<_, Y, 1, ROWS>(y));
                product::affine(b, a, &[T::zero(); ROWS], y);
            } else {
                let (a, b, y) = (rows(a), rows(b), rows_mut(y));
                product::times::<T, COLUMNS, INNER>(a as &[_; ROWS], b, y as &mut [_; ROWS]);
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(
        self,
        pass: Backward<'_, Self, ([T; A], [T; B]), [T; Y], N, Sizes<ROWS, INNER, COLUMNS>>,
    ) {
        let Backward { x: (a, b), dy, dx: (da, db), .. } = pass;
        if let Some(da) = da {
            for ((da, b), dy) in da.iter_mut().zip(b).zip(dy) {
                if COLUMNS == 1 {
                    let (b, dy) = (rows::<_, B, 1, INNER>(b), rows::<_, Y, 1, ROWS>(dy));
                    product::outer(dy, b, rows_mut(da));
                } else {
                    let (b, dy, da) =
                        (rows(b), rows::<_, Y, ROWS, COLUMNS>(dy), rows_mut::<_, A, ROWS, INNER>(da));
                    product::affine(dy, b, &[T::zero(); INNER], da);
                }
            }
        }
        if let Some(db) = db {
            for ((db, a), dy) in db.iter_mut().zip(a).zip(dy) {
                if COLUMNS == 1 {
                    let (dy, db) = (rows::<_, Y, 1, ROWS>(dy), rows_mut::<_, B, 1, INNER>(db));
                    product::times(dy, rows(a), db);
                } else {
                    let (a, dy) = (rows::<_, A, ROWS, INNER>(a), rows::<_, Y, ROWS, COLUMNS>(dy));
                    product::outer(a, dy, rows_mut(db));
                }
            }
        }
    }
}

/// A matrix, row after row, as its `R` rows.
#[inline]
fn rows<T, const F: usize, const R: usize, const C: usize>(matrix: &[T; F]) -> &[[T; C]; R] {
    matrix.as_chunks().0.first_chunk().expect("the shape rule computes the sizes")
}

/// The same, to write.
#[inline]
fn rows_mut<T, const F: usize, const R: usize, const C: usize>(matrix: &mut [T; F]) -> &mut [[T; C]; R] {
    matrix.as_chunks_mut().0.first_chunk_mut().expect("the shape rule computes the sizes")
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
    network! { struct Column(a: [4, 3], b: [3, 1]) -> [4, 1] { y: MatMul from (a, b) } }
    network! { struct Large(a: [17, 23], b: [23, 19]) -> [17, 19] { y: MatMul from (a, b) } }
    network! { struct LargeVector(a: [20, 30], b: [30]) -> [20] { y: MatMul from (a, b) } }
    network! { struct Square(x: [3, 3]) -> [3, 3] { y: MatMul from (x, x) } }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Vector<f64>, 12, 3, 4>();
        check_gradient_of_two::<Matrix<f64>, 12, 15, 20>();
        check_gradient_of_two::<Row<f64>, 3, 6, 2>();
        check_gradient_of_two::<Outer<f64>, 2, 3, 6>();
        check_gradient_of_two::<Column<f64>, 12, 3, 4>();
        check_gradient_of_two::<Large<f64>, 391, 437, 323>();
        check_gradient_of_two::<LargeVector<f64>, 600, 30, 20>();
        crate::testing::check_gradient::<Square<f64>, 9, 9>();
    }

    #[test]
    fn is_the_product_of_matrices() {
        let (a, b) = (reals::<12>(1, 1)[0], reals::<15>(2, 1)[0]);
        let y = Matrix::zeros().predict_one(&(a, b), &mut Matrix::workspace::<1>());
        let expected = SMatrix::<f64, 4, 3>::from_row_slice(&a) * SMatrix::<f64, 3, 5>::from_row_slice(&b);
        assert!((SMatrix::<f64, 4, 5>::from_row_slice(&y) - expected).amax() < 1e-14);
    }

    #[test]
    fn sizes_that_overflow_are_a_mistake_of_the_network() {
        let long = [Shape::new([1 << 40, 1]), Shape::new([1, 1 << 40])];
        assert!(MatMul.shape_rule(Inputs::new(&long)).mistake().is_some());
    }
}
