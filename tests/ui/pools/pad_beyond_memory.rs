use plies::{ZeroPad2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 4, 4] {
        pad1: ZeroPad2d::new(1 << 40),
//~           ^^^^^^^^^ `pad1` `usize` [1, 4, 4] `x`
        //~ fix: pad1: ZeroPad2d::new(0),
    }
}

fn main() {}
