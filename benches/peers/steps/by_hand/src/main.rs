//! The steps as a careful engineer writes them by hand, on buffers that are allocated once.

mod conv;
mod dense;
mod lenet5;
mod loss;
mod parameters;
mod pool;
mod product;
mod relu;
#[path = "../../contender/mod.rs"]
mod contender;
mod small;

use std::hint::black_box;

use dense::Dense;
use lenet5::LeNet5;
use contender::{Case, Data, serve};

const RATE: f32 = 0.1;

fn main() {
    serve(|data, name| {
        Some(match name {
            "train/784-50-10" => train(data, "784-50-10", &[784, 50, 10], 100),
            "train/784-512-512-10" => train(data, "784-512-512-10", &[784, 512, 512, 10], 128),
            "train/lenet5" => {
                let (mut net, images) = (LeNet5::read(data, 64), data.images(64));
                Box::new(move || net.train(black_box(&images.pixels), &images.labels, RATE))
            }
            "predict/784-50-10" => predict(data, "784-50-10", &[784, 50, 10]),
            "predict/784-512-512-10" => predict(data, "784-512-512-10", &[784, 512, 512, 10]),
            "predict/lenet5" => {
                let (mut net, images) = (LeNet5::read(data, 1), data.images(1));
                Box::new(move || scores(net.forward(black_box(&images.pixels))))
            }
            "train/2-16-16-1" => {
                let (mut net, mut next) = (small::Step::read(data), data.points().cycle());
                Box::new(move || {
                    let (x, t) = black_box(next());
                    net.run(x, t, RATE)
                })
            }
            "price" => {
                let numbers = [100.0, 2.0, 150.0, 3.0, 1.1];
                Box::new(move || price(black_box(&numbers)))
            }
            _ => return None,
        })
    });
}

fn train(data: &Data, network: &str, sizes: &[usize], batch: usize) -> Case {
    let (mut net, images) = (Dense::read(data, network, sizes, batch), data.images(batch));
    Box::new(move || {
        let loss = net.gradient(black_box(&images.pixels), &images.labels, None);
        net.step(RATE);
        loss
    })
}

fn predict(data: &Data, network: &str, sizes: &[usize]) -> Case {
    let (mut net, images) = (Dense::read(data, network, sizes, 1), data.images(1));
    Box::new(move || scores(net.forward(black_box(&images.pixels))))
}

fn scores(y: &[f32]) -> [f32; 10] {
    y.try_into().expect("there are ten classes")
}

/// The price, and its gradient for each number.
fn price([apple, apple_num, orange, orange_num, tax]: &[f64; 5]) -> [f64; 6] {
    let all_price = apple * apple_num + orange * orange_num;
    [all_price * tax, tax * apple_num, tax * apple, tax * orange_num, tax * orange, all_price]
}
