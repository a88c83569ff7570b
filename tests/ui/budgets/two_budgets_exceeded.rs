use plies::{Affine, network};

network! {
    #[budget(parameters = 10)]
//~                       ^^ `Net` `affine1`
    //~ fix: #[budget(parameters = 100)]
    #[budget(ram = 100)]
//~                ^^^ `Net` `affine1`
    //~ fix: #[budget(ram = 1000)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
