use plies::{Affine, network};

network! {
    #[budget(parameters = 60 macs = 100)]
//~                          ^^^^ `parameters`
    //~ fix: #[budget(parameters = 60, macs = 100)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
