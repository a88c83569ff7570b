//! A struct of matrices that an optimizer or a saver can walk.

use std::fmt;
use std::marker::PhantomData;

use nalgebra::SMatrix;

use crate::layout::{FieldLayout, Layout, Made};
use crate::stored::Stored;
use crate::{Message, Scalar, Shape, Zeroed};

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
///     #[no_decay]
///     pub bias: SVector<T, OUT>,
/// }
/// ```
///
/// A field marked `#[statistic]`, such as a running mean, is not trained: it has no gradient. Where the gradient of
/// a parameter would be, a layer's backward leaves what the statistic changes by, and [`Network::step`](crate::Network::step)
/// adds that.
///
/// A field marked `#[no_decay]`, such as a bias, is trained, but no weight decay pulls it towards zero unless asked to.
///
/// In a crate that has renamed the dependency, `#[plies(crate = new_name)]` says so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no parameters",
    label = "no parameters",
    note = "parameters are matrices, such as `SMatrix<T, 2, 3>` and `SVector<T, 3>`, or a struct with `#[derive(Parameters)]`"
)]
pub trait Parameters<T: Scalar>: Zeroed {
    /// Whether no step changes anything in it: there is no matrix, or all are frozen.
    const FIXED: bool;
    /// How many entries all matrices have, but those of statistics.
    const COUNT: usize;
    /// How many of them a gradient changes: all but those of frozen nodes.
    const TRAINED: usize;
    /// The fields of a struct.
    #[doc(hidden)]
    const FIELDS: &'static [FieldLayout] = &[];
    /// Where in a value each matrix lies.
    #[doc(hidden)]
    const LAYOUT: Layout<Self> = Layout::UNKNOWN;

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

impl Entry<'_> {
    /// The shape of the tensor that PyTorch would keep of it, such as `[6, 1, 5, 5]` for the weight of `Conv2d::new(6, 5)` that
    /// is fed one channel, or `[50, 784]` for that of `Affine::new(784, 50)`. Its entries are in the same order in memory.
    ///
    /// ```
    /// use plies::{Affine, Conv2d, Network, Parameters, Path, network};
    ///
    /// network! {
    ///     struct Net(image: [1, 8, 8]) -> [10] { conv1: Conv2d::new(6, 5), affine1: Affine::to(10) }
    /// }
    /// let (net, mut shapes) = (Net::<f32>::zeros(), vec![]);
    /// Net::walk([&*net], [], Path::ROOT, &mut |entry, [_], []| {
    ///     shapes.push(format!("{} {}", entry.path, entry.stored()));
    /// });
    /// assert_eq!(shapes[0], "conv1.weight [6, 1, 5, 5]");
    /// assert_eq!(shapes[2], "affine1.weight [10, 96]");
    /// ```
    ///
    /// # Panics
    /// If the layer's rule says a shape that has not as many entries.
    pub fn stored(&self) -> Shape {
        self.path.stored.shape(self.path.name, self.shape)
    }
}

/// Where a matrix lies: prints as `encoder.affine1.weight`, the name a PyTorch state dict gives it.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    name: &'a str,
    role: Role,
    /// Under which shapes the matrices of the node that it lies in are stored.
    stored: &'a Stored,
}

/// What becomes of a matrix. What lies in another thing has the later of both roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Trained,
    NoDecay,
    Statistic,
    Frozen,
}

impl<'a> Path<'a> {
    /// Where a walk begins.
    pub const ROOT: Path<'static> =
        Path { parent: None, name: "", role: Role::Trained, stored: &Stored::NONE };

    /// A field that is what it lies in: trained, unless that is not.
    #[inline]
    pub fn field(&'a self, name: &'a str) -> Path<'a> {
        self.with(name, Role::Trained)
    }

    /// A field that is trained, but does not decay.
    #[inline]
    pub fn no_decay(&'a self, name: &'a str) -> Path<'a> {
        self.with(name, Role::NoDecay)
    }

    /// A field that is not trained, but changes with every step.
    #[inline]
    pub fn statistic(&'a self, name: &'a str) -> Path<'a> {
        self.with(name, Role::Statistic)
    }

    /// A field that stays as it is.
    #[inline]
    pub fn frozen(&'a self, name: &'a str) -> Path<'a> {
        self.with(name, Role::Frozen)
    }

    #[inline]
    fn with(&'a self, name: &'a str, role: Role) -> Path<'a> {
        Path { parent: Some(self), name, role: self.role.max(role), stored: self.stored }
    }

    /// The same place, whose matrices are stored under these shapes, if there are any.
    #[doc(hidden)]
    #[inline]
    pub fn stored(self, stored: &'a Stored) -> Path<'a> {
        if stored.is_none() { self } else { Path { stored, ..self } }
    }

    /// Whether a gradient changes it.
    #[inline]
    pub fn is_trained(&self) -> bool {
        self.role <= Role::NoDecay
    }

    /// Whether weight decay pulls it towards zero: a weight, not a bias.
    #[inline]
    pub fn decays(&self) -> bool {
        self.role == Role::Trained
    }

    /// Whether it changes with every step, without a gradient.
    #[inline]
    pub fn is_statistic(&self) -> bool {
        self.role == Role::Statistic
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
    const FIXED: bool = true;
    const COUNT: usize = 0;
    const LAYOUT: Layout<Self> = Layout { made: Made::Fields(&[]), of: PhantomData };
    const TRAINED: usize = 0;

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
    const FIXED: bool = false;
    const COUNT: usize = ROWS * COLUMNS;
    const LAYOUT: Layout<Self> = Layout { made: Made::Matrix { shape: [ROWS, COLUMNS] }, of: PhantomData };
    const TRAINED: usize = ROWS * COLUMNS;

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

impl<T: Scalar, P: Parameters<T>, const TIMES: usize> Parameters<T> for [P; TIMES] {
    const FIXED: bool = P::FIXED;
    const COUNT: usize = TIMES * P::COUNT;
    const LAYOUT: Layout<Self> = Layout {
        made: Made::Times { count: TIMES, size: size_of::<P>(), of: &P::LAYOUT.made },
        of: PhantomData,
    };
    const TRAINED: usize = TIMES * P::TRAINED;

    #[inline]
    fn walk<const R: usize, const W: usize>(
        read: [&Self; R],
        mut write: [&mut Self; W],
        path: Path<'_>,
        visit: &mut impl FnMut(Entry<'_>, [&[T]; R], [&mut [T]; W]),
    ) {
        for i in 0..TIMES {
            let number = Message::new("").number(i);
            let (read, write) = (read.map(|all| &all[i]), write.each_mut().map(|all| &mut all[i]));
            P::walk(read, write, path.field(number.as_str()), visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Parameters, SVector};

    #[derive(Parameters)]
    #[plies(crate = crate)]
    struct Inner<T: Scalar> {
        weight: SVector<T, 2>,
        #[no_decay]
        bias: SVector<T, 2>,
        #[statistic]
        mean: SVector<T, 2>,
    }

    #[derive(Parameters)]
    #[plies(crate = crate)]
    struct Outer<T: Scalar> {
        inner: Inner<T>,
        #[no_decay]
        norm: Inner<T>,
    }

    #[test]
    fn a_field_has_the_later_role_of_its_own_and_its_owners() {
        let mut found = vec![];
        Outer::<f64>::walk([], [&mut Outer::zeroed()], Path::ROOT, &mut |entry, [], [_]| {
            let path = entry.path;
            found.push((path.to_string(), path.is_trained(), path.decays(), path.is_statistic()));
        });
        // Statistics are no parameters.
        assert_eq!(
            (<Inner<f64> as Parameters<f64>>::COUNT, <[Outer<f64>; 3] as Parameters<f64>>::COUNT),
            (4, 24)
        );
        let expected = [
            ("inner.weight", true, true, false),
            ("inner.bias", true, false, false),
            ("inner.mean", false, false, true),
            ("norm.weight", true, false, false),
            ("norm.bias", true, false, false),
            ("norm.mean", false, false, true),
        ];
        assert_eq!(found, expected.map(|(path, a, b, c)| (path.to_owned(), a, b, c)));
        let frozen = Path::ROOT.frozen("head");
        let statistic = frozen.statistic("mean");
        assert!(!frozen.field("weight").is_trained() && !statistic.is_statistic());
    }
}
