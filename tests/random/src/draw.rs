use plies::{Random, Samples};

/// What can be drawn: the samples of one input, or of a tuple of several.
pub trait Draw: Samples {
    fn draw(random: &mut Random, samples: usize) -> Self::Gathered;
}

impl<const F: usize> Draw for [f64; F] {
    fn draw(random: &mut Random, samples: usize) -> Vec<[f64; F]> {
        super::reals(random, samples)
    }
}

macro_rules! tuple {
    ($($input:ident)*) => {
        impl<$($input: Draw),*> Draw for ($($input,)*) {
            fn draw(random: &mut Random, samples: usize) -> Self::Gathered {
                ($($input::draw(random, samples),)*)
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
