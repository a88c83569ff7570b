use plies::{Affine, network};

network! {
    #[budget(macs = 1e6)]
//~                 ^^^ `macs` `macs = 1_000_000`
    //~ fix: #[budget(macs = 1_000_000)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
