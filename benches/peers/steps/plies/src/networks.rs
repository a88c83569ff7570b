//! The networks, as plies declares them.

use plies::{Add, Affine, Conv2d, MaxPool2d, MeanSquaredError, Mul, Relu, SoftmaxWithLoss, Tanh, network};

network! {
    /// One hidden layer.
    pub struct TwoLayer(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1: Relu,
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Two wide ones.
    pub struct ThreeLayer(x: [784]) -> [10] {
        affine1: Affine::to(512),
        relu1: Relu,
        affine2: Affine::to(512),
        relu2: Relu,
        affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Convolutions that read digits.
    pub struct LeNet5(image: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5).padding(2),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5),
        relu2: Relu,
        pool2: MaxPool2d::new(2),
        affine1: Affine::to(120),
        relu3: Relu,
        affine2: Affine::to(84),
        relu4: Relu,
        affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Small enough for a cache line or two.
    pub struct Small(x: [2]) -> [1] {
        affine1: Affine::to(16),
        tanh1: Tanh,
        affine2: Affine::to(16),
        tanh2: Tanh,
        affine3: Affine::to(1),
        loss: MeanSquaredError,
    }
}

network! {
    /// What apples and oranges cost.
    pub struct Shopping(apple: [], apple_num: [], orange: [], orange_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        orange_price: Mul from (orange, orange_num),
        all_price: Add from (apple_price, orange_price),
        price: Mul from (all_price, tax),
    }
}
