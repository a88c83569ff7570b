use plies::{Affine, Network, network};

network! {
    pub struct Wrong(x: [8]) -> [4] {
        affine1: Affine::new(8, 6),
        affine2: Affine::new(7, 4),
//~              ^^^^^^ `affine2` [7] `affine1` [6]
        //~ fix: affine2: Affine::new(6, 4),
    }
}

network! {
    pub struct AlsoWrong(x: [8]) -> [3] {
//~                                 ^^^ `AlsoWrong` [3] `affine1` [4]
    //~ fix: pub struct AlsoWrong(x: [8]) -> [4] {
        affine1: Affine::new(8, 4),
    }
}

network! {
    pub struct Right(x: [8]) -> [4] {
        affine1: Affine::new(8, 4),
    }
}

fn main() {
    let (wrong, right) = (Wrong::<f32>::new(1), Right::<f32>::new(1));
    println!("{} {}", wrong.affine2.weight, right.affine1.weight);
}
