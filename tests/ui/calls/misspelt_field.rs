use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn weight(net: &Net) -> f32 {
    net.afine1.weight[0]
//~     ^^^^^^ `afine1` `&Net`
    //~ fix: net.affine1.weight[0]
}

fn main() {}
