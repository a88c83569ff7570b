use plies::{Inputs, Rule, network};

#[derive(Clone, Copy)]
pub struct Double;

impl Double {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        double: Double,
//~             ^^^^^^ `double` `Double` [4] `Layer<[T; 4], [T; 4]>`
        //~ fix: double: plies::Scale::by(2.0),
    }
}

fn main() {}
