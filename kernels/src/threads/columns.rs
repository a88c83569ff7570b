//! Some columns of an output.

use std::marker::PhantomData;
use std::slice;

use super::Rows;

/// Columns that lie side by side in the rows of an output. Other threads may have the others meanwhile.
pub struct Columns<'a, T> {
    /// Of the first row.
    first: *mut T,
    rows: usize,
    /// How far the rows lie apart.
    pitch: usize,
    width: usize,
    lent: PhantomData<&'a mut [T]>,
}

// SAFETY: it is as mutable slices of its rows are, which nobody else has.
unsafe impl<T: Send> Send for Columns<'_, T> {}

impl<'a, T> Columns<'a, T> {
    /// All columns of rows of `width` entries.
    ///
    /// # Panics
    /// If the last row is not whole, or rows have no entries.
    #[inline(always)]
    pub fn of_rows(entries: &'a mut [T], width: usize) -> Self {
        assert!(width > 0 && entries.len().is_multiple_of(width), "a row is not whole");
        let rows = entries.len() / width;
        Columns { first: entries.as_mut_ptr(), rows, pitch: width, width, lent: PhantomData }
    }

    /// How many rows there are.
    #[inline(always)]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    #[inline(always)]
    pub fn width(&self) -> usize {
        self.width
    }

    /// What of a row is in the columns.
    ///
    /// # Panics
    /// If there are not as many rows.
    #[inline(always)]
    pub fn row(&mut self, i: usize) -> &mut [T] {
        assert!(i < self.rows, "an output of fewer rows");
        // SAFETY: the row is one of those of the slice that all columns are of, and of its `pitch` entries, these are those from the
        // first column on. `split` has made sure that there are as many, and that no others have them; and `self` is borrowed
        // for as long as they are.
        unsafe { slice::from_raw_parts_mut(self.first.add(i * self.pitch), self.width) }
    }
}

/// Columns are dealt out as rows are: of what is transposed, they are.
impl<T: Send> Rows for Columns<'_, T> {
    fn split(self, columns: usize) -> (Self, Self) {
        assert!(columns <= self.width, "fewer columns");
        let first = Columns { width: columns, ..self };
        // Of no rows, no place is needed, and there may be none.
        let others = if self.rows == 0 { self.first } else { self.first.wrapping_add(columns) };
        (first, Columns { first: others, width: self.width - columns, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_their_columns() {
        let mut entries = [0; 12];
        let (mut first, others) = Columns::of_rows(&mut entries, 4).split(1);
        let (mut second, mut third) = others.split(3);
        assert_eq!((first.rows(), second.width(), third.width()), (3, 3, 0));
        for i in 0..3 {
            first.row(i).fill(1);
            second.row(i).copy_from_slice(&[2, 3, 4 + i]);
            assert!(third.row(i).is_empty());
        }
        assert_eq!(entries, [1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3, 6]);
    }

    #[test]
    #[should_panic(expected = "an output of fewer rows")]
    fn there_are_no_other_rows() {
        Columns::of_rows(&mut [0; 12], 4).row(3);
    }

    #[test]
    #[should_panic(expected = "fewer columns")]
    fn there_are_no_other_columns() {
        let _ = Columns::of_rows(&mut [0; 12], 4).split(5);
    }

    #[test]
    #[should_panic(expected = "a row is not whole")]
    fn rows_are_whole() {
        let _ = Columns::of_rows(&mut [0; 11], 4);
    }
}
