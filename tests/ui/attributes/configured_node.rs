use plies::{Affine, Relu, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        #[cfg(test)]
//~     ^
        //~ fix:
        relu1: Relu,
    }
}

fn main() {}
