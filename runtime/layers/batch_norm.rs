use nalgebra::SVector;

use super::moments::require_epsilon;
use super::sum;
use crate::{Backward, Forward, Initializer, Inputs, Kind, Layer, Message, Parameters, Rule, Scalar, Sizes};

/// `y = weight n + bias` with `n = (x - mean) / √(variance + ε)`, over a batch (Ioffe and Szegedy, 2015; the book's section
/// 6.3): for each entry of a vector, or for each channel of an image, over all its pixels.
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x`, `y` | `[C]`, or `[C, …]` | |
/// | `weight`, `bias` | `SVector<T, C>`, begin as ones and zeros | `dweight = Σ dy n`, `dbias = Σ dy` |
/// | `running_mean`, `running_var` | `SVector<T, C>`, begin as zeros and ones | not trained |
/// | `dx` | as `x` | `weight (dy - mean(dy) - n mean(dy n)) / √(variance + ε)` |
///
/// While training, mean and variance are those of the batch. With each [`step`](crate::Network::step) the running ones move
/// towards them, by a tenth of the way unless [`momentum`](BatchNorm::momentum) says otherwise; predicting uses those.
///
/// As in PyTorch, a batch is normalised by its variance `Σ (x - mean)² / n`, and the running one learns `Σ (x - mean)² / (n - 1)`,
/// the better guess at that of all data. A single value has no such variance: what is normalised is 0 then, and the running
/// statistics stay as they are; see [`Batches::drop_last`](crate::Batches::drop_last). The book's momentum, 0.9, is what is kept: 1 minus the one here.
///
/// ```
/// use plies::{BatchNorm, Network, network};
///
/// network! {
///     struct Net(x: [1]) -> [1] { norm1: BatchNorm::new() }
/// }
/// let (net, mut tape) = (Net::<f64>::new(1), Net::tape::<2>());
/// let pass = net.forward(&[[10.0], [30.0]], &mut tape);
/// assert!((pass.output()[0][0] + 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BatchNorm {
    momentum: f64,
    epsilon: f64,
}

impl BatchNorm {
    /// With a momentum of 0.1 and an `ε` of 10⁻⁵.
    pub const fn new() -> Self {
        BatchNorm { momentum: 0.1, epsilon: 1e-5 }
    }

    /// How far the running statistics move towards those of a batch: from 0, not at all, to 1.
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// What is added to the variance, so that nothing is divided by zero.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        require_epsilon(
            Rule::takes([x]).without_y().gives(x).kind(Kind::BatchNormalization).sizes([x.dim(0)]),
            self.epsilon,
        )
        .require(
            self.momentum >= 0.0 && self.momentum <= 1.0,
            Message::new("has a momentum outside of 0 to 1"),
            Message::new("write how far the running statistics move towards those of a batch, such as `0.1`"),
        )
    }

    /// `1 / √(variance + ε)`
    #[inline]
    fn inverse<T: Scalar, const C: usize>(self, variance: &[T; C]) -> [T; C] {
        variance.map(|variance| T::one() / (variance + T::of(self.epsilon)).sqrt())
    }
}

impl Default for BatchNorm {
    fn default() -> Self {
        Self::new()
    }
}

/// What a [`BatchNorm`] learns, by gradient and by statistics.
#[derive(Clone, Debug, PartialEq, Parameters)]
#[plies(crate = crate)]
pub struct BatchStatistics<T: Scalar, const C: usize> {
    /// What the normalised is multiplied by: the book's `gamma`.
    #[no_decay]
    pub weight: SVector<T, C>,
    /// What is added: the book's `beta`.
    #[no_decay]
    pub bias: SVector<T, C>,
    /// The mean that predicting uses.
    #[statistic]
    pub running_mean: SVector<T, C>,
    /// The variance that predicting uses.
    #[statistic]
    pub running_var: SVector<T, C>,
}

impl<T: Scalar, const F: usize, const C: usize> Layer<[T; F], [T; F], Sizes<C>> for BatchNorm {
    type Parameters = BatchStatistics<T, C>;
    /// Mean and variance of the batch.
    type Cache<const N: usize> = [[T; C]; 2];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N, Sizes<C>>) {
        let Forward { parameters, x, y, cache, .. } = pass;
        let BatchStatistics { weight, bias, running_mean, running_var } = parameters;
        let (mut mean, mut variance) = (running_mean.data.0[0], running_var.data.0[0]);
        if let Some(cache) = cache {
            (mean, variance) = statistics(x);
            *cache = [mean, variance];
        }
        let inverse = self.inverse(&variance);
        for (x, y) in x.iter().zip(y) {
            for (c, (x, y)) in x.chunks(F / C).zip(y.chunks_mut(F / C)).enumerate() {
                let (mean, factor, bias) = (mean[c], inverse[c] * weight[c], bias[c]);
                for (x, y) in x.iter().zip(y) {
                    *y = (*x - mean) * factor + bias;
                }
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N, Sizes<C>>) {
        let Backward { parameters, x, dy, dx, gradient, cache: [mean, variance], .. } = pass;
        let (count, inverse) = ((x.len() * (F / C)) as f64, self.inverse(variance));
        let (mut dweight, mut dbias) = ([T::zero(); C], [T::zero(); C]);
        for (x, dy) in x.iter().zip(dy) {
            for (c, (x, dy)) in x.chunks(F / C).zip(dy.chunks(F / C)).enumerate() {
                dweight[c] += sum(F / C, |i| dy[i] * (x[i] - mean[c])) * inverse[c];
                dbias[c] += sum(F / C, |i| dy[i]);
            }
        }
        for ((x, dy), dx) in x.iter().zip(dy).zip(dx.into_iter().flatten()) {
            for (c, ((x, dy), dx)) in
                x.chunks(F / C).zip(dy.chunks(F / C)).zip(dx.chunks_mut(F / C)).enumerate()
            {
                let factor = parameters.weight[c] * inverse[c];
                let (sum, along) = (dbias[c] / T::of(count), dweight[c] / T::of(count) * inverse[c]);
                for ((x, dy), dx) in x.iter().zip(dy).zip(dx) {
                    *dx = factor * (*dy - sum - (*x - mean[c]) * along);
                }
            }
        }
        let Some(gradient) = gradient else { return };
        gradient.weight.data.0[0] = dweight;
        gradient.bias.data.0[0] = dbias;
        // For a statistic, what a step changes it by.
        let (momentum, unbiased) = (T::of(self.momentum), T::of(count / (count - 1.0)));
        for c in 0..C {
            let of_one = count <= 1.0;
            let [mean, variance] = match of_one {
                // A single value says nothing of how they are spread.
                true => [T::zero(); 2],
                false => {
                    [mean[c] - parameters.running_mean[c], variance[c] * unbiased - parameters.running_var[c]]
                }
            };
            gradient.running_mean[c] = momentum * mean;
            gradient.running_var[c] = momentum * variance;
        }
    }

    fn initialize(self, parameters: &mut Self::Parameters, _: &mut Initializer) {
        parameters.weight.fill(T::one());
        parameters.running_var.fill(T::one());
    }
}

/// Mean and variance of each channel over a batch. In two passes, the first of which sums how far each pixel is from the first:
/// large sums, and differences of them, would keep few digits.
#[inline]
fn statistics<T: Scalar, const F: usize, const C: usize>(x: &[[T; F]]) -> ([T; C], [T; C]) {
    let count = T::of((x.len() * (F / C)) as f64);
    let (mut mean, mut variance) = ([T::zero(); C], [T::zero(); C]);
    let first: [T; C] = std::array::from_fn(|c| x[0][c * (F / C)]);
    for x in x {
        for ((x, first), mean) in x.chunks(F / C).zip(&first).zip(&mut mean) {
            *mean += sum(F / C, |i| x[i] - *first);
        }
    }
    for (mean, first) in mean.iter_mut().zip(&first) {
        *mean = *first + *mean / count;
    }
    for x in x {
        for ((x, mean), variance) in x.chunks(F / C).zip(&mean).zip(&mut variance) {
            *variance += sum(F / C, |i| (x[i] - *mean) * (x[i] - *mean));
        }
    }
    for variance in &mut variance {
        *variance /= count;
    }
    (mean, variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_right, check_gradient, reals};
    use crate::{Network, Sgd, gradient_check_output, network};

    network! { struct Features(x: [3]) -> [3] { y: BatchNorm::new() } }
    network! { struct Images(x: [2, 2, 3]) -> [2, 2, 3] { y: BatchNorm::new().epsilon(0.01).momentum(0.5) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Images<f64>, 12, 12>();
        let mut net = Images::<f64>::new(1);
        net.y.weight.copy_from_slice(&[0.5, -2.0]);
        let check =
            gradient_check_output(&*net, &reals::<12>(1, 5), &reals::<12>(2, 5), &mut Images::tape::<5>());
        assert_right::<Images<f64>>(check);
        let (x, dy) = (reals::<3>(1, 5), reals::<3>(2, 5));
        assert_right::<Features<f64>>(gradient_check_output(
            &*Features::new(1),
            &x,
            &dy,
            &mut Features::tape::<5>(),
        ));
    }

    #[test]
    fn running_statistics_learn_those_of_the_data() {
        let (x, mut net) = (reals::<12>(3, 4), Images::<f64>::new(1));
        let (mut gradient, mut tape) = (Images::zeros(), Images::tape::<4>());
        for _ in 0..60 {
            net.forward(&x, &mut tape).backward(&[[1.0; 12]; 4], Some(&mut gradient), None);
            net.step(&gradient, &mut Sgd::new(0.0));
        }
        for c in 0..2 {
            let entries: Vec<_> = x.iter().flat_map(|x| &x[6 * c..][..6]).collect();
            let mean = entries.iter().copied().sum::<f64>() / 24.0;
            let variance = entries.iter().map(|x| (**x - mean).powi(2)).sum::<f64>() / 23.0;
            assert!((net.y.running_mean[c] - mean).abs() < 1e-12);
            assert!((net.y.running_var[c] - variance).abs() < 1e-12);
        }
        let y = net.predict_one(&x[0], &mut Images::workspace::<1>());
        let expected = (x[0][0] - net.y.running_mean[0]) / (net.y.running_var[0] + 0.01).sqrt();
        assert!((y[0] - expected).abs() < 1e-12);
    }

    #[test]
    fn a_single_value_and_equal_ones_stay_finite() {
        let (mut net, mut gradient, mut tape) =
            (Features::<f32>::new(1), Features::zeros(), Features::tape::<2>());
        for x in [&[[5.0, -1.0, 1e6]][..], &[[7.0; 3]; 2]] {
            let mut dx = vec![[f32::NAN; 3]; x.len()];
            let pass = net.forward(x, &mut tape);
            assert!(pass.output().iter().all(|y| *y == [0.0; 3]));
            pass.backward(&vec![[1.0; 3]; x.len()], Some(&mut gradient), Some(&mut dx));
            assert!(dx.as_flattened().iter().all(|dx| dx.is_finite()));
            net.step(&gradient, &mut Sgd::new(0.0));
            assert!(net.y.running_var.iter().all(|v| v.is_finite() && *v > 0.0));
        }
    }
}
