use plies::{Activation, Inputs, Rule, Scalar, Shape, network};

#[derive(Clone, Copy)]
pub struct Double;

impl Double {
    pub const fn shape_rule(self, x: Shape) -> Rule {
    //~ fix: pub const fn shape_rule(self, x: Inputs) -> Rule { let x = x.one();
        Rule::takes([x]).gives(x)
    }
}

impl Activation for Double {
    fn activate<T: Scalar>(self, x: T) -> T {
        x + x
    }

    fn slope<T: Scalar>(self, _: T, _: T) -> T {
        T::of(2.0)
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        double: Double,
//~             ^^^^^^ `fn(Double, Inputs) -> _`
    }
}

fn main() {}
