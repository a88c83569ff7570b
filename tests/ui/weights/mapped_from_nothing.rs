use plies::{Affine, network};

network! {
    #[weights("foreign.safetensors", fc3 = affine2)]
//~                                  ^^^ `fc3` `fc2`
    //~ fix: #[weights("foreign.safetensors", fc2 = affine2)]
    struct Net(x: [2]) -> [2] {
        affine1: Affine::to(3),
        affine2: Affine::to(2),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
