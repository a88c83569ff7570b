use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> (class: [3]; size: [2]) {
//~                                  ^ `,`
    //~ fix: struct Net(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
    }
}

fn main() {}
