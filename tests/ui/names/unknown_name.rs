use plies::{Add, Affine, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        affine2: Affine::new(784, 50) from x,
        sum: Add from (affine1, afine2),
//~                             ^^^^^^ `afine2`
        //~ fix: sum: Add from (affine1, affine2),
        affine3: Affine::new(50, 10),
    }
}

fn main() {
    let net: Box<Net> = plies::Network::new(1);
    println!("{}", net.affine3.weight);
}
