//! One face for the products of several crates.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

/// A matrix in row-major order, to be read as it is or transposed.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    pub entries: &'a [f32],
    pub rows: usize,
    pub columns: usize,
    pub transposed: bool,
}

impl<'a> Matrix<'a> {
    pub fn new(entries: &'a [f32], rows: usize, columns: usize) -> Self {
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
pub trait Product {
    fn product(a: Matrix, b: Matrix, c: &mut [f32], add: bool);
}

fn check(a: Matrix, b: Matrix, c: &[f32]) {
    assert!(a.columns == b.rows && c.len() == a.rows * b.columns);
}

/// The `gemm` crate, with its AVX-512 kernels.
pub struct Gemm;

impl Product for Gemm {
    fn product(a: Matrix, b: Matrix, c: &mut [f32], add: bool) {
        check(a, b, c);
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

/// The `matrixmultiply` crate, on which nalgebra builds.
pub struct MatrixMultiply;

impl Product for MatrixMultiply {
    fn product(a: Matrix, b: Matrix, c: &mut [f32], add: bool) {
        check(a, b, c);
        let ((a_row, a_column), (b_row, b_column)) = (a.strides(), b.strides());
        let old = if add { 1.0 } else { 0.0 };
        // SAFETY: the three matrices lie in their slices, whose sizes were checked.
        unsafe {
            matrixmultiply::sgemm(
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

/// The `faer` crate.
pub struct Faer;

impl Product for Faer {
    fn product(a: Matrix, b: Matrix, c: &mut [f32], add: bool) {
        let c = MatMut::from_row_major_slice_mut(c, a.rows, b.columns);
        let accum = if add { Accum::Add } else { Accum::Replace };
        let (a, b) = (faer_view(a), faer_view(b));
        matmul(c, accum, a, b, 1.0, Par::Seq);
    }
}

fn faer_view(matrix: Matrix<'_>) -> MatRef<'_, f32> {
    if matrix.transposed {
        MatRef::from_column_major_slice(matrix.entries, matrix.rows, matrix.columns)
    } else {
        MatRef::from_row_major_slice(matrix.entries, matrix.rows, matrix.columns)
    }
}
