use plies::{Add, network};

network! {
    struct Net(a: [4]; b: [4]) -> [4] {
//~                  ^ `,`
    //~ fix: struct Net(a: [4], b: [4]) -> [4] {
        sum: Add from (a, b),
    }
}

fn main() {}
