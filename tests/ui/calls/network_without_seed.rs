use plies::{Affine, Network, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {
    let net = Net::<f32>::new();
//~           ^^^^^^^^^^^^^^^ `u64` (shows the library)
    //~ fix: let net = Net::<f32>::new(1);
}
