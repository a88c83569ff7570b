use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
        #[frozen]
//~     ^
        //~ fix:
        loss: MeanSquaredError,
    }
}

fn main() {}
