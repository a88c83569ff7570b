use plies::{Affine, network};

network! {
    #[weights("transposed.safetensors")]
    //~ fix: #[weights("net.safetensors")]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
//~              ^^^^^^ `affine1.weight` [2, 3] [3, 2]
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
