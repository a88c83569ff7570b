use plies::{Affine, network};

network! {
    struct Net(in: [4]) -> [2] {
//~            ^^ `in` `r#in`
    //~ fix: struct Net(r#in: [4]) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
