fn train(hidden: usize) {
//~ fix: fn train() { const HIDDEN: usize = 50;
    plies::network! {
        struct Net(x: [784]) -> [10] {
            affine1: plies::Affine::to(hidden),
//~                                    ^^^^^^ (no remedy)
            //~ fix: affine1: plies::Affine::to(HIDDEN),
            affine2: plies::Affine::to(10),
        }
    }
}

fn main() {}
