use plies::{Affine, Relu, network};

network! {
    #[budget(parameters = 30_000)]
//~                       ^^^^^^ `Net` `affine1`
    //~ fix: #[budget(parameters = 40_000)]
    struct Net(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1: Relu,
        affine2: Affine::to(10),
    }
}

fn main() {}
