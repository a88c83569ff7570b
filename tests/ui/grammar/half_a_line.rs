use plies::{Affine, Network, Relu, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::,
//~                      ^
        //~ fix:
        affine3: Affine::new(50, 10) from relu1,
    }
}

fn main() {
    let net = Net::<f32>::new(1);
    println!("{}", net.affine3.weight);
}
