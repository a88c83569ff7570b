//! The networks, as burn's modules.

use burn::module::Param;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::prelude::*;
use burn::tensor::activation::{relu, tanh};

use crate::contender::Data;

/// What all networks are here.
pub trait Model: Module + 'static {
    fn forward(&self, x: Tensor<2>) -> Tensor<2>;
}

/// Linear layers with rectifiers between them.
#[derive(Module, Debug)]
pub struct Rectified {
    layers: Vec<Linear>,
}

impl Rectified {
    pub fn read(data: &Data, network: &str, sizes: &[usize], device: &Device) -> Self {
        Rectified { layers: layers(data, network, sizes, device) }
    }
}

impl Model for Rectified {
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        apply(&self.layers, x, relu)
    }
}

/// The small network.
#[derive(Module, Debug)]
pub struct Small {
    layers: Vec<Linear>,
}

impl Small {
    pub fn read(data: &Data, device: &Device) -> Self {
        Small { layers: layers(data, "2-16-16-1", &[2, 16, 16, 1], device) }
    }
}

impl Model for Small {
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        apply(&self.layers, x, tanh)
    }
}

/// LeNet-5.
#[derive(Module, Debug)]
pub struct LeNet5 {
    conv1: Conv2d,
    conv2: Conv2d,
    pool: MaxPool2d,
    dense: Rectified,
}

impl LeNet5 {
    pub fn read(data: &Data, device: &Device) -> Self {
        let padding = PaddingConfig2d::Explicit(2, 2, 2, 2);
        LeNet5 {
            conv1: convolution(
                data,
                "lenet5/conv1",
                Conv2dConfig::new([1, 6], [5, 5]).with_padding(padding),
                device,
            ),
            conv2: convolution(data, "lenet5/conv2", Conv2dConfig::new([6, 16], [5, 5]), device),
            pool: MaxPool2dConfig::new([2, 2]).init(),
            dense: Rectified::read(data, "lenet5", &[400, 120, 84, 10], device),
        }
    }
}

impl Model for LeNet5 {
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let batch = x.dims()[0];
        let x = self.conv1.forward(x.reshape([batch, 1, 28, 28]));
        let x = self.pool.forward(relu(x));
        let x = self.pool.forward(relu(self.conv2.forward(x)));
        self.dense.forward(x.reshape([batch, 400]))
    }
}

fn apply(layers: &[Linear], x: Tensor<2>, activation: impl Fn(Tensor<2>) -> Tensor<2>) -> Tensor<2> {
    let (last, others) = layers.split_last().expect("there is a layer");
    last.forward(others.iter().fold(x, |x, layer| activation(layer.forward(x))))
}

fn layers(data: &Data, network: &str, sizes: &[usize], device: &Device) -> Vec<Linear> {
    let layer = |(n, sizes): (usize, &[usize])| {
        let mut layer = LinearConfig::new(sizes[0], sizes[1]).init(device);
        let name = format!("{network}/affine{}", n + 1);
        // Its weight is the transpose of PyTorch's.
        let weight =
            tensor::<2>(data.read(&format!("{name}.weight")), [sizes[1], sizes[0]], device).transpose();
        let weight =
            tensor::<2>(weight.into_data().try_to_vec().expect("they are f32"), [sizes[0], sizes[1]], device);
        layer.weight = Param::from_tensor(weight);
        layer.bias = Some(Param::from_tensor(tensor(data.read(&format!("{name}.bias")), [sizes[1]], device)));
        layer
    };
    sizes.windows(2).enumerate().map(layer).collect()
}

fn convolution(data: &Data, name: &str, config: Conv2dConfig, device: &Device) -> Conv2d {
    let [channels, filters] = config.channels;
    let mut layer = config.init(device);
    let weight = data.read(&format!("{name}.weight"));
    layer.weight = Param::from_tensor(tensor(weight, [filters, channels, 5, 5], device));
    layer.bias = Some(Param::from_tensor(tensor(data.read(&format!("{name}.bias")), [filters], device)));
    layer
}

pub fn tensor<const D: usize>(entries: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(entries, shape), device)
}
