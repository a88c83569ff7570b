use plies::{Affine, network};

network! {
    #[budget(macs =, parameters = 60)]
//~               ^ `macs =` `macs = 1_000_000`
    //~ fix: #[budget(macs = 100, parameters = 60)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
