use plies::{Affine, Inputs, Message, PerSample, Rule, Scalar, Shape, network};

/// Sums neighbours in pairs.
#[derive(Clone, Copy)]
pub struct Pairs;

impl Pairs {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x])
            .gives(Shape::vector(x.len().div_ceil(2)))
            .require(
                x.len() % 2 == 0,
                Message::new("takes an even number of entries"),
                Message::new("feed it from a layer that gives ").number(x.len() + 1),
            )
    }
}

impl<T: Scalar, const IN: usize, const OUT: usize> PerSample<[T; IN], [T; OUT]> for Pairs {
    type Parameters = ();

    fn forward(self, _: &(), x: &[T; IN], y: &mut [T; OUT]) {
        for i in 0..OUT {
            y[i] = x[2 * i] + x[2 * i + 1];
        }
    }

    fn backward(self, _: &(), _: &[T; IN], _: &[T; OUT], dy: &[T; OUT], dx: &mut [T; IN]) {
        for i in 0..IN {
            dx[i] = dy[i / 2];
        }
    }
}

network! {
    pub struct Net(x: [8]) -> [10] {
        affine1: Affine::new(8, 7),
        //~ fix: affine1: Affine::new(8, 8),
        pairs: Pairs,
//~            ^^^^^ `pairs` [7] `affine1`
        affine2: Affine::to(10),
    }
}

fn main() {}
