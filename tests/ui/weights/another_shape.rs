use plies::{Affine, network};

network! {
    #[weights("net.safetensors")]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(4),
//~              ^^^^^^ `affine1.weight` [3, 2] [4, 2]
        //~ fix: affine1: Affine::to(3),
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
