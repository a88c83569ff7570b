use plies::{Backward, Forward, Inputs, Layer, Rule, Scalar, Shape};

/// One image after the other, along the channels.
#[derive(Clone, Copy)]
pub struct Concat;

impl Concat {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (first, all) = (inputs.one(), inputs.all());
        let (mut takes, mut channels, mut i) = ([Shape::scalar(); plies::MAX_INPUTS], 0, 0);
        while i < all.len() {
            takes[i] = Shape::image(all[i].dim(0), first.dim(1), first.dim(2));
            channels += all[i].dim(0);
            i += 1;
        }
        Rule::takes_all(takes.split_at(i).0).gives(Shape::image(channels, first.dim(1), first.dim(2)))
    }
}

macro_rules! concat {
    ($($x:ident $F:ident),*) => {
        impl<T: Scalar, $(const $F: usize,)* const O: usize> Layer<($([T; $F],)*), [T; O]> for Concat {
            type Parameters = ();
            type Cache<const N: usize> = ();

            fn forward<const N: usize>(self, pass: Forward<'_, Self, ($([T; $F],)*), [T; O], N>) {
                let Forward { x: ($($x,)*), y, .. } = pass;
                for (n, y) in y.iter_mut().enumerate() {
                    let mut at = 0;
                    $(
                        y[at..][..$F].copy_from_slice(&$x[n]);
                        at += $F;
                    )*
                    assert_eq!(at, O);
                }
            }

            fn backward<const N: usize>(self, pass: Backward<'_, Self, ($([T; $F],)*), [T; O], N>) {
                let Backward { dy, dx: ($($x,)*), .. } = pass;
                let mut at = 0;
                $(
                    for (dx, dy) in $x.into_iter().flatten().zip(dy) {
                        dx.copy_from_slice(&dy[at..][..$F]);
                    }
                    at += $F;
                )*
                assert_eq!(at, O);
            }
        }
    };
}

concat!(a A, b B);
concat!(a A, b B, c C);
