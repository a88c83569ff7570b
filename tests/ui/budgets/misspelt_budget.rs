use plies::{Affine, network};

network! {
    #[budget(paramters = 100)]
//~          ^^^^^^^^^ `paramters` `parameters`
    //~ fix: #[budget(parameters = 100)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
