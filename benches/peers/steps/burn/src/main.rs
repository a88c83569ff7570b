//! The steps in burn, on its backend Flex.

mod models;
#[path = "../../contender/mod.rs"]
mod contender;

use burn::nn::loss::{CrossEntropyLossConfig, MseLoss, Reduction};
use burn::optim::{GradientsParams, SgdConfig};
use burn::prelude::*;
use models::{LeNet5, Model, Rectified, Small, tensor};
use contender::{Case, Data, Numbers, serve};

const RATE: f64 = 0.1;

impl Numbers for Tensor<1> {
    fn numbers(self) -> Vec<f64> {
        self.into_data().iter::<f64>().collect()
    }
}

impl Numbers for Tensor<2> {
    fn numbers(self) -> Vec<f64> {
        self.into_data().iter::<f64>().collect()
    }
}

impl Numbers for [Tensor<1>; 6] {
    fn numbers(self) -> Vec<f64> {
        self.into_iter().flat_map(Numbers::numbers).collect()
    }
}

fn main() {
    let plain = Device::flex();
    let learning = Device::flex().autodiff();
    serve(|data, name| {
        let (two_layer, three_layer) = (&[784, 50, 10], &[784, 512, 512, 10]);
        let rectified = |network, sizes, device| Rectified::read(data, network, sizes, device);
        Some(match name {
            "train/784-50-10" => train(data, rectified("784-50-10", two_layer, &learning), 100),
            "train/784-512-512-10" => train(data, rectified("784-512-512-10", three_layer, &learning), 128),
            "train/lenet5" => train(data, LeNet5::read(data, &learning), 64),
            "predict/784-50-10" => predict(data, rectified("784-50-10", two_layer, &plain)),
            "predict/784-512-512-10" => predict(data, rectified("784-512-512-10", three_layer, &plain)),
            "predict/lenet5" => predict(data, LeNet5::read(data, &plain)),
            "train/2-16-16-1" => train_small(data),
            "price" => price(),
            _ => return None,
        })
    });
}

fn train(data: &Data, model: impl Model, batch: usize) -> Case {
    let device = Device::flex().autodiff();
    let images = data.images(batch);
    let x = tensor(images.pixels, [batch, 784], &device);
    let labels: Vec<i64> = images.labels.iter().map(|label| *label as i64).collect();
    let labels = Tensor::<1, Int>::from_data(TensorData::new(labels, [batch]), &device);
    let cross_entropy = CrossEntropyLossConfig::new().init(&device);
    step(model, move |model| cross_entropy.forward(model.forward(x.clone()), labels.clone()))
}

fn train_small(data: &Data) -> Case {
    let device = Device::flex().autodiff();
    let points = data.points();
    let samples: Vec<_> = points
        .x
        .iter()
        .zip(points.t)
        .map(|(x, t)| (tensor(x.to_vec(), [1, 2], &device), tensor(vec![t], [1, 1], &device)))
        .collect();
    let mut next = 0;
    step(Small::read(data, &device), move |model| {
        let (x, t) = samples[next].clone();
        next = (next + 1) % samples.len();
        MseLoss::new().forward(model.forward(x), t, Reduction::Mean)
    })
}

fn step<M: Model>(model: M, mut loss_of: impl FnMut(&M) -> Tensor<1> + 'static) -> Case {
    let (mut model, mut optimizer) = (Some(model), SgdConfig::new().init());
    Box::new(move || {
        let before = model.take().expect("it is put back");
        let loss = loss_of(&before);
        let gradients = GradientsParams::from_grads(loss.backward(), &before);
        model = Some(optimizer.step(RATE, before, gradients));
        loss
    })
}

fn predict(data: &Data, model: impl Model) -> Case {
    let x = tensor(data.images(1).pixels, [1, 784], &Device::flex());
    Box::new(move || model.forward(x.clone()))
}

fn price() -> Case {
    let device = Device::flex().autodiff();
    let numbers =
        [100.0, 2.0, 150.0, 3.0, 1.1].map(|number| tensor(vec![number], [1], &device).require_grad());
    Box::new(move || {
        let [apple, apple_num, orange, orange_num, tax] = numbers.clone();
        let price = (apple * apple_num + orange * orange_num) * tax;
        let gradients = price.backward();
        let [a, b, c, d, e] = numbers.each_ref().map(|number| number.grad(&gradients).expect("it has one"));
        [price, a, b, c, d, e]
    })
}
