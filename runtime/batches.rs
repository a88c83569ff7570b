//! A data set, batch by batch.

use std::{fmt, slice};

use rand::seq::SliceRandom;

use crate::{Random, Sample, Samples};

/// Shuffled batches of a data set, which stays where it is: only the batch at hand is copied.
///
/// Every sample comes once an epoch. The last batch is shorter where the samples do not come out even. The same seed
/// gives the same batches on every platform.
///
/// A sample is what a network takes as one, `[f32; 784]`. For a network with several inputs it is a tuple of theirs, and a
/// batch is a tuple of slices.
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
pub struct Batches<'a, X: Samples, Target> {
    x: &'a [X],
    targets: &'a [Target],
    size: usize,
    /// The samples in the order of this epoch, and how many of them have been.
    order: Vec<u32>,
    done: usize,
    drop_last: bool,
    random: Random,
    batch: (X::Gathered, Vec<Target>),
}

impl<'a, X: Samples, Target: Copy> Batches<'a, X, Target> {
    /// Batches of up to `size` samples. The first epoch is shuffled already.
    ///
    /// # Panics
    /// If there are not as many targets as samples, or more than four billion, or the size is 0.
    #[track_caller]
    pub fn new(x: &'a [impl Sample<X>], targets: &'a [Target], size: usize, seed: u64) -> Self {
        let x = Sample::same(x);
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
            drop_last: false,
            random: Random::new(seed),
            batch: (X::gathered(size), Vec::with_capacity(size)),
        };
        batches.shuffle();
        batches
    }

    /// Leaves out a last batch that is shorter than the others; with the next shuffle, other samples are left over. For
    /// [`BatchNorm`](crate::BatchNorm), which learns little from few samples, and nothing from one.
    pub fn drop_last(mut self) -> Self {
        self.drop_last = true;
        self
    }

    /// How many batches an epoch has.
    pub fn batches(&self) -> usize {
        if self.drop_last { self.order.len() / self.size } else { self.order.len().div_ceil(self.size) }
    }

    /// The most samples that a batch has.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Begins an epoch, in another order.
    pub fn shuffle(&mut self) {
        self.order.shuffle(&mut self.random);
        self.done = 0;
    }

    /// The next samples and their targets, until the epoch is over.
    pub fn next_batch(&mut self) -> Option<(X::Batch<'_>, &[Target])> {
        let left = &self.order[self.done..];
        if left.is_empty() || self.drop_last && left.len() < self.size {
            return None;
        }
        let (x, targets) = &mut self.batch;
        X::clear(x);
        targets.clear();
        for i in &left[..self.size.min(left.len())] {
            self.x[*i as usize].gather(x);
            // Not `push`, which may take a large target over the stack.
            targets.extend_from_slice(slice::from_ref(&self.targets[*i as usize]));
        }
        self.done += targets.len();
        Some((X::batch_of(x), targets))
    }
}

/// Which samples come when.
#[cfg(feature = "weights")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'a> {
    pub samples: &'a [u32],
    /// How many of them have been.
    pub done: usize,
    pub size: usize,
    pub drop_last: bool,
    pub random: &'a Random,
}

#[cfg(feature = "weights")]
impl<X: Samples, Target> Batches<'_, X, Target> {
    pub(crate) fn order(&self) -> Order<'_> {
        let Batches { order, done, size, drop_last, random, .. } = self;
        Order { samples: order, done: *done, size: *size, drop_last: *drop_last, random }
    }

    /// Goes on from here. The samples must be those of the data, each once.
    pub(crate) fn set_order(&mut self, samples: Vec<u32>, done: usize, random: Random) {
        (self.order, self.done, self.random) = (samples, done, random);
    }
}

impl<X: Samples, Target> fmt::Debug for Batches<'_, X, Target> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batches({} of {} samples done, {} a batch)", self.done, self.order.len(), self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<[f64; 1]> {
        (0..count).map(|i| [i as f64]).collect()
    }

    fn epoch(batches: &mut Batches<[f64; 1], [f64; 1]>) -> Vec<Vec<usize>> {
        let mut all = vec![];
        while let Some((x, targets)) = batches.next_batch() {
            assert_eq!(x, targets);
            all.push(x.iter().map(|x| x[0] as usize).collect());
        }
        all
    }

    #[test]
    fn every_sample_comes_once_an_epoch_in_another_order() {
        let data = numbers(103);
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
            assert_eq!(all, (0..103).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_seed_means_the_same_batches() {
        let data = numbers(20);
        let of = |seed| epoch(&mut Batches::new(&data, &data, 6, seed));
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        assert_eq!(of(1)[0], [13, 9, 8, 17, 6, 0]);
    }

    #[test]
    fn a_batch_larger_than_the_data_is_all_of_it() {
        let data = numbers(2);
        let mut batches = Batches::new(&data, &[1, 2], 100, 1);
        assert_eq!((batches.batches(), batches.next_batch().unwrap().0.len()), (1, 2));
        assert_eq!(Batches::<[f32; 1], u8>::new(&[[0.0; 1]; 0], &[], 100, 1).next_batch(), None);
    }

    #[test]
    fn several_inputs_come_as_a_batch_each() {
        let data: Vec<_> = numbers(7).into_iter().map(|x| (x, [x[0], -x[0]])).collect();
        let targets: Vec<_> = (0..7).collect();
        let mut batches = Batches::new(&data, &targets, 4, 1);
        while let Some(((a, b), targets)) = batches.next_batch() {
            for ((a, b), target) in a.iter().zip(b).zip(targets) {
                let target = f64::from(*target);
                assert_eq!((*a, *b), ([target], [target, -target]));
            }
        }
    }

    #[test]
    fn a_short_last_batch_can_be_left_out() {
        let x = numbers(7);
        let mut batches = Batches::new(&x, &x, 3, 1).drop_last();
        assert_eq!((batches.batches(), epoch(&mut batches).len()), (2, 2));
        batches.shuffle();
        assert!(epoch(&mut batches).iter().all(|batch| batch.len() == 3));
    }
}
