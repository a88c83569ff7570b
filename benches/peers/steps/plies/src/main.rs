//! The steps in plies.

mod networks;
#[path = "../../contender/mod.rs"]
mod contender;

use std::hint::black_box;

use networks::{LeNet5, Shopping, Small, ThreeLayer, TwoLayer};
use plies::{Class, Loss, Network, Path, Sgd, Tape};
use contender::{Case, Data, serve};

const RATE: f64 = 0.1;

fn main() {
    serve(|data, name| {
        Some(match name {
            "train/784-50-10" => train::<TwoLayer, 100>(data, "784-50-10"),
            "train/784-512-512-10" => train::<ThreeLayer, 128>(data, "784-512-512-10"),
            "train/lenet5" => train::<LeNet5, 64>(data, "lenet5"),
            "predict/784-50-10" => predict::<TwoLayer>(data, "784-50-10"),
            "predict/784-512-512-10" => predict::<ThreeLayer>(data, "784-512-512-10"),
            "predict/lenet5" => predict::<LeNet5>(data, "lenet5"),
            "train/2-16-16-1" => train_small(data),
            "price" => price(),
            // How many flops the steps take.
            "flops/train/784-50-10" => constant(100 * flops_of_training::<TwoLayer>()),
            "flops/train/784-512-512-10" => constant(128 * flops_of_training::<ThreeLayer>()),
            "flops/train/lenet5" => constant(64 * flops_of_training::<LeNet5>()),
            "flops/train/2-16-16-1" => constant(flops_of_training::<Small>()),
            "flops/predict/784-50-10" => constant(2 * TwoLayer::<f32>::MULTIPLY_ADDS),
            "flops/predict/784-512-512-10" => constant(2 * ThreeLayer::<f32>::MULTIPLY_ADDS),
            "flops/predict/lenet5" => constant(2 * LeNet5::<f32>::MULTIPLY_ADDS),
            _ => return None,
        })
    });
}

fn flops_of_training<N: Network>() -> usize {
    2 * (N::MULTIPLY_ADDS + N::BACKWARD_MULTIPLY_ADDS)
}

fn constant(number: usize) -> Case {
    Box::new(move || number as f64)
}

/// The network with the weights that all start from.
fn load<N: Network<Scalar = f32>>(data: &Data, network: &str) -> Box<N> {
    let mut net = N::zeros();
    N::walk([], [&mut *net], Path::ROOT, &mut |entry, [], [values]| {
        values.copy_from_slice(&data.read(&format!("{network}/{}", entry.path)));
    });
    net
}

fn train<N, const BATCH: usize>(data: &Data, network: &str) -> Case
where
    N: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss: Loss<[f32; 10], Class<10>>> + 'static,
{
    let mut net = load::<N>(data, network);
    let (mut gradient, mut tape) = (N::zeros(), N::tape::<BATCH>());
    let images = data.images(BATCH);
    let labels: Vec<_> = images.labels.iter().map(|label| Class::new(*label).expect("a digit")).collect();
    Box::new(move || {
        let x = black_box(images.pixels.as_chunks().0);
        net.train_step(x, &labels, &mut gradient, &mut tape, &mut Sgd::new(RATE))
    })
}

fn predict<N>(data: &Data, network: &str) -> Case
where
    N: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10]> + 'static,
{
    let (net, mut workspace) = (load::<N>(data, network), N::workspace::<1>());
    let images = data.images(1);
    Box::new(move || net.predict_one(black_box(&images.pixels.as_chunks().0[0]), &mut workspace))
}

fn train_small(data: &Data) -> Case {
    let mut net = load::<Small>(data, "2-16-16-1");
    let (mut gradient, mut tape) = (Small::zeros(), Small::tape::<1>());
    let mut next = data.points().cycle();
    Box::new(move || {
        let (x, t) = black_box(next());
        net.train_step(&[x], &[[t]], &mut gradient, &mut tape, &mut Sgd::new(RATE))
    })
}

fn price() -> Case {
    let x = ([100.0], [2.0], [150.0], [3.0], [1.1]);
    Box::new(move || {
        let (price, d) = Shopping::<f64>::zeros().value_and_gradient(black_box(&x), &mut Tape::<_, 1>::new());
        [price, d.0[0], d.1[0], d.2[0], d.3[0], d.4[0]]
    })
}
