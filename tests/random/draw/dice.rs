use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

/// What decides.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub fn new(name: &str, draw: u64, seed: u64) -> Self {
        // Its keys are fixed.
        let mut hasher = DefaultHasher::new();
        (name, draw, seed).hash(&mut hasher);
        Dice(Xoshiro256PlusPlus::seed_from_u64(hasher.finish()))
    }

    pub fn number(&mut self, range: RangeInclusive<usize>) -> usize {
        self.0.random_range(range)
    }

    /// One of two decimals.
    pub fn decimal(&mut self, range: RangeInclusive<f64>) -> f64 {
        (self.0.random_range(range) * 100.0).round() / 100.0
    }

    pub fn coin(&mut self) -> bool {
        self.0.random()
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.number(0..=all.len() - 1)]
    }

    /// Often few, seldom many: as many as a vector register holds, and more.
    pub fn size(&mut self) -> usize {
        if self.number(0..=4) == 0 { self.number(8..=19) } else { self.number(1..=5) }
    }

    /// A shape of so many dimensions.
    pub fn shape(&mut self, rank: usize) -> Vec<usize> {
        (0..rank).map(|_| if rank < 3 { self.size() } else { self.number(1..=4) }).collect()
    }

    /// A shape of any number of dimensions, at least so many.
    pub fn any_shape(&mut self, least: usize) -> Vec<usize> {
        let rank = self.number(least..=4);
        self.shape(rank)
    }

    /// Channels, height and width.
    pub fn image(&mut self) -> Vec<usize> {
        vec![self.number(1..=4), self.number(1..=7), self.size()]
    }
}
