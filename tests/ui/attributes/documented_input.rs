use plies::{Affine, network};

network! {
    struct Net(
        /// Pixels.
//~     ^^^^^^^^^^^
        //~ fix:
        x: [4],
    ) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
