use plies::{Affine, Conv2d, MaxPool2d, network};

network! {
    struct Net(image: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(8, 5),
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5),
        pool2: MaxPool2d::new(2),
        conv3: Conv2d::new(32, 1),
        pool3: MaxPool2d::new(2),
        affine1: Affine::new(100, 10),
//~              ^^^^^^ `affine1` [100] `pool3` [32, 2, 2]
        //~ fix: affine1: Affine::new(128, 10),
    }
}

fn main() {}
