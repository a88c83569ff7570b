use plies::{Elu, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        y: Elu::new(1.0 / 0.0),
//~        ^^^ `y` [4] `x`
        //~ fix: y: Elu::new(1.0),
    }
}

fn main() {}
