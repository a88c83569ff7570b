use plies::{Affine, network};

network! {
    #[budget(macs = 100, parameters = 60, macs = 200)]
//~                                       ^^^^ `macs`
    //~ fix: #[budget(macs = 100, parameters = 60)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
