//! The two-layer network's step on buffers that are allocated once, and another crate's products.

use plies::Class;

use super::product::{Matrix, Product};
use crate::{BATCH, TwoLayerNet};

const IN: usize = 784;
const HIDDEN: usize = 50;
const OUT: usize = 10;

pub struct Step {
    w1: Vec<f32>,
    b1: Vec<f32>,
    w2: Vec<f32>,
    b2: Vec<f32>,
    dw1: Vec<f32>,
    db1: Vec<f32>,
    dw2: Vec<f32>,
    db2: Vec<f32>,
    hidden: Vec<f32>,
    dhidden: Vec<f32>,
    y: Vec<f32>,
    dy: Vec<f32>,
}

impl Step {
    pub fn new(net: &TwoLayerNet) -> Self {
        let zeros = |len| vec![0.0; len];
        Step {
            w1: net.affine1.weight.as_slice().to_vec(),
            b1: net.affine1.bias.as_slice().to_vec(),
            w2: net.affine2.weight.as_slice().to_vec(),
            b2: net.affine2.bias.as_slice().to_vec(),
            dw1: zeros(IN * HIDDEN),
            db1: zeros(HIDDEN),
            dw2: zeros(HIDDEN * OUT),
            db2: zeros(OUT),
            hidden: zeros(BATCH * HIDDEN),
            dhidden: zeros(BATCH * HIDDEN),
            y: zeros(BATCH * OUT),
            dy: zeros(BATCH * OUT),
        }
    }

    pub fn run<P: Product>(&mut self, images: &[[f32; IN]], labels: &[Class<OUT>], rate: f32) -> f32 {
        let x = Matrix::new(images.as_flattened(), BATCH, IN);
        let (w1, w2) = (Matrix::new(&self.w1, HIDDEN, IN), Matrix::new(&self.w2, OUT, HIDDEN));

        fill_rows(&mut self.hidden, &self.b1);
        P::product(x, w1.transposed(), &mut self.hidden, true);
        for hidden in &mut self.hidden {
            *hidden = hidden.max(0.0);
        }
        let hidden = Matrix::new(&self.hidden, BATCH, HIDDEN);
        fill_rows(&mut self.y, &self.b2);
        P::product(hidden, w2.transposed(), &mut self.y, true);
        let loss = softmax_with_loss(&self.y, labels, &mut self.dy);

        let dy = Matrix::new(&self.dy, BATCH, OUT);
        P::product(dy.transposed(), hidden, &mut self.dw2, false);
        sum_rows(&self.dy, &mut self.db2);
        P::product(dy, w2, &mut self.dhidden, false);
        for (d, hidden) in self.dhidden.iter_mut().zip(&self.hidden) {
            *d = if *hidden > 0.0 { *d } else { 0.0 };
        }
        P::product(Matrix::new(&self.dhidden, BATCH, HIDDEN).transposed(), x, &mut self.dw1, false);
        sum_rows(&self.dhidden, &mut self.db1);

        for (parameters, gradient) in [
            (&mut self.w1, &self.dw1),
            (&mut self.b1, &self.db1),
            (&mut self.w2, &self.dw2),
            (&mut self.b2, &self.db2),
        ] {
            for (parameter, gradient) in parameters.iter_mut().zip(gradient) {
                *parameter -= rate * *gradient;
            }
        }
        loss
    }
}

fn fill_rows(rows: &mut [f32], row: &[f32]) {
    for to in rows.chunks_exact_mut(row.len()) {
        to.copy_from_slice(row);
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

/// The mean loss; its gradient goes into `dy`.
pub fn softmax_with_loss(y: &[f32], labels: &[Class<OUT>], dy: &mut [f32]) -> f32 {
    let (mut loss, share) = (0.0, 1.0 / labels.len() as f32);
    for ((y, dy), label) in y.as_chunks::<OUT>().0.iter().zip(dy.as_chunks_mut::<OUT>().0).zip(labels) {
        let largest = y.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
        let mut sum = 0.0;
        for (dy, y) in dy.iter_mut().zip(y) {
            *dy = (y - largest).exp();
            sum += *dy;
        }
        loss += sum.ln() - (y[label.label()] - largest);
        for dy in dy.iter_mut() {
            *dy *= share / sum;
        }
        dy[label.label()] -= share;
    }
    loss * share
}
