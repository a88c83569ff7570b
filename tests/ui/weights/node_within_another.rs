use plies::{Affine, network};

network! {
    #[weights("within.safetensors")]
//~           ^^^^^^^^^^^^^^^^^^^^ `model.0`
    //~ fix: #[weights("within.safetensors", "model.0" = affine1)]
    struct Net(x: [2]) -> [3] {
        affine1: Affine::to(3),
    }
}

fn main() {
    let _ = Net::WEIGHTS;
}
