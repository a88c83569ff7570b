use plies::{Add, network};

network! {
    pub struct Net(a: [], b: [], c: [], d: [], e: [], f: [], g: [], h: [], i: []) -> [] {
//~                                                                        ^
    //~ fix: pub struct Net(h: [], i: []) -> [] {
        sum: Add from (h, i),
    }
}

fn main() {}
