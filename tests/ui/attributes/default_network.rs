use plies::{Affine, network};

network! {
    #[derive(Default)]
//~          ^^^^^^^ `Default`
    //~ fix:
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
