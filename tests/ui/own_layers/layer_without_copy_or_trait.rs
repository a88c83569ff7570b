use plies::{Inputs, Rule, network};

pub struct Double;
//~ fix: #[derive(Clone, Copy)] pub struct Double;

impl Double {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}
//~ fix: } impl plies::Activation for Double { fn activate<T: plies::Scalar>(self, x: T) -> T { x } fn slope<T: plies::Scalar>(self, _: T, _: T) -> T { T::of(1.0) } }

network! {
    struct Net(x: [4]) -> [4] {
        double: Double,
//~             ^^^^^^ `Double` `Copy`
    }
}

fn main() {}
