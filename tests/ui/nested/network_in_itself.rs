use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        net: Net,
//~          ^^^ `Net`
        //~ fix:
    }
}

fn main() {}
