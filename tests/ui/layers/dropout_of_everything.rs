use plies::{Dropout, network};

network! {
    struct Net(x: [16]) -> [16] {
        dropout1: Dropout::new(1.0),
//~               ^^^^^^^ `dropout1` [16] `x`
        //~ fix: dropout1: Dropout::new(0.5),
    }
}

fn main() {}
