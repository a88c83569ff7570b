//! The contract of an optimizer fits those that remember.

use plies::{Affine, ComplexField, MeanSquaredError, Network, Optimizer, Scalar, Sgd, Sigmoid, network};

network! {
    struct ExclusiveOr(x: [2]) -> [1] {
        affine1: Affine::to(8),
        sigmoid1: Sigmoid,
        affine2: Affine::to(1),
        loss: MeanSquaredError,
    }
}

/// The loss after so many steps.
fn train(steps: usize, mut optimizer: impl Optimizer<ExclusiveOr<f64>>) -> f64 {
    let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let targets = [[0.0], [1.0], [1.0], [0.0]];
    let mut net = ExclusiveOr::<f64>::new(1);
    let (mut gradient, mut tape) = (ExclusiveOr::zeros(), ExclusiveOr::tape::<4>());
    for _ in 0..steps {
        net.gradient(&x, &targets, &mut gradient, &mut tape);
        net.step(&gradient, &mut optimizer);
    }
    net.loss(&x, &targets, &mut ExclusiveOr::workspace::<4>())
}

/// `v = 0.9 v - rate g`, `w += v`
struct Momentum<N: Network> {
    rate: f64,
    velocity: Box<N>,
}

impl<N: Network> Optimizer<N> for Momentum<N> {
    fn step(&mut self, network: &mut N, gradient: &N) {
        let (rate, momentum) = (N::Scalar::of(self.rate), N::Scalar::of(0.9));
        N::each_trained([gradient], [network, &mut self.velocity], |_, [g], [w, v]| {
            for i in 0..g.len() {
                v[i] = momentum * v[i] - rate * g[i];
                w[i] += v[i];
            }
        });
    }
}

/// Kingma and Ba, 2015.
struct Adam<N: Network> {
    rate: f64,
    steps: i32,
    mean: Box<N>,
    square: Box<N>,
}

impl<N: Network> Optimizer<N> for Adam<N> {
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.steps += 1;
        let corrected = (1.0 - 0.999_f64.powi(self.steps)).sqrt() / (1.0 - 0.9_f64.powi(self.steps));
        let [rate, tenth, thousandth, epsilon] = [self.rate * corrected, 0.1, 0.001, 1e-8].map(N::Scalar::of);
        let memory = [network, &mut *self.mean, &mut *self.square];
        N::each_trained([gradient], memory, |_, [g], [w, m, s]| {
            for i in 0..g.len() {
                m[i] += tenth * (g[i] - m[i]);
                s[i] += thousandth * (g[i] * g[i] - s[i]);
                w[i] -= rate * m[i] / (s[i].sqrt() + epsilon);
            }
        });
    }
}

#[test]
fn momentum_and_adam_learn_faster_than_plain_descent() {
    let plain = train(200, Sgd::new(0.2));
    let momentum = train(200, Momentum { rate: 0.2, velocity: ExclusiveOr::zeros() });
    let adam = Adam { rate: 0.05, steps: 0, mean: ExclusiveOr::zeros(), square: ExclusiveOr::zeros() };
    let adam = train(200, adam);
    assert!(momentum < plain / 10.0 && adam < plain / 10.0, "{plain} {momentum} {adam}");
}

#[test]
fn the_first_step_of_momentum_is_plain_descent() {
    let momentum = train(1, Momentum { rate: 0.2, velocity: ExclusiveOr::zeros() });
    assert!((momentum - train(1, Sgd::new(0.2))).abs() < 1e-15);
}
