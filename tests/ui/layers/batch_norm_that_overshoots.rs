use plies::{BatchNorm, network};

network! {
    struct Net(x: [6]) -> [6] {
        norm1: BatchNorm::new().momentum(1.5),
//~            ^^^^^^^^^ `norm1` [6] `x`
        //~ fix: norm1: BatchNorm::new().momentum(0.1),
    }
}

fn main() {}
