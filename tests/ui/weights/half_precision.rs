use plies::{Affine, network};

network! {
    #[weights("half.safetensors")]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
//~              ^^^^^^ `affine1.weight` F16 F32
        //~ fix: affine1: Affine::to(3),
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
