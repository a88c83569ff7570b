use plies::{Affine, Concat, network};

network! {
    struct Head(x: [50]) -> [10] {
        affine1: Affine::to(10),
    }
}

network! {
    struct Net(x: [784]) -> [20] {
        trunk: Affine::to(40),
        //~ fix: trunk: Affine::to(50),
        head: Head,
//~           ^^^^ `head` `tail` [50] [40]
        tail: Head from trunk,
        both: Concat from (head, tail),
    }
}

fn main() {}
