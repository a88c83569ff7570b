//! Affine layers, with rectifiers between them.

use crate::loss::softmax_with_loss;
use crate::parameters::Parameters;
use crate::product::{Matrix, multiply};
use crate::relu;
use crate::contender::Data;

pub struct Dense {
    /// The inputs of the first layer, and the outputs of each.
    sizes: Vec<usize>,
    layers: Vec<Parameters>,
    batch: usize,
    /// What each layer gives, and the gradient for it.
    y: Vec<Vec<f32>>,
    dy: Vec<Vec<f32>>,
}

impl Dense {
    pub fn read(data: &Data, network: &str, sizes: &[usize], batch: usize) -> Self {
        let layers = 1..sizes.len();
        let values = || sizes[1..].iter().map(|size| vec![0.0; size * batch]).collect();
        Dense {
            layers: layers.map(|n| Parameters::read(data, &format!("{network}/affine{n}"))).collect(),
            sizes: sizes.to_vec(),
            batch,
            y: values(),
            dy: values(),
        }
    }

    pub fn forward(&mut self, x: &[f32]) -> &[f32] {
        for n in 0..self.layers.len() {
            let (before, y) = self.y.split_at_mut(n);
            let (x, y, layer) = (before.last().map_or(x, |y| y), &mut y[0], &self.layers[n]);
            for y in y.chunks_exact_mut(layer.bias.len()) {
                y.copy_from_slice(&layer.bias);
            }
            let weight = Matrix::new(&layer.weight, self.sizes[n + 1], self.sizes[n]);
            multiply(Matrix::new(x, self.batch, self.sizes[n]), weight.transposed(), y, true);
            if n + 1 < self.layers.len() {
                relu::forward(y);
            }
        }
        self.y.last().expect("there is a layer")
    }

    /// The mean loss. All gradients are computed, that of the input if there is room for it.
    pub fn gradient(&mut self, x: &[f32], labels: &[usize], mut dx: Option<&mut [f32]>) -> f32 {
        self.forward(x);
        let last = self.layers.len() - 1;
        let loss = softmax_with_loss(&self.y[last], labels, &mut self.dy[last]);
        for n in (0..=last).rev() {
            let (before, dy) = self.dy.split_at_mut(n);
            let (layer, dy) = (&mut self.layers[n], &mut dy[0]);
            if n < last {
                relu::backward(&self.y[n], dy);
            }
            let x = Matrix::new(if n == 0 { x } else { &self.y[n - 1] }, self.batch, self.sizes[n]);
            sum_rows(dy, &mut layer.dbias);
            let dy = Matrix::new(dy, self.batch, self.sizes[n + 1]);
            multiply(dy.transposed(), x, &mut layer.dweight, false);
            let dx = if n == 0 { dx.take() } else { before.last_mut().map(|dx| &mut dx[..]) };
            if let Some(dx) = dx {
                multiply(dy, Matrix::new(&layer.weight, self.sizes[n + 1], self.sizes[n]), dx, false);
            }
        }
        loss
    }

    pub fn step(&mut self, rate: f32) {
        for layer in &mut self.layers {
            layer.step(rate);
        }
    }
}

fn sum_rows(rows: &[f32], sums: &mut [f32]) {
    sums.fill(0.0);
    for row in rows.chunks_exact(sums.len()) {
        for (sum, entry) in sums.iter_mut().zip(row) {
            *sum += *entry;
        }
    }
}
