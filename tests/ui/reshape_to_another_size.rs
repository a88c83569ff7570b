use plies::{Reshape, network};

network! {
    struct Net(x: [12]) -> [1, 3, 3] {
        image: Reshape::to([1, 3, 3]),
    }
}

fn main() {}
