use plies::{Affine, network};

network! {
    #[weights("half.safetensors")]
    //~ fix: #[weights("net.safetensors")]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
//~              ^^^^^^ `affine1.weight`
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
