//! LeNet-5.

use crate::conv::Conv;
use crate::dense::Dense;
use crate::pool::Pool;
use crate::contender::Data;

pub struct LeNet5 {
    conv1: Conv,
    pool1: Pool,
    conv2: Conv,
    pool2: Pool,
    dense: Dense,
    values: Values,
    gradients: Values,
}

/// What the layers of a batch give.
struct Values {
    conv1: Vec<f32>,
    pool1: Vec<f32>,
    conv2: Vec<f32>,
    pool2: Vec<f32>,
}

impl Values {
    fn new(batch: usize) -> Self {
        let zeros = |size| vec![0.0; size * batch];
        Values {
            conv1: zeros(6 * 28 * 28),
            pool1: zeros(6 * 14 * 14),
            conv2: zeros(16 * 10 * 10),
            pool2: zeros(16 * 5 * 5),
        }
    }
}

impl LeNet5 {
    pub fn read(data: &Data, batch: usize) -> Self {
        LeNet5 {
            conv1: Conv::read(data, "lenet5/conv1", 1, 28, 2),
            pool1: Pool::new(28, 6 * 14 * 14 * batch),
            conv2: Conv::read(data, "lenet5/conv2", 6, 14, 0),
            pool2: Pool::new(10, 16 * 5 * 5 * batch),
            dense: Dense::read(data, "lenet5", &[400, 120, 84, 10], batch),
            values: Values::new(batch),
            gradients: Values::new(batch),
        }
    }

    fn features(&mut self, x: &[f32]) {
        let values = &mut self.values;
        self.conv1.forward(x, &mut values.conv1);
        self.pool1.forward(&values.conv1, &mut values.pool1);
        self.conv2.forward(&values.pool1, &mut values.conv2);
        self.pool2.forward(&values.conv2, &mut values.pool2);
    }

    pub fn forward(&mut self, x: &[f32]) -> &[f32] {
        self.features(x);
        self.dense.forward(&self.values.pool2)
    }

    pub fn train(&mut self, x: &[f32], labels: &[usize], rate: f32) -> f32 {
        self.features(x);
        let (values, d) = (&self.values, &mut self.gradients);
        let loss = self.dense.gradient(&values.pool2, labels, Some(&mut d.pool2));
        self.pool2.backward(&values.pool2, &d.pool2, &mut d.conv2);
        self.conv2.backward(&values.pool1, &d.conv2, Some(&mut d.pool1));
        self.pool1.backward(&values.pool1, &d.pool1, &mut d.conv1);
        self.conv1.backward(x, &d.conv1, None);
        self.dense.step(rate);
        self.conv1.step(rate);
        self.conv2.step(rate);
        loss
    }
}
