//! The weights that training begins with.

use crate::{Random, Scalar};

/// How weights are drawn. Biases are not drawn; they begin as zeros.
///
/// A weight that leads from `fan_in` to `fan_out` entries is drawn from a normal distribution of mean 0. The schemes
/// differ in its deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Init {
    /// `√(2 / fan_in)`: keeps the variance through layers that ReLU follows (He et al., 2015; the book's section 6.2).
    He,
    /// `√(2 / (fan_in + fan_out))`: keeps the variance in both directions where the activation is near the identity, as
    /// sigmoid and tanh are around zero (Glorot and Bengio, 2010).
    ///
    /// The book's section 6.2 gives this name to `√(1 / fan_in)`, which is [`LeCun`](Init::LeCun) here.
    Xavier,
    /// `√(1 / fan_in)`: keeps the variance in the forward direction (LeCun et al., 1998).
    LeCun,
    /// The given deviation. The book's chapters 4 and 5 take 0.01.
    Normal(f64),
    /// All zeros.
    Zeros,
}

impl Init {
    /// The deviation of a weight that leads from `fan_in` to `fan_out` entries.
    ///
    /// ```
    /// use plies::Init;
    ///
    /// assert_eq!(Init::He.deviation(50, 10), 0.2);
    /// assert_eq!(Init::Normal(0.01).deviation(50, 10), 0.01);
    /// ```
    pub fn deviation(self, fan_in: usize, fan_out: usize) -> f64 {
        let (fan_in, fan_out) = (fan_in as f64, fan_out as f64);
        match self {
            Init::He => (2.0 / fan_in).sqrt(),
            Init::Xavier => (2.0 / (fan_in + fan_out)).sqrt(),
            Init::LeCun => (1.0 / fan_in).sqrt(),
            Init::Normal(deviation) => deviation,
            Init::Zeros => 0.0,
        }
    }
}

/// Draws the weights of a network, layer by layer.
#[derive(Clone, Debug)]
pub struct Initializer {
    chosen: Option<Init>,
    random: Random,
}

impl Initializer {
    /// One that draws as each layer does by default.
    pub fn new(seed: u64) -> Self {
        Initializer { chosen: None, random: Random::new(seed) }
    }

    /// One that draws all weights as chosen, whatever the layers do by default.
    pub fn chosen(init: Init, seed: u64) -> Self {
        Initializer { chosen: Some(init), random: Random::new(seed) }
    }

    /// Draws weights, each of which leads from `fan_in` to `fan_out` entries: as chosen for the whole network, else as
    /// the layer does by `default`.
    pub fn weights<T: Scalar>(&mut self, weights: &mut [T], fan_in: usize, fan_out: usize, default: Init) {
        let deviation = self.chosen.unwrap_or(default).deviation(fan_in, fan_out);
        for weight in weights {
            *weight = T::of(deviation * self.random.normal());
        }
    }

    /// Randomness for whatever else a layer draws.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }
}
