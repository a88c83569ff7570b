//! The networks, on candle's layers.

use candle_core::{Device, Result, Tensor, Var};
use candle_nn::{Conv2d, Conv2dConfig, Linear, Module};

use crate::contender::Data;

/// A network, and what it learns.
pub struct Model {
    pub variables: Vec<Var>,
    convolutions: Vec<Conv2d>,
    dense: Vec<Linear>,
    activation: fn(&Tensor) -> Result<Tensor>,
}

impl Model {
    /// Linear layers, with the activation between them.
    pub fn dense(
        data: &Data,
        network: &str,
        sizes: &[usize],
        activation: fn(&Tensor) -> Result<Tensor>,
    ) -> Result<Self> {
        let mut model = Model { variables: vec![], convolutions: vec![], dense: vec![], activation };
        for n in 1..sizes.len() {
            let shape = (sizes[n], sizes[n - 1]);
            let (weight, bias) = model.parameters(data, &format!("{network}/affine{n}"), shape.into())?;
            model.dense.push(Linear::new(weight, Some(bias)));
        }
        Ok(model)
    }

    pub fn lenet5(data: &Data) -> Result<Self> {
        let mut model = Model::dense(data, "lenet5", &[400, 120, 84, 10], Tensor::relu)?;
        for (name, shape, padding) in [("lenet5/conv1", (6, 1, 5, 5), 2), ("lenet5/conv2", (16, 6, 5, 5), 0)]
        {
            let (weight, bias) = model.parameters(data, name, shape.into())?;
            let config = Conv2dConfig { padding, ..Default::default() };
            model.convolutions.push(Conv2d::new(weight, Some(bias), config));
        }
        Ok(model)
    }

    fn parameters(
        &mut self,
        data: &Data,
        layer: &str,
        shape: candle_core::Shape,
    ) -> Result<(Tensor, Tensor)> {
        let outputs = shape.dims()[0];
        let weight = Var::from_vec(data.read(&format!("{layer}.weight")), shape, &Device::Cpu)?;
        let bias = Var::from_vec(data.read(&format!("{layer}.bias")), outputs, &Device::Cpu)?;
        let tensors = (weight.as_tensor().clone(), bias.as_tensor().clone());
        self.variables.extend([weight, bias]);
        Ok(tensors)
    }

    /// Without variables, so that nothing is kept for gradients.
    pub fn frozen(mut self) -> Self {
        let detached = |bias: Option<&Tensor>| bias.map(Tensor::detach);
        self.dense = self
            .dense
            .iter()
            .map(|layer| Linear::new(layer.weight().detach(), detached(layer.bias())))
            .collect();
        self.convolutions = (self.convolutions.iter())
            .map(|layer| Conv2d::new(layer.weight().detach(), detached(layer.bias()), *layer.config()))
            .collect();
        self
    }

    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let mut x = x.clone();
        if !self.convolutions.is_empty() {
            x = x.reshape(((), 1, 28, 28))?;
            for layer in &self.convolutions {
                x = max_pool(&layer.forward(&x)?.relu()?)?;
            }
            x = x.flatten_from(1)?;
        }
        let (last, others) = self.dense.split_last().expect("there is a layer");
        for layer in others {
            x = (self.activation)(&layer.forward(&x)?)?;
        }
        last.forward(&x)
    }
}

/// Where gradients are computed, with four times candle's own: that of candle 0.11 is a quarter of what it should be, where one
/// pixel of the four is the largest.
fn max_pool(x: &Tensor) -> Result<Tensor> {
    let y = x.max_pool2d(2)?;
    if x.track_op() { (&y * 4.0)? - (y.detach() * 3.0)? } else { Ok(y) }
}
