use plies::{Affine, Conv2d, MaxPool2d, Relu, SoftmaxWithLoss, network};

network! {
    pub struct Net(image: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5),
        pool2: MaxPool2d::new(2),
        affine1: Affine::new(400, 120),
//~              ^^^^^^ `affine1` [400] `pool2` [16, 4, 4] [6, 12, 12]
        //~ fix: affine1: Affine::new(256, 120),
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {}
