use plies::network;

    network! {}
//~ ^^^^^^^^^^^ `struct` (shows the chain)
    //~ fix: network! { struct Net(x: [4]) -> [2] { affine1: plies::Affine::to(2) } }

fn main() {}
