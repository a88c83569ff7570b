use plies::{Affine, network};

network! {
    #[budget(ram = "65536")]
//~                ^^^^^^^ `65536` `KiB`
    //~ fix: #[budget(ram = 65536)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
