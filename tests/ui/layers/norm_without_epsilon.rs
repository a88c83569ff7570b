use plies::{LayerNorm, network};

network! {
    struct Net(x: [6]) -> [6] {
        norm1: LayerNorm::new().epsilon(0.0),
//~            ^^^^^^^^^ `norm1` [6] `x`
        //~ fix: norm1: LayerNorm::new().epsilon(1e-5),
    }
}

fn main() {}
