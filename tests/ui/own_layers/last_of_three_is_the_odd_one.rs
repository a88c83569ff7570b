use plies::{Affine, Backward, Forward, Inputs, Layer, Relu, Rule, Scalar, network};

/// The sum of three.
#[derive(Clone, Copy)]
pub struct Sum3;

impl Sum3 {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x, x, x]).gives(x)
    }
}

type Three<T, const F: usize> = ([T; F], [T; F], [T; F]);

impl<T: Scalar, const F: usize> Layer<Three<T, F>, [T; F]> for Sum3 {
    type Parameters = ();
    type Cache<const N: usize> = ();

    fn forward<const N: usize>(self, pass: Forward<'_, Self, Three<T, F>, [T; F], N>) {
        let Forward { x: (a, b, c), y, .. } = pass;
        for n in 0..y.len() {
            for i in 0..F {
                y[n][i] = a[n][i] + b[n][i] + c[n][i];
            }
        }
    }

    fn backward<const N: usize>(self, pass: Backward<'_, Self, Three<T, F>, [T; F], N>) {
        let Backward { dy, dx: (da, db, dc), .. } = pass;
        for dx in [da, db, dc].into_iter().flatten() {
            dx.copy_from_slice(dy);
        }
    }
}

network! {
    struct Net(a: [4], b: [4]) -> [4] {
        affine1: Affine::to(3) from a,
        //~ fix: affine1: Affine::to(4) from a,
        relu1: Relu,
        sum: Sum3 from (a, b, relu1),
//~          ^^^^ `sum` [3] [4] `a` `affine1`
    }
}

fn main() {}
