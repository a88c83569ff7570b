//! Optimizers learn, go on as before when they are saved and put back, and follow a schedule.

use plies::{
    AdaGrad, Adam, AdamW, Affine, Lion, MeanSquaredError, Momentum, Network, Optimizer, RmsProp, Scalar,
    Schedule, Sgd, Sigmoid, clip_by_norm, network,
};

network! {
    struct ExclusiveOr(x: [2]) -> [1] {
        affine1: Affine::to(8),
        sigmoid1: Sigmoid,
        affine2: Affine::to(1),
        loss: MeanSquaredError,
    }
}

const X: [[f64; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const TARGETS: [[f64; 1]; 4] = [[0.0], [1.0], [1.0], [0.0]];

/// Trains for so many steps.
fn go_on(net: &mut ExclusiveOr<f64>, steps: usize, optimizer: &mut impl Optimizer<ExclusiveOr<f64>>) {
    let (mut gradient, mut tape) = (ExclusiveOr::zeros(), ExclusiveOr::tape::<4>());
    for _ in 0..steps {
        net.gradient(&X, &TARGETS, &mut gradient, &mut tape);
        net.step(&gradient, optimizer);
    }
}

/// The loss after so many steps.
fn train(steps: usize, mut optimizer: impl Optimizer<ExclusiveOr<f64>>) -> f64 {
    let mut net = ExclusiveOr::<f64>::new(1);
    go_on(&mut net, steps, &mut optimizer);
    net.loss(&X, &TARGETS, &mut ExclusiveOr::workspace::<4>())
}

/// `v = 0.9 v - rate g`, `w += v`: momentum as the book has it, and as a user would write it.
struct OwnMomentum<N: Network> {
    rate: f64,
    velocity: Box<N>,
}

impl<N: Network> Optimizer<N> for OwnMomentum<N> {
    fn step(&mut self, network: &mut N, gradient: &N) {
        let (rate, momentum) = (N::Scalar::of(self.rate), N::Scalar::of(0.9));
        N::each_trained([gradient], [network, &mut self.velocity], |_, [g], [w, v]| {
            for i in 0..g.len() {
                v[i] = momentum * v[i] - rate * g[i];
                w[i] += v[i];
            }
        });
    }

    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.rate
    }
}

#[test]
fn all_learn_the_exclusive_or() {
    let losses = [
        ("Sgd", train(4000, Sgd::new(0.5))),
        ("Momentum", train(500, Momentum::new(0.3, 0.9))),
        ("Nesterov", train(500, Momentum::new(0.1, 0.9).nesterov())),
        ("AdaGrad", train(500, AdaGrad::new(0.3))),
        ("RmsProp", train(500, RmsProp::new(0.01))),
        ("Adam", train(500, Adam::new(0.05))),
        ("AdamW", train(500, AdamW::new(0.05).weight_decay(1e-4))),
        ("Lion", train(1000, Lion::new(0.01).betas(0.9, 0.95))),
    ];
    assert!(losses.iter().all(|(_, loss)| *loss < 0.01), "{losses:?}");
}

#[test]
fn momentum_and_adam_learn_faster_than_plain_descent() {
    let plain = train(200, Sgd::new(0.2));
    let (momentum, adam) = (train(200, Momentum::new(0.2, 0.9)), train(200, Adam::new(0.05)));
    assert!(momentum < plain / 10.0 && adam < plain / 10.0, "{plain} {momentum} {adam}");
}

#[test]
fn momentum_is_that_of_the_book() {
    let own = train(200, OwnMomentum { rate: 0.2, velocity: ExclusiveOr::zeros() });
    assert!((own / train(200, Momentum::new(0.2, 0.9)) - 1.0).abs() < 1e-10);
    let (one, plain) = (train(1, Momentum::new(0.2, 0.9)), train(1, Sgd::new(0.2)));
    assert!((one - plain).abs() < 1e-15);
}

#[test]
fn training_goes_on_from_a_copy_bit_for_bit() {
    #[track_caller]
    fn check(mut optimizer: impl Optimizer<ExclusiveOr<f64>> + Clone) {
        let mut net = ExclusiveOr::<f64>::new(1);
        go_on(&mut net, 20, &mut optimizer);
        let (mut copy, mut resumed) = (net.copied(), optimizer.clone());
        go_on(&mut net, 20, &mut optimizer);
        go_on(&mut copy, 20, &mut resumed);
        ExclusiveOr::each_trained([&*net, &*copy], [], |entry, [net, copy], []| {
            assert_eq!(net, copy, "{}", entry.path);
        });
    }
    check(Sgd::new(0.5).weight_decay(0.01));
    check(Momentum::new(0.3, 0.9).nesterov());
    check(AdaGrad::new(0.3));
    check(RmsProp::new(0.01));
    check(Adam::new(0.05));
    check(AdamW::new(0.05));
    check(Lion::new(0.01));
}

#[test]
fn a_schedule_and_clipping_work_with_any_optimizer() {
    fn run(mut optimizer: impl Optimizer<ExclusiveOr<f64>>, schedule: Schedule) -> f64 {
        let mut net = ExclusiveOr::<f64>::new(1);
        let (mut gradient, mut tape) = (ExclusiveOr::zeros(), ExclusiveOr::tape::<4>());
        for step in 0..500 {
            *optimizer.learning_rate_mut() = schedule.at(step);
            net.gradient(&X, &TARGETS, &mut gradient, &mut tape);
            clip_by_norm(&mut *gradient, 1.0);
            net.step(&gradient, &mut optimizer);
        }
        net.loss(&X, &TARGETS, &mut ExclusiveOr::workspace::<4>())
    }
    for schedule in [Schedule::cosine(0.1, 0.0, 450).warm_up(50), Schedule::one_cycle(0.1, 500)] {
        assert!(run(Adam::new(0.0), schedule) < 1e-3);
    }
    assert_eq!(run(Sgd::new(1.0), Schedule::constant(0.0)), train(0, Sgd::new(1.0)));
}
