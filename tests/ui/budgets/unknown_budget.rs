use plies::{Affine, network};

network! {
    #[budget(flops = 100)]
//~          ^^^^^ `flops` `macs`
    //~ fix: #[budget(macs = 100)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
