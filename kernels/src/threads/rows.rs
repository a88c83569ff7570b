//! Room for an output, which is split where work is dealt out.

/// Room for rows of an output.
pub trait Rows: Send + Sized {
    /// The first so many rows, and the others.
    fn split(self, rows: usize) -> (Self, Self);
}

/// Rows of `width` entries.
pub struct RowsOf<'a, T> {
    /// Row after row.
    pub entries: &'a mut [T],
    /// How many each row has.
    pub width: usize,
}

impl<T: Send> Rows for RowsOf<'_, T> {
    fn split(self, rows: usize) -> (Self, Self) {
        let (first, others) = self.entries.split_at_mut(rows * self.width);
        (RowsOf { entries: first, width: self.width }, RowsOf { entries: others, width: self.width })
    }
}

/// Rows of one entry.
impl<T: Send> Rows for &mut [T] {
    fn split(self, rows: usize) -> (Self, Self) {
        self.split_at_mut(rows)
    }
}

impl<A: Rows, B: Rows> Rows for (A, B) {
    fn split(self, rows: usize) -> (Self, Self) {
        let ((a, a_others), (b, b_others)) = (self.0.split(rows), self.1.split(rows));
        ((a, b), (a_others, b_others))
    }
}

impl<R: Rows> Rows for Option<R> {
    fn split(self, rows: usize) -> (Self, Self) {
        self.map(|all| all.split(rows)).unzip()
    }
}
