use plies::{Affine, network};

network! {
    #[weights("net.safetensors")]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
        affine2: Affine::to(2),
        affine3: Affine::to(2),
//~              ^^^^^^ `affine3.weight` [2, 2]
        //~ fix: 
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
