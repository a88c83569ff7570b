use plies::{Affine, Network, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
    }
}

fn main() {
    println!("{:?}", Net::<f32>::new(1));
//~                  ^^^^^^^^^^^^^^^^^^ `Net` `Debug`
    //~ fix: println!("{:?}", Net::<f32>::new(1).affine1);
}
