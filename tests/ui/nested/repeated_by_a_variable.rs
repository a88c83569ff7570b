fn train(depth: usize) {
//~ fix: fn train() { const DEPTH: usize = 3;
    plies::network! {
        struct Net(x: [4]) -> [4] {
            blocks: [plies::Affine::to(4); depth],
//~                                        ^^^^^ (no remedy)
            //~ fix: blocks: [plies::Affine::to(4); DEPTH],
        }
    }
}

fn main() {}
