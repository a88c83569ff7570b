use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
//~                                    ^^^^ `size`
        class: Affine::to(3),
        //~ fix: class: Affine::to(3), size: Affine::to(2),
    }
}

fn main() {}
