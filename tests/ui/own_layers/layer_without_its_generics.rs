use plies::{Activation, Inputs, Rule, Scalar, network};

#[derive(Clone, Copy)]
pub struct Times<const N: usize>;

impl<const N: usize> Times<N> {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl<const N: usize> Activation for Times<N> {
    fn activate<T: Scalar>(self, x: T) -> T {
        T::of(N as f64) * x
    }

    fn slope<T: Scalar>(self, _: T, _: T) -> T {
        T::of(N as f64)
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        twice: Times,
//~            ^^^^^ `N`
        //~ fix: twice: Times::<2>,
    }
}

fn main() {}
