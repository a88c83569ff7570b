use plies::{Conv2d, network};

network! {
    struct Net(x: [1, 28, 28]) -> [6, 26, 26] {
        conv1: Conv2d::new(6, 5).pading(1),
//~                              ^^^^^^ `pading` `padding`
        //~ fix: conv1: Conv2d::new(6, 5).padding(1),
    }
}

fn main() {}
