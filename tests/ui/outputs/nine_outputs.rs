use plies::{Relu, network};

network! {
    struct Net(x: []) -> (a: [], b: [], c: [], d: [], e: [], f: [], g: [], h: [], i: []) {
//~                                                                                  ^^
    //~ fix: struct Net(x: []) -> (b: [], c: [], d: [], e: [], f: [], g: [], h: [], i: []) {
        a: Relu,
        b: Relu,
        c: Relu from x,
        d: Relu from x,
        e: Relu from x,
        f: Relu from x,
        g: Relu from x,
        h: Relu from x,
        i: Relu from x,
    }
}

fn main() {}
