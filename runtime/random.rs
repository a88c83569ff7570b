//! Random numbers from a seed, the same on every platform.

use std::convert::Infallible;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng, TryRng};

/// A generator of random numbers. A seed gives the same numbers on every platform.
///
/// It is a generator of the `rand` crate, too, so whatever draws from one draws from this.
///
/// ```
/// use plies::Random;
///
/// let (mut a, mut b) = (Random::new(7), Random::new(7));
/// assert_eq!(a.normal(), b.normal());
/// assert!((0.0..1.0).contains(&a.uniform()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    /// The generator that a seed stands for.
    #[inline]
    pub fn new(seed: u64) -> Self {
        Random(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number from 0 (inclusive) to 1 (exclusive), each equally likely.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// 64 bits, each of which is as likely 0 as 1.
    #[inline]
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.random()
    }

    /// A number from the normal distribution of mean 0 and deviation 1.
    ///
    /// By the polar method (Marsaglia and Bray, 1964). Its logarithm is that of the `libm` crate: those of the
    /// platforms differ in the last bit.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if 0.0 < s && s < 1.0 {
                return u * (-2.0 * libm::log(s) / s).sqrt();
            }
        }
    }
}

#[cfg(feature = "weights")]
impl Random {
    /// Where the generator is, as a text.
    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string(&self.0).expect("four numbers are JSON")
    }

    /// The generator of such a text. One of zeros alone gives nothing else, and is none.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let random: Self = serde_json::from_str(text).ok().map(Random)?;
        random.to_text().contains(|c| ('1'..='9').contains(&c)).then_some(random)
    }
}

impl TryRng for Random {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    #[inline]
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_numbers_everywhere() {
        // Computed by another program from the definitions of xoshiro256++, splitmix64 and the polar method.
        let expected = [0.7497765692000015, -0.42669737721760126, -1.248028785891448, 0.3186756997944357];
        let mut random = Random::new(1);
        assert_eq!([(); 4].map(|()| random.normal()), expected);
    }

    #[cfg(feature = "weights")]
    #[test]
    fn a_text_says_where_it_is() {
        let mut random = Random::new(1);
        random.normal();
        assert_eq!(Random::from_text(&random.to_text()), Some(random));
        for damaged in ["", "{}", r#"{"s":[1,2,3]}"#, r#"{"s":[0,0,0,0]}"#, r#"{"s":[1,2,3,-4]}"#] {
            assert_eq!(Random::from_text(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn normal_numbers_have_the_moments_of_the_distribution() {
        let mut random = Random::new(2);
        let n = 100_000;
        let mut moments = [0.0; 4];
        for _ in 0..n {
            let x = random.normal();
            for (i, moment) in moments.iter_mut().enumerate() {
                *moment += x.powi(i as i32 + 1) / f64::from(n);
            }
        }
        for (moment, expected) in moments.iter().zip([0.0, 1.0, 0.0, 3.0]) {
            assert!((moment - expected).abs() < 0.06, "{moments:?}");
        }
    }
}
