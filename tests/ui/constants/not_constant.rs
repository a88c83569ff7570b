use plies::{Affine, network};

fn hidden() -> usize {
//~ fix: const fn hidden() -> usize {
    50
}

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, hidden()),
//~                               ^^^^^^^^ `hidden` (no remedy)
        affine2: Affine::to(10),
    }
}

fn main() {}
