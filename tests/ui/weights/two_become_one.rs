use plies::{Affine, network};

network! {
    #[weights("net.safetensors", affine2 = affine1)]
//~                              ^^^^^^^ `affine1.bias`
    //~ fix: #[weights("net.safetensors")]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
