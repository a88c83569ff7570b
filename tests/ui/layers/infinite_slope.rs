use plies::{LeakyRelu, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        y: LeakyRelu::new(1.0 / 0.0),
//~        ^^^^^^^^^ `y` [4] `x`
        //~ fix: y: LeakyRelu::new(0.01),
    }
}

fn main() {}
