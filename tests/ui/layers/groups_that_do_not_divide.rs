use plies::{GroupNorm, network};

network! {
    struct Net(x: [6, 2, 2]) -> [6, 2, 2] {
        norm1: GroupNorm::new(4),
//~            ^^^^^^^^^ `norm1` [6, 2, 2] `x`
        //~ fix: norm1: GroupNorm::new(3),
    }
}

fn main() {}
