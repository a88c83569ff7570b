use plies::{Affine, network};

network! {
    struct Net(x: [2]) -> [2] {
        #[weights("net.safetensors")] affine1: Affine::to(2),
//~       ^^^^^^^
        //~ fix: affine1: Affine::to(2),
    }
}

fn main() {}
