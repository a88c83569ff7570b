#![forbid(unsafe_code)]

use plies::Parameters;

/// A trait of the same name, for what must not begin as zeros.
mod forged {
    pub use plies::{Entry, Path, Zeroed, wire};

    pub trait Parameters<T>: Sized {
        const FIXED: bool = false;
        const COUNT: usize = 0;
        const TRAINED: usize = 0;
        const FIELDS: &'static [wire::FieldLayout] = &[]; const LAYOUT: wire::Layout<Self> = wire::Layout::UNKNOWN;

        fn walk<const R: usize, const W: usize>(
            _: [&Self; R],
            _: [&mut Self; W],
            _: Path<'_>,
            _: &mut impl FnMut(Entry<'_>, [&[T]; R], [&mut [T]; W]),
        ) {
        }
    }

    impl<T> Parameters<T> for &'static u8 {}
    impl<T: plies::Scalar, const N: usize> Parameters<T> for plies::SVector<T, N> {}
}

#[derive(Parameters)]
#[plies(crate = forged)]
pub struct Forged<T: plies::Scalar, const N: usize> {
    weight: plies::SVector<T, N>,
    reference: &'static u8,
}

fn main() {}
