use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        relu1: Relu,
    }
}

fn weight(net: &Net) -> f32 {
    net.relu1.weight[0]
//~           ^^^^^^ `weight` (no remedy)
    //~ fix: net.affine1.weight[0]
}

fn main() {}
