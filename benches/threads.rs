//! Training steps that two threads share, against the same on one.
//!
//! ```text
//! cargo bench -p plies-benches --features rayon --bench threads
//! ```
//!
//! What two cores of this machine can do at most is measured beside, by arithmetic that reads no memory.

mod interleave;
mod peak;

use std::hint::black_box;

use criterion::Criterion;
use interleave::{Contender, compare};
use plies::{Affine, Class, Conv2d, MaxPool2d, Network, Random, Relu, Sgd, SoftmaxWithLoss, Tape, network};
use rayon::{ThreadPool, ThreadPoolBuilder};

network! {
    struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::to(50), relu1: Relu, affine2: Affine::to(10), loss: SoftmaxWithLoss,
    }
}

network! {
    struct Wide(x: [784]) -> [10] {
        affine1: Affine::to(512), relu1: Relu, affine2: Affine::to(512), relu2: Relu, affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    struct LeNet(image: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5).padding(2), relu1: Relu, pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5), relu2: Relu, pool2: MaxPool2d::new(2),
        affine1: Affine::to(120), relu3: Relu, affine2: Affine::to(84), relu4: Relu, affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let pools = [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
    arithmetic(&mut criterion, &pools);
    steps::<TwoLayerNet<f32>, 100>(&mut criterion, "20 training steps 784-50-10, batch 100", &pools);
    steps::<Wide<f32>, 128>(&mut criterion, "20 training steps 784-512-512-10, batch 128", &pools);
    steps::<LeNet<f32>, 64>(&mut criterion, "20 training steps LeNet-5, batch 64", &pools);
    criterion.final_summary();
}

const NAMES: [&str; 2] = ["one thread", "two threads"];

/// How many steps a run makes. A thread that has slept while the other contender ran takes long to wake up.
const STEPS: usize = 20;

/// Steps of a network that is fed images of 784 pixels.
fn steps<P, const N: usize>(criterion: &mut Criterion, title: &str, pools: &[ThreadPool; 2])
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss> + Send + Sync,
    Tape<P, N>: Send,
{
    let mut random = Random::new(1);
    let images: Vec<[f32; 784]> = (0..N).map(|_| std::array::from_fn(|_| random.uniform() as f32)).collect();
    let labels: Vec<Class<10>> = (0..N).map(|n| Class::new(n % 10).unwrap()).collect();
    let (images, labels) = (&images[..], &labels[..]);
    let contenders = pools.iter().zip(NAMES).map(|(pool, name)| {
        let (mut net, mut gradient) = (P::new(1), P::zeros());
        let mut tape = P::tape::<N>();
        Contender::new(name, move || {
            pool.install(|| {
                let mut step = || {
                    let (x, labels, mut sgd) = (black_box(images), black_box(labels), Sgd::new(0.01));
                    net.train_step(x, labels, &mut gradient, &mut tape, &mut sgd)
                };
                (0..STEPS).map(|_| f64::from(step())).sum()
            })
        })
    });
    compare(criterion, title, contenders.collect());
}

/// Multiply-adds that wait for nothing, as many on one thread as on two.
fn arithmetic(criterion: &mut Criterion, pools: &[ThreadPool; 2]) {
    let Some(run) = peak::run() else { return };
    let contenders = pools.iter().zip(NAMES).map(|(pool, name)| {
        Contender::new(name, move || {
            // As long as a few steps.
            let half = || (0..1000).map(|_| run()).sum::<f64>();
            let (a, b) = pool.join(half, half);
            a + b
        })
    });
    compare(criterion, "arithmetic alone", contenders.collect());
}
