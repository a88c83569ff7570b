use plies::{Activation, Inputs, Rule, Scalar, Shape, network};

#[derive(Clone, Copy)]
pub struct Double;

impl Double {
    pub const fn shape_rule(self, inputs: Inputs) -> Shape {
    //~ fix: pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        inputs.one()
        //~ fix: Rule::takes([inputs.one()]).gives(inputs.one())
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
//~             ^^^^^^ `Rule` `plies::Shape` (shows the library)
    }
}

fn main() {}
