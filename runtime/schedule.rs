//! Learning rates that change while training.

use std::f64::consts::PI;

/// The learning rate of each step, counted from 0.
///
/// ```
/// use plies::{Affine, MeanSquaredError, Momentum, Network, Schedule, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// const SCHEDULE: Schedule = Schedule::cosine(0.1, 0.0, 180).warm_up(20);
///
/// let (mut line, mut gradient, mut tape) = (Line::<f64>::zeros(), Line::zeros(), Line::tape::<2>());
/// let mut momentum = Momentum::new(0.0, 0.9);
/// for step in 0..200 {
///     momentum.learning_rate = SCHEDULE.at(step);
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut momentum);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 1e-2 && (line.affine1.bias[0] - 1.0).abs() < 1e-2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    rate: f64,
    form: Form,
    warm_up: usize,
}

/// What becomes of the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Constant,
    Fall { every: usize, factor: f64 },
    Cosine { last: f64, steps: usize },
    OneCycle { steps: usize },
}

impl Schedule {
    /// The same rate at every step.
    pub const fn constant(rate: f64) -> Self {
        Schedule { rate, form: Form::Constant, warm_up: 0 }
    }

    /// `rate factor^⌊step / every⌋`: falls at once after every so many steps (PyTorch's `StepLR`).
    ///
    /// # Panics
    /// If `every` is 0.
    #[track_caller]
    pub const fn step_decay(rate: f64, factor: f64, every: usize) -> Self {
        assert!(every > 0, "a rate falls after every 1 or more steps");
        Schedule { rate, form: Form::Fall { every, factor }, warm_up: 0 }
    }

    /// `rate factorˢᵗᵉᵖ`: falls with every step (PyTorch's `ExponentialLR`).
    pub const fn exponential(rate: f64, factor: f64) -> Self {
        Schedule { rate, form: Form::Fall { every: 1, factor }, warm_up: 0 }
    }

    /// `last + ½ (rate - last) (1 + cos(π step / steps))`: falls from `rate` to `last`, slowly at both ends, and stays
    /// there (Loshchilov and Hutter 2017, "SGDR", equation 5, without restarts; PyTorch's `CosineAnnealingLR`).
    pub const fn cosine(rate: f64, last: f64, steps: usize) -> Self {
        Schedule { rate, form: Form::Cosine { last, steps }, warm_up: 0 }
    }

    /// Rises from `largest / 25` to `largest` in the first 0.3 of so many steps, and falls to `largest / 250,000` with the
    /// last of them, both along a cosine (Smith 2018, "A disciplined approach to neural network hyper-parameters"; the
    /// numbers are those of PyTorch's `OneCycleLR`, which cycles the momentum, too).
    pub const fn one_cycle(largest: f64, steps: usize) -> Self {
        Schedule { rate: largest, form: Form::OneCycle { steps }, warm_up: 0 }
    }

    /// Rises in so many steps, and only then begins (Goyal et al. 2017, "Accurate, Large Minibatch SGD", section 2.2): the
    /// rate of warm-up step `step` is `(step + 1) / steps` of that with which the schedule begins.
    pub const fn warm_up(mut self, steps: usize) -> Self {
        self.warm_up = steps;
        self
    }

    /// The rate of a step.
    pub fn at(&self, step: usize) -> f64 {
        match step.checked_sub(self.warm_up) {
            Some(step) => self.warm(step),
            None => self.warm(0) * (step as f64 + 1.0) / self.warm_up as f64,
        }
    }

    /// The rate of a step after the warm-up.
    fn warm(&self, step: usize) -> f64 {
        let rate = self.rate;
        match self.form {
            Form::Constant => rate,
            Form::Fall { every, factor } => rate * factor.powf((step / every) as f64),
            Form::Cosine { last, steps } => along_cosine(rate, last, step as f64, steps as f64),
            Form::OneCycle { steps } => {
                let (first, last) = (rate / 25.0, rate / 25.0 / 1e4);
                let (step, end) = (step as f64, steps as f64 - 1.0);
                let peak = (0.3 * steps as f64 - 1.0).max(0.0);
                match step < peak {
                    true => along_cosine(first, rate, step, peak),
                    false => along_cosine(rate, last, step - peak, end - peak),
                }
            }
        }
    }
}

/// From `first` to `last` in so many steps, and no further.
fn along_cosine(first: f64, last: f64, step: f64, steps: f64) -> f64 {
    if step < steps { last + 0.5 * (first - last) * (1.0 + (PI * step / steps).cos()) } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schedule: Schedule, expected: &[(usize, f64)]) {
        for (step, expected) in expected {
            let rate = schedule.at(*step);
            assert!((rate - expected).abs() < 1e-14 * expected.abs().max(1e-3), "{step}: {rate}");
        }
    }

    #[test]
    fn rates_follow_their_formulas() {
        check(Schedule::constant(0.1), &[(0, 0.1), (1, 0.1), (usize::MAX, 0.1)]);
        let falling = Schedule::step_decay(0.1, 0.5, 10);
        check(falling, &[(0, 0.1), (9, 0.1), (10, 0.05), (19, 0.05), (20, 0.025), (usize::MAX, 0.0)]);
        check(Schedule::exponential(0.1, 0.9), &[(0, 0.1), (1, 0.09), (2, 0.081), (usize::MAX, 0.0)]);
        let (cosine, third) = (Schedule::cosine(0.5, 0.1, 6), 0.1 + 0.2 * (1.0 + 0.5));
        check(cosine, &[(0, 0.5), (2, third), (3, 0.3), (6, 0.1), (7, 0.1), (usize::MAX, 0.1)]);
    }

    #[test]
    fn one_cycle_is_that_of_pytorch() {
        // 30 steps: the peak is step 0.3 · 30 - 1 = 8, the end is step 29.
        let half_up = 0.5 * (0.04 + 1.0);
        let half_down = 1.0 + 0.5 * (4e-6 - 1.0) * (1.0 - (PI * 10.0 / 21.0).cos());
        let expected = [(0, 0.04), (4, half_up), (8, 1.0), (18, half_down), (29, 4e-6), (30, 4e-6)];
        check(Schedule::one_cycle(1.0, 30), &expected);
    }

    #[test]
    fn warm_up_stands_before_any() {
        check(Schedule::constant(0.1).warm_up(4), &[(0, 0.025), (2, 0.075), (3, 0.1), (4, 0.1), (5, 0.1)]);
        let cosine = Schedule::cosine(0.5, 0.1, 6);
        for step in 0..10 {
            assert_eq!(cosine.warm_up(3).at(step + 3), cosine.at(step));
            assert_eq!(cosine.warm_up(0).at(step), cosine.at(step));
        }
    }

    #[test]
    fn few_steps_are_no_trouble() {
        for steps in 0..5 {
            for step in 0..7 {
                for schedule in [Schedule::cosine(0.5, 0.1, steps), Schedule::one_cycle(1.0, steps)] {
                    let rate = schedule.at(step);
                    assert!(rate > 0.0 && rate <= 1.0, "{schedule:?}, {step}: {rate}");
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "falls after every 1 or more steps")]
    fn a_rate_that_falls_every_0_steps_is_refused() {
        Schedule::step_decay(0.1, 0.5, 0);
    }
}
