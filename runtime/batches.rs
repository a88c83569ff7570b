//! A data set, batch by batch.

use rand::seq::SliceRandom;

use crate::Random;

/// Shuffled batches of a data set, which stays where it is: only the batch at hand is copied.
///
/// Every sample comes once an epoch. The last batch is shorter where the samples do not come out even. The same seed
/// gives the same batches on every platform.
///
/// ```
/// use plies::Batches;
///
/// let (x, targets) = ([[0.0], [1.0], [2.0], [3.0], [4.0]], [0, 1, 2, 3, 4]);
/// let mut batches = Batches::new(&x, &targets, 2, 1);
/// for _epoch in 0..3 {
///     batches.shuffle();
///     let mut seen = 0;
///     while let Some((x, targets)) = batches.next_batch() {
///         assert_eq!(x[0][0], targets[0] as f64);
///         seen += x.len();
///     }
///     assert_eq!(seen, 5);
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Batches<'a, X, Target> {
    x: &'a [X],
    targets: &'a [Target],
    size: usize,
    /// The samples in the order of this epoch, and how many of them have been.
    order: Vec<u32>,
    done: usize,
    random: Random,
    batch: (Vec<X>, Vec<Target>),
}

impl<'a, X: Copy, Target: Copy> Batches<'a, X, Target> {
    /// Batches of up to `size` samples. The first epoch is shuffled already.
    ///
    /// # Panics
    /// If there are not as many targets as samples, or more than four billion, or the size is 0.
    pub fn new(x: &'a [X], targets: &'a [Target], size: usize, seed: u64) -> Self {
        let (samples, found) = (x.len(), targets.len());
        assert!(samples == found, "there are {samples} samples, and {found} targets");
        assert!(size > 0, "a batch has at least one sample");
        let samples = u32::try_from(samples).expect("a data set has at most four billion samples");
        let size = size.min(x.len().max(1));
        let mut batches = Batches {
            x,
            targets,
            size,
            order: (0..samples).collect(),
            done: 0,
            random: Random::new(seed),
            batch: (Vec::with_capacity(size), Vec::with_capacity(size)),
        };
        batches.shuffle();
        batches
    }

    /// How many batches an epoch has.
    pub fn batches(&self) -> usize {
        self.order.len().div_ceil(self.size)
    }

    /// Begins an epoch, in another order.
    pub fn shuffle(&mut self) {
        self.order.shuffle(&mut self.random);
        self.done = 0;
    }

    /// The next samples and their targets, until the epoch is over.
    pub fn next_batch(&mut self) -> Option<(&[X], &[Target])> {
        let left = &self.order[self.done..];
        if left.is_empty() {
            return None;
        }
        let (x, targets) = &mut self.batch;
        x.clear();
        targets.clear();
        for i in &left[..self.size.min(left.len())] {
            x.push(self.x[*i as usize]);
            targets.push(self.targets[*i as usize]);
        }
        self.done += x.len();
        Some((x, targets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(batches: &mut Batches<u32, u32>) -> Vec<Vec<u32>> {
        let mut all = vec![];
        while let Some((x, targets)) = batches.next_batch() {
            assert_eq!(x, targets);
            all.push(x.to_vec());
        }
        all
    }

    #[test]
    fn every_sample_comes_once_an_epoch_in_another_order() {
        let data: Vec<u32> = (0..103).collect();
        let mut batches = Batches::new(&data, &data, 10, 1);
        assert_eq!(batches.batches(), 11);
        let first = epoch(&mut batches);
        assert_eq!(first.iter().map(Vec::len).collect::<Vec<_>>(), [vec![10; 10], vec![3]].concat());
        batches.shuffle();
        let second = epoch(&mut batches);
        assert_ne!(first, second);
        for epoch in [first, second] {
            let mut all = epoch.concat();
            all.sort();
            assert_eq!(all, data);
        }
    }

    #[test]
    fn a_seed_means_the_same_batches() {
        let data: Vec<u32> = (0..20).collect();
        let of = |seed| epoch(&mut Batches::new(&data, &data, 6, seed));
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        assert_eq!(of(1)[0], [13, 9, 8, 17, 6, 0]);
    }

    #[test]
    fn a_batch_larger_than_the_data_is_all_of_it() {
        let mut batches = Batches::new(&[1, 2], &[1, 2], 100, 1);
        assert_eq!((batches.batches(), batches.next_batch().unwrap().0.len()), (1, 2));
        assert_eq!(Batches::<u8, u8>::new(&[], &[], 100, 1).next_batch(), None);
    }
}
