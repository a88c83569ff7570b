//! What a layer learns, and its gradient.

use crate::contender::Data;

pub struct Parameters {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
    pub dweight: Vec<f32>,
    pub dbias: Vec<f32>,
}

impl Parameters {
    pub fn read(data: &Data, layer: &str) -> Self {
        let (weight, bias) = (data.read(&format!("{layer}.weight")), data.read(&format!("{layer}.bias")));
        let (dweight, dbias) = (vec![0.0; weight.len()], vec![0.0; bias.len()]);
        Parameters { weight, bias, dweight, dbias }
    }

    pub fn step(&mut self, rate: f32) {
        descend(&mut self.weight, &self.dweight, rate);
        descend(&mut self.bias, &self.dbias, rate);
    }
}

pub fn descend(parameters: &mut [f32], gradient: &[f32], rate: f32) {
    for (parameter, gradient) in parameters.iter_mut().zip(gradient) {
        *parameter -= rate * gradient;
    }
}
