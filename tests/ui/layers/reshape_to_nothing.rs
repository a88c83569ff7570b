use plies::{Reshape, network};

network! {
    struct Net(x: [12]) -> [1, 3, 4] {
        image: Reshape::to([0, 3, 4]),
//~            ^^^^^^^ `image` [12] `x`
        //~ fix: image: Reshape::to([1, 3, 4]),
    }
}

fn main() {}
