fn train(pixels: usize) {
//~ fix: fn train() { const PIXELS: usize = 784;
    plies::network! {
        struct Net(x: [pixels]) -> [10] {
//~                    ^^^^^^ (no remedy)
        //~ fix: struct Net(x: [PIXELS]) -> [10] {
            affine1: plies::Affine::to(10),
        }
    }
}

fn main() {}
