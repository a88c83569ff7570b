use plies::{Affine, Inputs, PerSample, Rule, Scalar, Shape, network};

/// Keeps the first half; but its `impl` says that it keeps everything.
#[derive(Clone, Copy)]
pub struct Half;

impl Half {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x]).gives(Shape::vector(x.len() / 2))
        //~ fix: Rule::takes([x]).gives(Shape::vector(x.len()))
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Half {
    type Parameters = ();

    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        *y = *x;
    }

    fn backward(self, _: &(), _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        *dx = *dy;
    }
}

network! {
    pub struct Net(x: [8]) -> [10] {
        affine1: Affine::new(8, 6),
        half: Half,
//~           ^^^^ `half` `Half` [6] [3]
        affine2: Affine::to(10),
    }
}

fn main() {}
