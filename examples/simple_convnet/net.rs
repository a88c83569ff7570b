//! The convolutional network of the book's section 7.5.

use plies::{Affine, Conv2d, MaxPool2d, Relu, SoftmaxWithLoss, network};

network! {
    /// A convolution, and two layers that read what it saw.
    pub struct SimpleConvNet(x: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(30, 5),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        affine1: Affine::to(100),
        relu2: Relu,
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}
