use plies::{Affine, network};

network! {
    struct Net(x: [8]) -> [6] {
        #[budget(parameters = 60)]
//~       ^^^^^^
        //~ fix:
        affine1: Affine::to(6),
    }
}

fn main() {}
