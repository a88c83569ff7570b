use plies::{Backward, Forward, Initializer, Inputs, Layer, Parameters, Rule, SVector, Scalar, Sizes};

/// `y = gamma (x - mean) / √(variance + ε) + beta`, over the channels of a batch.
#[derive(Clone, Copy)]
pub struct BatchNorm;

const EPSILON: f64 = 1e-5;
const MOMENTUM: f64 = 0.1;

/// What is learnt by gradient, and what by statistics.
#[derive(Clone, Debug, Parameters)]
pub struct Norm<T: Scalar, const C: usize> {
    pub gamma: SVector<T, C>,
    pub beta: SVector<T, C>,
    #[statistic]
    pub running_mean: SVector<T, C>,
    #[statistic]
    pub running_variance: SVector<T, C>,
}

impl BatchNorm {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x]).gives(x).sizes([x.dim(0)])
    }
}

impl<T: Scalar, const F: usize, const C: usize> Layer<[T; F], [T; F], Sizes<C>> for BatchNorm {
    type Parameters = Norm<T, C>;
    /// Mean and variance of the batch.
    type Cache<const N: usize> = [[T; C]; 2];

    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N, Sizes<C>>) {
        let Forward { parameters: norm, x, y, cache, .. } = pass;
        let pixels = F / C;
        let (mut mean, mut variance) = (norm.running_mean.data.0[0], norm.running_variance.data.0[0]);
        if let Some(cache) = cache {
            let count = T::of((x.len() * pixels) as f64);
            for c in 0..C {
                let entries = || x.iter().flat_map(|x| &x[c * pixels..][..pixels]);
                mean[c] = entries().fold(T::zero(), |sum, x| sum + *x) / count;
                variance[c] =
                    entries().fold(T::zero(), |sum, x| sum + (*x - mean[c]) * (*x - mean[c])) / count;
            }
            *cache = [mean, variance];
        }
        for (x, y) in x.iter().zip(y) {
            for i in 0..F {
                let c = i / pixels;
                let normal = (x[i] - mean[c]) / (variance[c] + T::of(EPSILON)).sqrt();
                y[i] = norm.gamma[c] * normal + norm.beta[c];
            }
        }
    }

    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N, Sizes<C>>) {
        let Backward { parameters: norm, x, dy, mut dx, mut gradient, cache: [mean, variance], .. } = pass;
        let pixels = F / C;
        let count = T::of((x.len() * pixels) as f64);
        for c in 0..C {
            let inverse = T::one() / (variance[c] + T::of(EPSILON)).sqrt();
            let (mut dgamma, mut dbeta) = (T::zero(), T::zero());
            for (x, dy) in x.iter().zip(dy) {
                for i in c * pixels..(c + 1) * pixels {
                    dgamma += dy[i] * (x[i] - mean[c]) * inverse;
                    dbeta += dy[i];
                }
            }
            if let Some(gradient) = &mut gradient {
                (gradient.gamma[c], gradient.beta[c]) = (dgamma, dbeta);
                // For a statistic: what a step changes it by.
                gradient.running_mean[c] = T::of(MOMENTUM) * (mean[c] - norm.running_mean[c]);
                gradient.running_variance[c] = T::of(MOMENTUM) * (variance[c] - norm.running_variance[c]);
            }
            let Some(dx) = &mut dx else { continue };
            for ((x, dy), dx) in x.iter().zip(dy).zip(dx.iter_mut()) {
                for i in c * pixels..(c + 1) * pixels {
                    let normal = (x[i] - mean[c]) * inverse;
                    dx[i] = norm.gamma[c] * inverse * (dy[i] - (dbeta + normal * dgamma) / count);
                }
            }
        }
    }

    fn initialize(self, norm: &mut Self::Parameters, _: &mut Initializer) {
        norm.gamma.fill(T::one());
        norm.running_variance.fill(T::one());
    }
}
