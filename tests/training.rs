//! Networks learn: digits, real ones where `MNIST_DIR` names their folder, else drawn ones.

#[path = "../examples/digits/mod.rs"]
mod digits;

use std::path::PathBuf;
use std::thread;

use plies::{
    Affine, Batches, Class, MeanSquaredError, Mnist, Network, Random, Relu, Sgd, Sigmoid, SoftmaxWithLoss,
    network,
};

network! {
    /// The two-layer network of the chapter.
    struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn digits_are_read_after_some_steps() {
    let folder = std::env::var_os("MNIST_DIR").map(PathBuf::from);
    let Mnist { train, test } = digits::find(folder.as_deref(), [6_000, 500]).unwrap();
    let mut net = TwoLayerNet::<f32>::new(1);
    let (mut gradient, mut tape) = (TwoLayerNet::zeros(), TwoLayerNet::tape::<100>());
    let mut batches = Batches::new(&train.images, &train.labels, 100, 1);
    // As many of either, however many there are: it is a build without optimisation.
    let mut left = 200;
    while left > 0 {
        batches.shuffle();
        while let Some((images, labels)) = batches.next_batch()
            && left > 0
        {
            net.gradient(images, labels, &mut gradient, &mut tape);
            net.step(&gradient, &mut Sgd::new(0.5));
            left -= 1;
        }
    }
    let accuracy = net.accuracy(&test.images, &test.labels, &mut TwoLayerNet::workspace::<100>());
    println!("accuracy {accuracy}");
    assert!(accuracy > 0.9, "accuracy {accuracy}");
}

network! {
    struct Large(x: [784]) -> [10] {
        affine1: Affine::new(784, 1000),
        relu1: Relu,
        affine2: Affine::new(1000, 1000),
        relu2: Relu,
        affine3: Affine::new(1000, 10),
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn a_large_network_fits_into_a_small_stack() {
    let train = || {
        let (mut net, mut gradient, mut tape) = (Large::<f32>::new(1), Large::zeros(), Large::tape::<256>());
        let x = vec![[0.5; 784]; 256];
        let labels: Vec<_> = (0..256).map(|n| Class::<10>::new(n % 10).unwrap()).collect();
        let before = net.gradient(&x, &labels, &mut gradient, &mut tape);
        net.step(&gradient, &mut Sgd::new(0.1));
        let mut workspace = Large::workspace::<64>();
        let after = net.loss(&x, &labels, &mut workspace);
        assert!(after < before, "from {before} to {after}");
        net.copied().predict_one(&x[0], &mut workspace)[0].is_finite()
    };
    let small = thread::Builder::new().stack_size(2 << 20).spawn(train);
    assert!(small.unwrap().join().unwrap());
}

network! {
    struct ExclusiveOr(x: [2]) -> [1] {
        affine1: Affine::to(8),
        sigmoid1: Sigmoid,
        affine2: Affine::to(1),
        loss: MeanSquaredError,
    }
}

#[test]
fn what_no_single_layer_can_learn_is_learnt() {
    let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let targets = [[0.0], [1.0], [1.0], [0.0]];
    let (mut net, mut gradient, mut tape) =
        (ExclusiveOr::<f64>::new(1), ExclusiveOr::zeros(), ExclusiveOr::tape::<4>());
    for _ in 0..10_000 {
        net.gradient(&x, &targets, &mut gradient, &mut tape);
        net.step(&gradient, &mut Sgd::new(0.2));
    }
    let mut y = [[0.0]; 4];
    net.predict(&x, &mut y, &mut ExclusiveOr::workspace::<1>());
    assert!(y.iter().zip(&targets).all(|(y, t)| (y[0] - t[0]).abs() < 0.01), "{y:?}");
}

#[test]
fn threads_share_one_network() {
    let mut random = Random::new(1);
    let x: Vec<[f64; 784]> = (0..8).map(|_| std::array::from_fn(|_| random.uniform())).collect();
    let labels: Vec<_> = (0..8).map(|n| Class::<10>::new(n).unwrap()).collect();
    let net = TwoLayerNet::<f64>::new(1);
    let mut whole = TwoLayerNet::zeros();
    net.gradient(&x, &labels, &mut whole, &mut TwoLayerNet::tape::<8>());
    let halves = thread::scope(|scope| {
        let halves = x.chunks(4).zip(labels.chunks(4)).map(|(x, labels)| {
            let net = &net;
            scope.spawn(move || {
                let mut gradient = TwoLayerNet::zeros();
                net.gradient(x, labels, &mut gradient, &mut TwoLayerNet::tape::<4>());
                gradient
            })
        });
        halves.collect::<Vec<_>>().into_iter().map(|half| half.join().unwrap()).collect::<Vec<_>>()
    });
    let [first, second] = [0, 1].map(|half| halves[half].affine1.weight.as_slice());
    for ((a, b), mean) in first.iter().zip(second).zip(whole.affine1.weight.as_slice()) {
        assert!(((a + b) / 2.0 - mean).abs() < 1e-15);
    }
}
