use plies::Affine;

    network! {
//~ ^^^^^^^ `network` (no remedy)
    //~ fix: plies::network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
