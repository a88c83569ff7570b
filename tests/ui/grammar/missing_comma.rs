use plies::{Affine, Network, Relu, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu
//~            ^^^^ `relu1`
        //~ fix: relu1: Relu,
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let net = Net::<f32>::new(1);
    println!("{}", net.affine2.weight);
}
