use plies::{Activation, Inputs, Rule, Scalar, network};

#[derive(Clone, Copy)]
pub struct Leaky {
    slope: f64,
}

impl Leaky {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Leaky {
    fn activate<T: Scalar>(self, x: T) -> T {
        T::of(self.slope) * x
    }

    fn slope<T: Scalar>(self, _: T, _: T) -> T {
        T::of(self.slope)
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        leaky1: Leaky,
//~             ^^^^^ `slope` (no remedy)
        //~ fix: leaky1: Leaky { slope: 0.1 },
    }
}

fn main() {}
