use plies::{Affine, network};

network! {
    #[budget(ram = "KiB")]
//~                ^^^^^ `KiB` `"64 KiB"`
    //~ fix: #[budget(ram = "1 KiB")]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
