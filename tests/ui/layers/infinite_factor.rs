use plies::{Scale, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        y: Scale::by(1.0 / 0.0),
//~        ^^^^^ `y` [4] `x`
        //~ fix: y: Scale::by(0.5),
    }
}

fn main() {}
