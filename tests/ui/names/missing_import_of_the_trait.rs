use plies::{Affine, network};
//~ fix: use plies::{Affine, Network, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {
    let net = Net::<f32>::new(1);
//~                       ^^^ `new` `Network`
}
