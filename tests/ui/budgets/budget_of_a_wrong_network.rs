use plies::{Affine, network};

network! {
    #[budget(parameters = 10, ram = "1 B", macs = 1)]
    //~ fix: #[budget(parameters = 100, ram = "1 kB", macs = 100)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(4),
        affine2: Affine::new(5, 6),
//~              ^^^^^^ `affine2` [5] `affine1` [4]
        //~ fix: affine2: Affine::new(4, 6),
    }
}

fn main() {}
