use plies::{Affine, Init, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4).init("he"),
//~                                 ^^^^ `Init` (shows the library)
        //~ fix: affine1: Affine::to(4).init(Init::He),
    }
}

fn main() {}
