use plies::{Affine, network};

network! {
    #[budget]
//~   ^^^^^^ `#[budget(parameters = 50_000)]`
    //~ fix: #[budget(parameters = 60)]
    struct Net(x: [8]) -> [6] {
        affine1: Affine::to(6),
    }
}

fn main() {}
