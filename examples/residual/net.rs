//! A network whose layers are fed around each other.

use plies::{
    Add, Affine, BatchNorm, Concat, Conv2d, GlobalAvgPool, MaxPool2d, Relu, SoftmaxWithLoss, network,
};

network! {
    /// Two convolutions learn what to add to an image of 16 channels (He et al. 2015, *Deep Residual Learning*).
    pub struct Block(x: [16, 14, 14]) -> [16, 14, 14] {
        conv1: Conv2d::new(16, 3).padding(1),
        norm1: BatchNorm::new(),
        relu1: Relu,
        conv2: Conv2d::new(16, 3).padding(1),
        norm2: BatchNorm::new(),
        sum: Add from (norm2, x),
        relu2: Relu,
    }
}

network! {
    /// Residual blocks between two layers that see an image at several scales (Szegedy et al. 2014, *Going Deeper with
    /// Convolutions*).
    pub struct ResidualNet(x: [1, 28, 28]) -> [10] {
        narrow: Conv2d::new(8, 3).padding(1),
        wide: Conv2d::new(8, 5).padding(2) from x,
        seen: Concat from (narrow, wide),
        relu1: Relu,
        pool1: MaxPool2d::new(2),

        blocks: [Block; 2],

        fine: Conv2d::new(32, 3).padding(1),
        coarse: Conv2d::new(16, 5).padding(2) from blocks,
        both: Concat from (fine, coarse, blocks),
        relu2: Relu,
        mean: GlobalAvgPool,
        affine1: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}
