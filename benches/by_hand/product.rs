//! One face for the products of several crates.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

/// A matrix in row-major order, to be read as it is or transposed.
#[derive(Clone, Copy)]
pub struct Matrix<'a, T = f32> {
    pub entries: &'a [T],
    pub rows: usize,
    pub columns: usize,
    pub transposed: bool,
}

impl<'a, T: Copy> Matrix<'a, T> {
    pub fn new(entries: &'a [T], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns);
        Matrix { entries, rows, columns, transposed: false }
    }

    pub fn transposed(self) -> Self {
        Matrix { rows: self.columns, columns: self.rows, transposed: !self.transposed, ..self }
    }

    /// From row to row, and from column to column.
    fn strides(self) -> (isize, isize) {
        if self.transposed { (1, self.rows as isize) } else { (self.columns as isize, 1) }
    }
}

/// `c = a b`, or `c += a b`.
pub trait Product<T = f32> {
    fn product(a: Matrix<T>, b: Matrix<T>, c: &mut [T], add: bool);
}

fn check<T>(a: &Matrix<T>, b: &Matrix<T>, c: &[T]) {
    assert!(a.columns == b.rows && c.len() == a.rows * b.columns);
}

/// The `gemm` crate, with its AVX-512 kernels.
pub struct Gemm;

/// The `matrixmultiply` crate, on which nalgebra builds.
pub struct MatrixMultiply;

/// The `faer` crate.
pub struct Faer;

macro_rules! products {
    ($($scalar:ident: $multiply:ident),*) => {
        $(
            impl Product<$scalar> for Gemm {
                fn product(a: Matrix<$scalar>, b: Matrix<$scalar>, c: &mut [$scalar], add: bool) {
                    check(&a, &b, c);
                    let ((a_row, a_column), (b_row, b_column)) = (a.strides(), b.strides());
                    let old = if add { 1.0 } else { 0.0 };
                    // SAFETY: the three matrices lie in their slices, whose sizes were checked.
                    unsafe {
                        gemm::gemm(
                            a.rows,
                            b.columns,
                            a.columns,
                            c.as_mut_ptr(),
                            1,
                            b.columns as isize,
                            add,
                            a.entries.as_ptr(),
                            a_column,
                            a_row,
                            b.entries.as_ptr(),
                            b_column,
                            b_row,
                            old,
                            1.0,
                            false,
                            false,
                            false,
                            gemm::Parallelism::None,
                        );
                    }
                }
            }

            impl Product<$scalar> for MatrixMultiply {
                fn product(a: Matrix<$scalar>, b: Matrix<$scalar>, c: &mut [$scalar], add: bool) {
                    check(&a, &b, c);
                    let ((a_row, a_column), (b_row, b_column)) = (a.strides(), b.strides());
                    let old = if add { 1.0 } else { 0.0 };
                    // SAFETY: the three matrices lie in their slices, whose sizes were checked.
                    unsafe {
                        matrixmultiply::$multiply(
                            a.rows,
                            a.columns,
                            b.columns,
                            1.0,
                            a.entries.as_ptr(),
                            a_row,
                            a_column,
                            b.entries.as_ptr(),
                            b_row,
                            b_column,
                            old,
                            c.as_mut_ptr(),
                            b.columns as isize,
                            1,
                        );
                    }
                }
            }

            impl Product<$scalar> for Faer {
                fn product(a: Matrix<$scalar>, b: Matrix<$scalar>, c: &mut [$scalar], add: bool) {
                    let c = MatMut::from_row_major_slice_mut(c, a.rows, b.columns);
                    let accum = if add { Accum::Add } else { Accum::Replace };
                    let (a, b) = (faer_view(a), faer_view(b));
                    matmul(c, accum, a, b, 1.0, Par::Seq);
                }
            }
        )*
    };
}

products!(f32: sgemm, f64: dgemm);

fn faer_view<T>(matrix: Matrix<'_, T>) -> MatRef<'_, T> {
    if matrix.transposed {
        MatRef::from_column_major_slice(matrix.entries, matrix.rows, matrix.columns)
    } else {
        MatRef::from_row_major_slice(matrix.entries, matrix.rows, matrix.columns)
    }
}
