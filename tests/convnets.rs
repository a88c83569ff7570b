//! Networks with convolutions learn to read digits, real ones where `MNIST_DIR` names their folder, else drawn ones.
//!
//! These are the networks of the examples, on so few digits that a build without optimisation is through in seconds.

#[path = "../examples/deep_convnet/net.rs"]
mod deep_convnet;
#[path = "../examples/digits/mod.rs"]
mod digits;
#[path = "../examples/residual/net.rs"]
mod residual;
#[path = "../examples/simple_convnet/net.rs"]
mod simple_convnet;

use std::path::PathBuf;
use std::thread;

use deep_convnet::DeepConvNet;
use plies::{
    Adam, Affine, Batches, Conv2d, Digits, MaxPool2d, Mnist, Network, Relu, Sgd, SoftmaxWithLoss, network,
};
use residual::ResidualNet;
use simple_convnet::SimpleConvNet;

/// The first digits to train on, and the first to test with.
fn digits<const TRAIN: usize, const TEST: usize>() -> [Digits; 2] {
    let folder = std::env::var_os("MNIST_DIR").map(PathBuf::from);
    let Mnist { mut train, mut test } = digits::find(folder.as_deref(), [TRAIN, TEST]).unwrap();
    for (digits, count) in [(&mut train, TRAIN), (&mut test, TEST)] {
        digits.images.truncate(count);
        digits.labels.truncate(count);
    }
    [train, test]
}

/// Goes through some digits in batches of 20.
fn learn<P>(net: &mut P, Digits { images, labels }: &Digits, epochs: usize, rate: f64)
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss>,
{
    let (mut gradient, mut tape, mut adam) = (P::zeros(), P::tape::<20>(), Adam::new(rate));
    let mut batches = Batches::new(images, labels, 20, 1);
    for _ in 0..epochs {
        batches.shuffle();
        while let Some((images, labels)) = batches.next_batch() {
            net.gradient(images, labels, &mut gradient, &mut tape);
            net.step(&gradient, &mut adam);
        }
    }
}

/// Learns five digits by heart.
#[track_caller]
fn learns_by_heart<P>(net: &mut P, epochs: usize)
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss>,
{
    let ([train, _], mut workspace) = (digits::<5, 1>(), P::workspace::<20>());
    let before = net.loss(&train.images, &train.labels, &mut workspace);
    learn(net, &train, epochs, 0.003);
    let after = net.loss(&train.images, &train.labels, &mut workspace);
    println!("loss from {before} to {after}");
    assert!(after < 0.8 * before, "loss from {before} to {after}");
}

#[test]
fn the_simple_convnet_reads_digits() {
    let [train, test] = digits::<500, 200>();
    let mut net = SimpleConvNet::new(1);
    learn(&mut *net, &train, 1, 0.003);
    let accuracy = net.accuracy(&test.images, &test.labels, &mut SimpleConvNet::workspace::<20>());
    println!("accuracy {accuracy}");
    assert!(accuracy > 0.65, "accuracy {accuracy}");
}

#[test]
fn the_deep_convnet_learns() {
    learns_by_heart(&mut *DeepConvNet::new(1), 20);
}

#[test]
fn the_residual_network_learns() {
    learns_by_heart(&mut *ResidualNet::new(1), 10);
}

network! {
    /// LeCun et al. 1998, with rectified units and maxima.
    struct LeNet(x: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5).padding(2),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5),
        relu2: Relu,
        pool2: MaxPool2d::new(2),
        affine1: Affine::new(400, 120),
        relu3: Relu,
        affine2: Affine::to(84),
        relu4: Relu,
        affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn a_lenet_fits_into_a_small_stack() {
    let train = || {
        let [Digits { images, labels }, _] = digits::<64, 1>();
        let (mut net, mut gradient, mut tape) = (LeNet::<f32>::new(1), LeNet::zeros(), LeNet::tape::<64>());
        let mut workspace = LeNet::workspace::<64>();
        let before = net.gradient(&images, &labels, &mut gradient, &mut tape);
        net.step(&gradient, &mut Sgd::new(0.05));
        let after = net.loss(&images, &labels, &mut workspace);
        assert!(after < before, "from {before} to {after}");
        net.accuracy(&images, &labels, &mut workspace)
    };
    let small = thread::Builder::new().stack_size(2 << 20).spawn(train);
    assert!(small.unwrap().join().unwrap() > 0.0);
}
