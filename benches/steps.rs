//! Steps that a `network!` block declares, against the same steps written by hand.
//!
//! ```text
//! cargo bench
//! ```
//!
//! The contenders of a group take turns, so that whatever else the machine does meets them alike. One thread.

mod by_hand;
mod interleave;
mod one_thread;

use std::hint::black_box;

use by_hand::price::Price;
use by_hand::product::{Faer, Gemm, MatrixMultiply};
use by_hand::{matrices, price, small, two_layer};
use criterion::Criterion;
use interleave::{Contender, compare};
use plies::{
    Add, Affine, Class, MeanSquaredError, Mul, Network, Random, Relu, Sgd, Sigmoid, SoftmaxWithLoss, Tape,
    Zeroed, network,
};

network! {
    /// The two-layer network of the chapter.
    pub struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Small enough for a cache line or two.
    pub struct Small(x: [2]) -> [1] {
        affine1: Affine::new(2, 16),
        sigmoid1: Sigmoid,
        affine2: Affine::new(16, 16),
        sigmoid2: Sigmoid,
        affine3: Affine::new(16, 1),
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

const BATCH: usize = 100;
const RATE: f32 = 0.1;

fn main() {
    one_thread::use_one_thread();
    let mut criterion = Criterion::default().configure_from_args();
    two_layer_net(&mut criterion);
    small_net(&mut criterion);
    shopping(&mut criterion);
    criterion.final_summary();
}

fn two_layer_net(criterion: &mut Criterion) {
    let mut random = Random::new(1);
    let images: Vec<[f32; 784]> =
        (0..BATCH).map(|_| std::array::from_fn(|_| random.uniform() as f32)).collect();
    let labels: Vec<Class<10>> = (0..BATCH).map(|n| Class::new(n % 10).unwrap()).collect();
    let (images, labels) = (&images[..], &labels[..]);

    let mut net = TwoLayerNet::<f32>::new(1);
    let (mut gradient, mut tape) = (TwoLayerNet::zeros(), TwoLayerNet::tape::<BATCH>());
    let mut gemm = two_layer::Step::new(&net);
    let mut faer = two_layer::Step::new(&net);
    let mut matrixmultiply = two_layer::Step::new(&net);
    let mut dynamic = matrices::Step::new(&net, images);
    compare(
        criterion,
        "training step 784-50-10, batch 100",
        vec![
            Contender::new("network!", || {
                let (x, labels, mut sgd) = (black_box(images), black_box(labels), Sgd::new(RATE.into()));
                net.train_step(x, labels, &mut gradient, &mut tape, &mut sgd).into()
            }),
            Contender::new("by hand, on gemm", || {
                gemm.run::<Gemm>(black_box(images), black_box(labels), RATE).into()
            }),
            Contender::new("by hand, on faer", || {
                faer.run::<Faer>(black_box(images), black_box(labels), RATE).into()
            }),
            Contender::new("by hand, on matrixmultiply", || {
                matrixmultiply.run::<MatrixMultiply>(black_box(images), black_box(labels), RATE).into()
            }),
            Contender::new("by hand, on nalgebra's DMatrix", || dynamic.run(black_box(labels), RATE).into()),
        ],
    );
}

fn small_net(criterion: &mut Criterion) {
    let data: Vec<([f32; 2], f32)> = (0..256)
        .map(|i| [i % 16, i / 16].map(|side| side as f32 / 8.0 - 1.0))
        .map(|[a, b]| ([a, b], a * b))
        .collect();
    let mut net = Small::<f32>::new(1);
    let (mut gradient, mut tape) = (Small::zeros(), Small::tape::<1>());
    let mut by_hand = small::Step::new(&net);
    let (mut i, mut j) = (0, 0);
    let next = |i: &mut usize| {
        *i = (*i + 1) % data.len();
        black_box(data[*i])
    };
    compare(
        criterion,
        "training step 2-16-16-1, sigmoid, batch 1",
        vec![
            Contender::new("network!", || {
                let (x, t) = next(&mut i);
                net.train_step(&[x], &[[t]], &mut gradient, &mut tape, &mut Sgd::new(RATE.into())).into()
            }),
            Contender::new("by hand, in nested loops", || {
                let (x, t) = next(&mut j);
                by_hand.run(x, t, RATE).into()
            }),
        ],
    );
}

fn shopping(criterion: &mut Criterion) {
    let x: Price = ([100.0], [2.0], [150.0], [3.0], [1.1]);
    compare(
        criterion,
        "price of apples and oranges, forward and backward",
        vec![
            Contender::new("network!", || declared_price(black_box(&x)).0),
            Contender::new("by hand", || price::by_hand(black_box(&x)).0),
        ],
    );
}

#[inline(never)]
fn declared_price(x: &Price) -> (f64, Price) {
    black_box(Shopping::<f64>::zeroed().value_and_gradient(x, &mut Tape::<_, 1>::new()))
}
