//! Matrix products of the `gemm` crate.

/// A matrix in row-major order, to be read as it is or transposed.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    entries: &'a [f32],
    rows: usize,
    columns: usize,
    /// From row to row, and from column to column.
    strides: (isize, isize),
}

impl<'a> Matrix<'a> {
    pub fn new(entries: &'a [f32], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns);
        Matrix { entries, rows, columns, strides: (columns as isize, 1) }
    }

    pub fn transposed(self) -> Self {
        let (row, column) = self.strides;
        Matrix { rows: self.columns, columns: self.rows, strides: (column, row), ..self }
    }
}

/// `c = a b`, or `c += a b`.
pub fn multiply(a: Matrix, b: Matrix, c: &mut [f32], add: bool) {
    assert!(a.columns == b.rows && c.len() == a.rows * b.columns);
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
            a.strides.1,
            a.strides.0,
            b.entries.as_ptr(),
            b.strides.1,
            b.strides.0,
            1.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}
