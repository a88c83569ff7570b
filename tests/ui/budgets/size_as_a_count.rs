use plies::{Affine, network};

network! {
    #[budget(parameters = "50 k")]
//~                       ^^^^^^ `parameters` `parameters = 50_000`
    //~ fix: #[budget(parameters = 50_000)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
