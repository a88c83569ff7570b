use plies::{Affine, Init, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2).init(Init::Hee),
//~                                           ^^^ `Hee` `Init`
        //~ fix: affine1: Affine::new(4, 2).init(Init::He),
    }
}

fn main() {}
