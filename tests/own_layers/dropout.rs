use plies::{Backward, Forward, Inputs, Layer, Rule, Scalar};

/// Drops entries when training, and enlarges the others; the identity when predicting.
#[derive(Clone, Copy)]
pub struct Dropout {
    rate: f64,
}

impl Dropout {
    pub const fn new(rate: f64) -> Self {
        Dropout { rate }
    }

    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for Dropout {
    type Parameters = ();
    /// What each entry was multiplied by.
    type Cache<const N: usize> = [[T; F]; N];

    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
        let Forward { x, y, cache, random, .. } = pass;
        let Some(cache) = cache else { return y.copy_from_slice(x) };
        for ((x, y), factors) in x.iter().zip(y).zip(cache) {
            for i in 0..F {
                let keep = random.uniform() >= self.rate;
                factors[i] = T::of(if keep { 1.0 / (1.0 - self.rate) } else { 0.0 });
                y[i] = x[i] * factors[i];
            }
        }
    }

    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N>) {
        let Backward { dy, dx, cache, .. } = pass;
        for ((dx, dy), factors) in dx.into_iter().flatten().zip(dy).zip(cache) {
            for i in 0..F {
                dx[i] = dy[i] * factors[i];
            }
        }
    }
}
