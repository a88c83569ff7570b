use plies::{Affine, network};

network! {
    #[weights("net.safetensors")]
    #[weights("half.safetensors")]
//~   ^^^^^^^
    //~ fix: 
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
