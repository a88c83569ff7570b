use plies::{Dropout, network};

network! {
    struct Net(x: [4]) -> [4] {
        dropout1: Dropout::new(1),
//~                            ^ `f64` (shows the library)
        //~ fix: dropout1: Dropout::new(0.1),
    }
}

fn main() {}
