use plies::{Conv2d, GlobalAvgPool, network};

const MOST: usize = 6_000;

network! {
    #[budget(macs = MOST / 2)]
//~                 ^^^^ `Net` `conv2`
    //~ fix: #[budget(macs = 2 * MOST)]
    struct Net(image: [1, 10, 10]) -> [4] {
        conv1: Conv2d::new(2, 3),
        conv2: Conv2d::new(4, 3),
        mean: GlobalAvgPool,
    }
}

fn main() {}
