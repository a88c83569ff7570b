use plies::{MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> [4] {
//~        ^^^ `Net`
        loss: MeanSquaredError,
        //~ fix: relu1: plies::Relu, loss: MeanSquaredError,
    }
}

fn main() {}
