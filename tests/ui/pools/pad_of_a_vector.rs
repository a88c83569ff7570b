use plies::{ZeroPad2d, network};

network! {
    struct Net(x: [4]) -> [6] {
    //~ fix: struct Net(x: [1, 2, 2]) -> [1, 4, 4] {
        pad1: ZeroPad2d::new(1),
//~           ^^^^^^^^^ `pad1` [4] `x`
    }
}

fn main() {}
