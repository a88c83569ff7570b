//! Numbers that tests compute with.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use crate::Kernels;
use crate::lanes::Lanes;

/// A scalar, as tests know it.
pub trait Number: Lanes + Kernels + From<f32> + PartialEq + std::fmt::Debug {}

impl Number for f32 {}
impl Number for f64 {}

/// Draws numbers.
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A whole number, both ends included.
    pub fn whole(&mut self, from: usize, to: usize) -> usize {
        self.0.random_range(from..=to)
    }

    /// Small integers: every sum of their products is exact in any order, so results are compared to the bit.
    pub fn integers<T: Number>(&mut self, len: usize) -> Vec<T> {
        (0..len).map(|_| T::from(self.whole(0, 16) as f32 - 8.0)).collect()
    }

    /// From -1 to 1: the order of a sum of their products shows in its bits.
    pub fn reals<T: Number>(&mut self, len: usize) -> Vec<T> {
        (0..len).map(|_| T::from(2.0 * self.0.random::<f32>() - 1.0)).collect()
    }
}
