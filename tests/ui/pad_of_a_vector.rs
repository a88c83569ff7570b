use plies::{ZeroPad2d, network};

network! {
    struct Net(x: [4]) -> [6] {
        pad1: ZeroPad2d::new(1),
    }
}

fn main() {}
