//! A struct of matrices that an optimizer or a saver can walk.

use std::fmt;

use nalgebra::SMatrix;

use crate::{Scalar, Zeroed};

/// What of a layer or a network lasts from step to step: weights, running statistics.
///
/// Derive it for a struct whose fields are matrices:
///
/// ```
/// use plies::{Parameters, SMatrix, SVector, Scalar};
///
/// /// What an affine layer learns.
/// #[derive(Clone, Debug, Parameters)]
/// pub struct WeightAndBias<T: Scalar, const IN: usize, const OUT: usize> {
///     pub weight: SMatrix<T, IN, OUT>,
///     pub bias: SVector<T, OUT>,
/// }
/// ```
///
/// A field marked `#[statistic]`, such as a running mean, is not trained: it has no gradient. Where the gradient of
/// a parameter would be, a layer's backward leaves what the statistic changes by, and every optimizer adds that.
///
/// In a crate that has renamed the dependency, `#[plies(crate = new_name)]` says so.
pub trait Parameters<T: Scalar>: Zeroed {
    /// Whether there is no matrix in it.
    const EMPTY: bool;

    /// Visits each matrix of several values side by side, such as a gradient (to read) and a network (to write).
    fn walk<const R: usize, const W: usize>(
        read: [&Self; R],
        write: [&mut Self; W],
        path: Path<'_>,
        visit: &mut impl FnMut(Entry<'_>, [&[T]; R], [&mut [T]; W]),
    );

    /// Makes every entry zero.
    #[inline]
    fn clear(&mut self) {
        Self::walk([], [self], Path::ROOT, &mut |_, [], [entries]| entries.fill(T::zero()));
    }
}

/// One matrix on the walk.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Where it lies.
    pub path: Path<'a>,
    /// Its rows and columns; column after column in memory.
    pub shape: [usize; 2],
}

/// Where a matrix lies: prints as `encoder.affine1.weight`, the name a PyTorch state dict gives it.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    name: &'a str,
    trained: bool,
}

impl<'a> Path<'a> {
    /// Where a walk begins.
    pub const ROOT: Path<'static> = Path { parent: None, name: "", trained: true };

    /// A field that is trained if what it lies in is.
    #[inline]
    pub fn field(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), name, trained: self.trained }
    }

    /// A field that is not trained.
    #[inline]
    pub fn statistic(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), name, trained: false }
    }

    /// Whether a gradient changes it.
    #[inline]
    pub fn is_trained(&self) -> bool {
        self.trained
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent
            && parent.parent.is_some()
        {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)
    }
}

impl<T: Scalar> Parameters<T> for () {
    const EMPTY: bool = true;

    #[inline]
    fn walk<const R: usize, const W: usize>(
        _: [&(); R],
        _: [&mut (); W],
        _: Path<'_>,
        _: &mut impl FnMut(Entry<'_>, [&[T]; R], [&mut [T]; W]),
    ) {
    }
}

impl<T: Scalar, const ROWS: usize, const COLUMNS: usize> Parameters<T> for SMatrix<T, ROWS, COLUMNS> {
    const EMPTY: bool = false;

    #[inline]
    fn walk<const R: usize, const W: usize>(
        read: [&Self; R],
        write: [&mut Self; W],
        path: Path<'_>,
        visit: &mut impl FnMut(Entry<'_>, [&[T]; R], [&mut [T]; W]),
    ) {
        let entry = Entry { path, shape: [ROWS, COLUMNS] };
        visit(entry, read.map(|matrix| matrix.as_slice()), write.map(|matrix| matrix.as_mut_slice()));
    }
}
