//! The steps in dfdx. Its layers for images need a nightly compiler, so there is no LeNet-5.

#[path = "../../contender/mod.rs"]
mod contender;

use std::hint::black_box;

use dfdx::nn::modules;
use dfdx::optim::{Optimizer, Sgd, SgdConfig};
use dfdx::prelude::{
    AsArray, Cpu, Gradients, Module, ModuleMut, OwnedTape, Rank0, Rank1, Rank2, ReLU, Tanh, Tensor,
    TensorCollection, TensorFrom, TensorFromVec, Trace, ZeroGrads, ZerosTensor,
    cross_entropy_with_logits_loss, mse_loss,
};
use dfdx::tensor_ops::Backward;
use contender::{Case, Data, Numbers, serve};

type Linear<const I: usize, const O: usize> = modules::Linear<I, O, f32, Cpu>;
type TwoLayer = (Linear<784, 50>, ReLU, Linear<50, 10>);
type ThreeLayer = (Linear<784, 512>, ReLU, Linear<512, 512>, ReLU, Linear<512, 10>);
type Small = (Linear<2, 16>, Tanh, Linear<16, 16>, Tanh, Linear<16, 1>);

type Vector<const N: usize> = Tensor<Rank1<N>, f32, Cpu>;
type Traced<const M: usize, const N: usize> = Tensor<Rank2<M, N>, f32, Cpu, OwnedTape<f32, Cpu>>;

const RATE: f64 = 0.1;

impl Numbers for Tensor<Rank0, f32, Cpu> {
    fn numbers(self) -> Vec<f64> {
        vec![self.array().into()]
    }
}

impl Numbers for Vector<10> {
    fn numbers(self) -> Vec<f64> {
        self.array().numbers()
    }
}

fn main() {
    serve(|data, name| {
        Some(match name {
            "train/784-50-10" => train::<TwoLayer, 100>(data, two_layer(data)),
            "train/784-512-512-10" => train::<ThreeLayer, 128>(data, three_layer(data)),
            "predict/784-50-10" => predict(data, two_layer(data)),
            "predict/784-512-512-10" => predict(data, three_layer(data)),
            "train/2-16-16-1" => train_small(data),
            "price" => price(),
            _ => return None,
        })
    });
}

fn linear<const I: usize, const O: usize>(data: &Data, layer: &str) -> Linear<I, O> {
    let device = Cpu::default();
    let (mut weight, mut bias) = (device.zeros(), device.zeros());
    weight.copy_from(&data.read(&format!("{layer}.weight")));
    bias.copy_from(&data.read(&format!("{layer}.bias")));
    Linear { weight, bias }
}

fn two_layer(data: &Data) -> TwoLayer {
    (linear(data, "784-50-10/affine1"), ReLU, linear(data, "784-50-10/affine2"))
}

fn three_layer(data: &Data) -> ThreeLayer {
    let [first, second, third] = [1, 2, 3].map(|n| format!("784-512-512-10/affine{n}"));
    (linear(data, &first), ReLU, linear(data, &second), ReLU, linear(data, &third))
}

fn train<M, const BATCH: usize>(data: &Data, mut model: M) -> Case
where
    M: ModuleMut<Traced<BATCH, 784>, Output = Traced<BATCH, 10>> + TensorCollection<f32, Cpu> + 'static,
{
    let device = Cpu::default();
    let images = data.images(BATCH);
    let x: Tensor<Rank2<BATCH, 784>, f32, Cpu> = device.tensor_from_vec(images.pixels, Default::default());
    let mut shares = vec![0.0; BATCH * 10];
    for (shares, label) in shares.as_chunks_mut::<10>().0.iter_mut().zip(images.labels) {
        shares[label] = 1.0;
    }
    let shares: Tensor<Rank2<BATCH, 10>, f32, Cpu> = device.tensor_from_vec(shares, Default::default());
    let mut gradients = Some(model.alloc_grads());
    let mut optimizer = Sgd::new(&model, SgdConfig { lr: RATE, ..Default::default() });
    Box::new(move || {
        let y = model.forward_mut(x.clone().traced(gradients.take().expect("they are put back")));
        let loss = cross_entropy_with_logits_loss(y, shares.clone());
        let value = loss.retaped();
        let mut gradient = loss.backward();
        optimizer.update(&mut model, &gradient).expect("all parameters are used");
        model.zero_grads(&mut gradient);
        gradients = Some(gradient);
        value
    })
}

fn train_small(data: &Data) -> Case {
    let layer = |n| format!("2-16-16-1/affine{n}");
    let mut model: Small =
        (linear(data, &layer(1)), Tanh, linear(data, &layer(2)), Tanh, linear(data, &layer(3)));
    let device = Cpu::default();
    let mut gradients = Some(model.alloc_grads());
    let mut optimizer = Sgd::new(&model, SgdConfig { lr: RATE, ..Default::default() });
    let mut next = data.points().cycle();
    Box::new(move || {
        let (x, t) = next();
        let x: Vector<2> = device.tensor(x);
        let y = model.forward_mut(x.traced(gradients.take().expect("they are put back")));
        let loss = mse_loss(y, device.tensor([t]));
        let value = loss.retaped();
        let mut gradient = loss.backward();
        optimizer.update(&mut model, &gradient).expect("all parameters are used");
        model.zero_grads(&mut gradient);
        gradients = Some(gradient);
        value
    })
}

fn predict<M>(data: &Data, model: M) -> Case
where
    M: Module<Vector<784>, Output = Vector<10>> + 'static,
{
    let x: Vector<784> = Cpu::default().tensor_from_vec(data.images(1).pixels, Default::default());
    Box::new(move || model.forward(black_box(x.clone())))
}

fn price() -> Case {
    let device = Cpu::default();
    let [apple, apple_num, orange, orange_num, tax] =
        [100.0, 2.0, 150.0, 3.0, 1.1].map(|number: f64| device.tensor(number));
    Box::new(move || {
        let apple_price = apple.trace(Gradients::leaky()) * apple_num.clone();
        let orange_price = orange.trace(Gradients::leaky()) * orange_num.clone();
        let price = (apple_price + orange_price) * tax.clone();
        let value = price.array();
        let gradients = price.backward();
        let of = |number| gradients.get(number).array();
        [value, of(&apple), of(&apple_num), of(&orange), of(&orange_num), of(&tax)]
    })
}
