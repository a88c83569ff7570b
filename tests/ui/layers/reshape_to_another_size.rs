use plies::{Reshape, network};

network! {
    struct Net(x: [12]) -> [1, 3, 3] {
    //~ fix: struct Net(x: [9]) -> [1, 3, 3] {
        image: Reshape::to([1, 3, 3]),
//~            ^^^^^^^ `image` [1, 3, 3] [12] `x`
    }
}

fn main() {}
