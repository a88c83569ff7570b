use plies::{Add, Affine, Conv2d, network};

network! {
    struct Net(image: [28, 28]) -> [10] {
    //~ fix: struct Net(image: [1, 28, 28]) -> [10] {
        narrow: Conv2d::new(8, 3).padding(1),
//~             ^^^^^^ `narrow` `image` [28, 28] `Reshape::to([channels, height, width])`
        wide: Conv2d::new(8, 5).padding(2) from image,
        sum: Add from (narrow, wide),
        affine1: Affine::to(10),
    }
}

fn main() {}
