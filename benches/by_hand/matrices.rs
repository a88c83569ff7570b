//! The two-layer network's step on nalgebra's matrices of dynamic size.

use nalgebra::{DMatrix, DVector};
use plies::Class;

use super::two_layer::softmax_with_loss;
use crate::{BATCH, TwoLayerNet};

pub struct Step {
    /// A column for each sample.
    x: DMatrix<f32>,
    w1: DMatrix<f32>,
    b1: DVector<f32>,
    w2: DMatrix<f32>,
    b2: DVector<f32>,
    hidden: DMatrix<f32>,
    dhidden: DMatrix<f32>,
    y: DMatrix<f32>,
    dy: DMatrix<f32>,
    dw1: DMatrix<f32>,
    dw2: DMatrix<f32>,
}

impl Step {
    pub fn new(net: &TwoLayerNet, images: &[[f32; 784]]) -> Self {
        Step {
            x: DMatrix::from_column_slice(784, BATCH, images.as_flattened()),
            w1: DMatrix::from_column_slice(784, 50, net.affine1.weight.as_slice()),
            b1: DVector::from_column_slice(net.affine1.bias.as_slice()),
            w2: DMatrix::from_column_slice(50, 10, net.affine2.weight.as_slice()),
            b2: DVector::from_column_slice(net.affine2.bias.as_slice()),
            hidden: DMatrix::zeros(50, BATCH),
            dhidden: DMatrix::zeros(50, BATCH),
            y: DMatrix::zeros(10, BATCH),
            dy: DMatrix::zeros(10, BATCH),
            dw1: DMatrix::zeros(784, 50),
            dw2: DMatrix::zeros(50, 10),
        }
    }

    pub fn run(&mut self, labels: &[Class<10>], rate: f32) -> f32 {
        for mut column in self.hidden.column_iter_mut() {
            column.copy_from(&self.b1);
        }
        self.hidden.gemm_tr(1.0, &self.w1, &self.x, 1.0);
        self.hidden.apply(|hidden| *hidden = hidden.max(0.0));
        for mut column in self.y.column_iter_mut() {
            column.copy_from(&self.b2);
        }
        self.y.gemm_tr(1.0, &self.w2, &self.hidden, 1.0);
        let loss = softmax_with_loss(self.y.as_slice(), labels, self.dy.as_mut_slice());

        self.dw2.gemm(1.0, &self.hidden, &self.dy.transpose(), 0.0);
        self.dhidden.gemm(1.0, &self.w2, &self.dy, 0.0);
        self.dhidden.zip_apply(&self.hidden, |d, hidden| *d = if hidden > 0.0 { *d } else { 0.0 });
        self.dw1.gemm(1.0, &self.x, &self.dhidden.transpose(), 0.0);

        self.w1 -= rate * &self.dw1;
        self.b1 -= rate * self.dhidden.column_sum();
        self.w2 -= rate * &self.dw2;
        self.b2 -= rate * self.dy.column_sum();
        loss
    }
}
