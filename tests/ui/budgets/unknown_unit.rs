use plies::{Affine, network};

network! {
    #[budget(ram = "64 KB")]
//~                ^^^^^^^ `KB` `KiB`
    //~ fix: #[budget(ram = "64 KiB")]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
