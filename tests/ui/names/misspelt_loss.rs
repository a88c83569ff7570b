use plies::{Affine, SoftmaxWithLoss, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
        loss: SoftMaxWithLoss,
//~           ^^^^^^^^^^^^^^^ `SoftMaxWithLoss` `SoftmaxWithLoss` (shows the library)
        //~ fix: loss: SoftmaxWithLoss,
    }
}

fn main() {}
