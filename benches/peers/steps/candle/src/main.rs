//! The steps in candle.

mod models;
#[path = "../../contender/mod.rs"]
mod contender;

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::{Optimizer, SGD, loss};
use models::Model;
use contender::{Case, Data, Numbers, serve};

const RATE: f64 = 0.1;

impl Numbers for Tensor {
    fn numbers(self) -> Vec<f64> {
        let entries = self.flatten_all().and_then(|entries| entries.to_dtype(DType::F64));
        entries.and_then(|entries| entries.to_vec1()).expect("numbers")
    }
}

impl Numbers for Vec<Tensor> {
    fn numbers(self) -> Vec<f64> {
        self.into_iter().flat_map(Numbers::numbers).collect()
    }
}

fn main() {
    serve(|data, name| case(data, name).expect("candle runs it"));
}

fn case(data: &Data, name: &str) -> Result<Option<Case>> {
    let dense = |network, sizes| Model::dense(data, network, sizes, Tensor::relu);
    Ok(Some(match name {
        "train/784-50-10" => train(data, dense("784-50-10", &[784, 50, 10])?, 100)?,
        "train/784-512-512-10" => train(data, dense("784-512-512-10", &[784, 512, 512, 10])?, 128)?,
        "train/lenet5" => train(data, Model::lenet5(data)?, 64)?,
        "predict/784-50-10" => predict(data, dense("784-50-10", &[784, 50, 10])?)?,
        "predict/784-512-512-10" => predict(data, dense("784-512-512-10", &[784, 512, 512, 10])?)?,
        "predict/lenet5" => predict(data, Model::lenet5(data)?)?,
        "train/2-16-16-1" => train_small(data)?,
        "price" => price()?,
        _ => return Ok(None),
    }))
}

fn images(data: &Data, batch: usize) -> Result<(Tensor, Tensor)> {
    let images = data.images(batch);
    let labels: Vec<u32> = images.labels.iter().map(|label| *label as u32).collect();
    let x = Tensor::from_vec(images.pixels, (batch, 784), &Device::Cpu)?;
    Ok((x, Tensor::from_vec(labels, batch, &Device::Cpu)?))
}

fn train(data: &Data, model: Model, batch: usize) -> Result<Case> {
    let (x, labels) = images(data, batch)?;
    step(model, move |model| loss::cross_entropy(&model.forward(&x)?, &labels))
}

fn train_small(data: &Data) -> Result<Case> {
    let points = data.points();
    let mut samples = vec![];
    for (x, t) in points.x.iter().zip(points.t) {
        samples.push((Tensor::new(&[*x], &Device::Cpu)?, Tensor::new(&[[t]], &Device::Cpu)?));
    }
    let mut next = 0;
    let model = Model::dense(data, "2-16-16-1", &[2, 16, 16, 1], Tensor::tanh)?;
    step(model, move |model| {
        let (x, t) = &samples[next];
        next = (next + 1) % samples.len();
        loss::mse(&model.forward(x)?, t)
    })
}

fn step(model: Model, mut loss_of: impl FnMut(&Model) -> Result<Tensor> + 'static) -> Result<Case> {
    let mut optimizer = SGD::new(model.variables.clone(), RATE)?;
    let mut step = move || {
        let loss = loss_of(&model)?;
        optimizer.backward_step(&loss)?;
        Ok::<_, candle_core::Error>(loss)
    };
    Ok(Box::new(move || step().expect("candle runs it")))
}

fn predict(data: &Data, model: Model) -> Result<Case> {
    let (model, (x, _)) = (model.frozen(), images(data, 1)?);
    Ok(Box::new(move || model.forward(&x).expect("candle runs it")))
}

fn price() -> Result<Case> {
    let mut numbers = vec![];
    for number in [100.0_f64, 2.0, 150.0, 3.0, 1.1] {
        numbers.push(Var::new(number, &Device::Cpu)?);
    }
    let run = move || {
        let [apple, apple_num, orange, orange_num, tax] = &numbers[..] else {
            unreachable!("there are five")
        };
        let all_price =
            ((apple.as_tensor() * apple_num.as_tensor())? + (orange.as_tensor() * orange_num.as_tensor())?)?;
        let price = (all_price * tax.as_tensor())?;
        let gradients = price.backward()?;
        let of = |number: &Var| gradients.get(number).expect("it has one").clone();
        let mut results = vec![price];
        results.extend(numbers.iter().map(of));
        Ok::<_, candle_core::Error>(results)
    };
    Ok(Box::new(move || run().expect("candle runs it")))
}
