use plies::{Reshape, SoftmaxWithLoss, network};

network! {
    struct Net(x: [4]) -> [1, 2, 2] {
    //~ fix: struct Net(x: [4]) -> [4] {
        image: Reshape::to([1, 2, 2]),
        //~ fix: image: Reshape::to([4]),
        loss: SoftmaxWithLoss,
//~           ^^^^^^^^^^^^^^^ `SoftmaxWithLoss` [1, 2, 2] `image`
    }
}

fn main() {}
