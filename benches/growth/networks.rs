//! The networks that are measured: fully connected, with rectifiers between the layers.

use plies::{Affine, Relu, SoftmaxWithLoss, network};

use super::series::Series;
use super::step::Step;

/// The batch where it is not what grows.
const BATCH: usize = 64;

/// How wide the layers are where depth grows.
const WIDTH: usize = 64;

network! {
    struct Digits(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1: Relu,
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    struct Hidden(x: [WIDTH]) -> [WIDTH] { affine: Affine::to(WIDTH), relu: Relu }
}

macro_rules! batches {
    ($($batch:literal),*) => {
        vec![$(Step::new::<Digits, 784, $batch>($batch)),*]
    };
}

macro_rules! widths {
    ($($width:literal),*) => {
        vec![$({
            network! {
                struct Wide(x: [$width]) -> [10] {
                    affine1: Affine::to($width),
                    relu1: Relu,
                    affine2: Affine::to($width),
                    relu2: Relu,
                    affine3: Affine::to(10),
                    loss: SoftmaxWithLoss,
                }
            }
            Step::new::<Wide, $width, BATCH>($width)
        }),*]
    };
}

macro_rules! depths {
    ($($depth:literal),*) => {
        vec![$({
            const HIDDEN: usize = $depth - 1;
            network! {
                struct Deep(x: [WIDTH]) -> [10] {
                    hidden: [Hidden; HIDDEN],
                    affine: Affine::to(10),
                    loss: SoftmaxWithLoss,
                }
            }
            Step::new::<Deep, WIDTH, BATCH>($depth)
        }),*]
    };
}

/// All steps, by what grows.
pub fn all() -> [Series; 3] {
    [
        Series {
            name: "batch",
            networks: "784-50-10",
            steps: batches![1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
        },
        Series {
            name: "width",
            networks: "width-width-width-10, batch 64",
            steps: widths![8, 16, 32, 64, 128, 256, 512, 1024, 2048],
        },
        Series {
            name: "depth", networks: "64-64-…-64-10, batch 64", steps: depths![2, 5, 10, 20, 50, 100]
        },
    ]
}
