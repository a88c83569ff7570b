//! The convolutional network of the book's section 8.1.

use plies::{Affine, Conv2d, Dropout, Init, MaxPool2d, Relu, SoftmaxWithLoss, network};

network! {
    /// Six convolutions, pooled after each pair.
    pub struct DeepConvNet(x: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(16, 3).padding(1),
        relu1: Relu,
        conv2: Conv2d::new(16, 3).padding(1),
        relu2: Relu,
        pool1: MaxPool2d::new(2),
        conv3: Conv2d::new(32, 3).padding(1),
        relu3: Relu,
        conv4: Conv2d::new(32, 3).padding(2),
        relu4: Relu,
        pool2: MaxPool2d::new(2),
        conv5: Conv2d::new(64, 3).padding(1),
        relu5: Relu,
        conv6: Conv2d::new(64, 3).padding(1),
        relu6: Relu,
        pool3: MaxPool2d::new(2),
        affine1: Affine::to(50).init(Init::He),
        relu7: Relu,
        dropout1: Dropout::new(0.5),
        affine2: Affine::to(10).init(Init::He),
        dropout2: Dropout::new(0.5),
        loss: SoftmaxWithLoss,
    }
}
