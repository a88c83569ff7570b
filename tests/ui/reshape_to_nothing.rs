use plies::{Reshape, network};

network! {
    struct Net(x: [12]) -> [1, 3, 4] {
        image: Reshape::to([0, 3, 4]),
    }
}

fn main() {}
