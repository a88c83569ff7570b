use std::fmt;

use crate::{Class, Network, Samples, Scalar, Workspace, Zeroed};

/// How often each class was taken for which: `counts[truth][predicted]` (scikit-learn's `confusion_matrix`).
///
/// For a class with `TP` samples that are found, `FP` of others that are taken for it and `FN` that are not found:
///
/// - precision is `TP / (TP + FP)`, how many of those predicted are right,
/// - recall is `TP / (TP + FN)`, how many of its samples are found,
/// - F1 is `2 TP / (2 TP + FP + FN)`, the harmonic mean of both.
///
/// Where that divides by 0 it is `None`: the precision of a class that is never predicted, the recall of one without
/// samples, the F1 of one that never occurs. (scikit-learn gives 0 and warns.)
///
/// The macro averages count all classes alike that occur, as a truth or as a prediction, and `None` as 0: a class that is never
/// found pulls the average down. They are those of scikit-learn's `average="macro"` with `zero_division=0`.
///
/// The counts are on the heap; adding to them allocates nothing.
///
/// ```
/// use plies::{Class, ConfusionMatrix};
///
/// let [cat, dog, cow] = [0, 1, 2].map(|label| Class::<3>::new(label).unwrap());
/// let mut confusion = ConfusionMatrix::new();
/// for (truth, predicted) in [(cat, cat), (cat, dog), (cat, cat), (dog, dog), (cow, dog)] {
///     confusion.add(truth, predicted);
/// }
/// assert_eq!(confusion.count(cat, dog), 1);
/// assert_eq!(confusion.accuracy(), Some(3.0 / 5.0));
/// assert_eq!((confusion.precision(dog), confusion.recall(dog)), (Some(1.0 / 3.0), Some(1.0)));
/// assert_eq!((confusion.precision(cow), confusion.recall(cow)), (None, Some(0.0)));
/// assert_eq!(
///     confusion.to_string(),
///     "\
/// truth \\ predicted      0      1      2  recall
/// 0                      2      1      0   0.667
/// 1                      0      1      0   1.000
/// 2                      0      1      0   0.000
/// precision          1.000  0.333      -   0.600"
/// );
/// ```
///
/// (The last number is the accuracy.) A network is asked about any number of samples:
///
/// ```
/// use plies::{Affine, Class, ConfusionMatrix, Network, network};
///
/// network! { struct Net(x: [2]) -> [3] { affine1: Affine::to(3) } }
///
/// let labels = [0, 1, 2, 0].map(|label| Class::new(label).unwrap());
/// let net = Net::<f32>::zeros();
/// let confusion = ConfusionMatrix::of(&*net, &[[0.5; 2]; 4], &labels, &mut Net::workspace::<2>());
/// assert_eq!(confusion.counts(), &[[2, 0, 0], [1, 0, 0], [1, 0, 0]]);
/// ```
#[derive(PartialEq, Eq)]
pub struct ConfusionMatrix<const CLASSES: usize> {
    counts: Box<[[u64; CLASSES]; CLASSES]>,
}

impl<const CLASSES: usize> ConfusionMatrix<CLASSES> {
    /// Nothing is counted yet.
    pub fn new() -> Self {
        ConfusionMatrix { counts: Zeroed::boxed() }
    }

    /// Of a network's largest outputs, over any number of samples.
    ///
    /// # Panics
    /// If there is not one label for each sample.
    #[track_caller]
    pub fn of<P, T, const N: usize>(
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
        labels: &[Class<CLASSES>],
        workspace: &mut Workspace<P, N>,
    ) -> Self
    where
        P: Network<Scalar = T, Out = [T; CLASSES]>,
        T: Scalar,
    {
        let (mut confusion, samples, found) = (Self::new(), P::In::len(x), labels.len());
        assert!(samples == found, "there are {samples} samples, and {found} labels");
        network.each_output(x, workspace, |range, y| confusion.add_batch(y, &labels[range]));
        confusion
    }

    /// Counts a sample.
    #[inline]
    pub fn add(&mut self, truth: Class<CLASSES>, predicted: Class<CLASSES>) {
        self.counts[truth.label()][predicted.label()] += 1;
    }

    /// Counts each sample of a batch; what is predicted is the class of the largest output.
    ///
    /// # Panics
    /// If there is not one label for each output.
    #[track_caller]
    pub fn add_batch<T: Scalar>(&mut self, outputs: &[[T; CLASSES]], labels: &[Class<CLASSES>]) {
        let (samples, found) = (outputs.len(), labels.len());
        assert!(samples == found, "there are {samples} outputs, and {found} labels");
        for (output, label) in outputs.iter().zip(labels) {
            self.add(*label, Class::largest(output));
        }
    }

    /// All counts: a row for each truth, in it a number for each prediction.
    pub fn counts(&self) -> &[[u64; CLASSES]; CLASSES] {
        &self.counts
    }

    /// How many samples of a class were taken for another, or the same.
    pub fn count(&self, truth: Class<CLASSES>, predicted: Class<CLASSES>) -> u64 {
        self.counts[truth.label()][predicted.label()]
    }

    /// How many samples were counted.
    pub fn samples(&self) -> u64 {
        self.counts.as_flattened().iter().sum()
    }

    /// How many samples of a class were counted (scikit-learn's support).
    pub fn support(&self, class: Class<CLASSES>) -> u64 {
        self.of_truth(class.label())
    }

    /// The share of samples that were taken for what they are; `None` where there is none.
    pub fn accuracy(&self) -> Option<f64> {
        ratio((0..CLASSES).map(|i| self.counts[i][i]).sum(), self.samples())
    }

    /// How many of those taken for a class are of it; `None` where none was.
    pub fn precision(&self, class: Class<CLASSES>) -> Option<f64> {
        self.precision_at(class.label())
    }

    /// How many samples of a class were taken for it; `None` where it has none.
    pub fn recall(&self, class: Class<CLASSES>) -> Option<f64> {
        self.recall_at(class.label())
    }

    /// The harmonic mean of precision and recall; `None` where the class is neither a truth nor a prediction.
    pub fn f1(&self, class: Class<CLASSES>) -> Option<f64> {
        self.f1_at(class.label())
    }

    /// The mean precision of all classes that occur, `None` counted as 0; `None` where none occurs.
    pub fn macro_precision(&self) -> Option<f64> {
        self.mean_over_classes(Self::precision_at)
    }

    /// The mean recall of all classes that occur, `None` counted as 0; `None` where none occurs.
    pub fn macro_recall(&self) -> Option<f64> {
        self.mean_over_classes(Self::recall_at)
    }

    /// The mean F1 of all classes that occur; `None` where none occurs.
    pub fn macro_f1(&self) -> Option<f64> {
        self.mean_over_classes(Self::f1_at)
    }

    fn precision_at(&self, i: usize) -> Option<f64> {
        ratio(self.counts[i][i], self.of_prediction(i))
    }

    fn recall_at(&self, i: usize) -> Option<f64> {
        ratio(self.counts[i][i], self.of_truth(i))
    }

    fn f1_at(&self, i: usize) -> Option<f64> {
        ratio(2 * self.counts[i][i], self.of_truth(i) + self.of_prediction(i))
    }

    fn of_truth(&self, i: usize) -> u64 {
        self.counts[i].iter().sum()
    }

    fn of_prediction(&self, i: usize) -> u64 {
        self.counts.iter().map(|row| row[i]).sum()
    }

    fn mean_over_classes(&self, score: impl Fn(&Self, usize) -> Option<f64>) -> Option<f64> {
        let (mut sum, mut classes) = (0.0, 0);
        for i in (0..CLASSES).filter(|i| self.of_truth(*i) + self.of_prediction(*i) > 0) {
            sum += score(self, i).unwrap_or(0.0);
            classes += 1;
        }
        (classes > 0).then(|| sum / f64::from(classes))
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl<const CLASSES: usize> Default for ConfusionMatrix<CLASSES> {
    fn default() -> Self {
        Self::new()
    }
}

// Written out, since a clone of the box would take many classes over the stack.
impl<const CLASSES: usize> Clone for ConfusionMatrix<CLASSES> {
    fn clone(&self) -> Self {
        let mut copy = Self::new();
        copy.counts.copy_from_slice(&*self.counts);
        copy
    }
}

impl<const CLASSES: usize> fmt::Debug for ConfusionMatrix<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfusionMatrix({CLASSES} classes, {} samples)", self.samples())
    }
}

/// A row for each truth with its recall, a column for each prediction with its precision, and the accuracy in the corner.
impl<const CLASSES: usize> fmt::Display for ConfusionMatrix<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: &str = "truth \\ predicted";
        let first = HEAD.len();
        let largest = self.counts.as_flattened().iter().max().map_or(0, |count| *count);
        // As wide as the longest number, the last label and a share.
        let width = digits(largest).max(digits(CLASSES as u64)).max(SHARE);
        write!(f, "{HEAD}")?;
        (0..CLASSES).try_for_each(|i| write!(f, "  {i:>width$}"))?;
        writeln!(f, "  recall")?;
        for (i, row) in self.counts.iter().enumerate() {
            write!(f, "{i:<first$}")?;
            row.iter().try_for_each(|count| write!(f, "  {count:>width$}"))?;
            write!(f, "  ")?;
            share(f, self.recall_at(i), "recall".len())?;
            writeln!(f)?;
        }
        write!(f, "{:<first$}", "precision")?;
        for i in 0..CLASSES {
            write!(f, "  ")?;
            share(f, self.precision_at(i), width)?;
        }
        write!(f, "  ")?;
        share(f, self.accuracy(), "recall".len())
    }
}

/// How many characters a share has.
const SHARE: usize = "0.000".len();

fn share(f: &mut fmt::Formatter<'_>, share: Option<f64>, width: usize) -> fmt::Result {
    match share {
        Some(share) => write!(f, "{share:>width$.3}"),
        None => write!(f, "{:>width$}", "-"),
    }
}

fn digits(number: u64) -> usize {
    number.checked_ilog10().map_or(1, |digits| digits as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reals;
    use crate::{Affine, network};

    fn class<const N: usize>(label: usize) -> Class<N> {
        Class::new(label).unwrap()
    }

    fn matrix<const N: usize>(counts: [[u64; N]; N]) -> ConfusionMatrix<N> {
        ConfusionMatrix { counts: Box::new(counts) }
    }

    /// What scikit-learn 1.9 says: class 2 is never predicted, 3 has no samples, 4 does not occur.
    #[test]
    fn scores_are_those_of_scikit_learn() {
        let confusion = matrix([[3, 1, 0, 1, 0], [1, 2, 0, 0, 0], [1, 1, 0, 0, 0], [0; 5], [0; 5]]);
        let all = [0, 1, 2, 3, 4].map(class);
        assert_eq!(all.map(|i| confusion.support(i)), [5, 3, 2, 0, 0]);
        let precision = [Some(3.0 / 5.0), Some(2.0 / 4.0), None, Some(0.0), None];
        assert_eq!(all.map(|i| confusion.precision(i)), precision);
        let recall = [Some(3.0 / 5.0), Some(2.0 / 3.0), Some(0.0), None, None];
        assert_eq!(all.map(|i| confusion.recall(i)), recall);
        let f1 = [Some(6.0 / 10.0), Some(4.0 / 7.0), Some(0.0), Some(0.0), None];
        assert_eq!(all.map(|i| confusion.f1(i)), f1);
        assert_eq!((confusion.samples(), confusion.accuracy()), (10, Some(0.5)));
        let close = |found: Option<f64>, expected: f64| assert!((found.unwrap() - expected).abs() < 1e-15);
        close(confusion.macro_precision(), (0.6 + 0.5) / 4.0);
        close(confusion.macro_recall(), (0.6 + 2.0 / 3.0) / 4.0);
        close(confusion.macro_f1(), (0.6 + 4.0 / 7.0) / 4.0);
    }

    #[test]
    fn nothing_counted_has_no_score() {
        let confusion = ConfusionMatrix::<3>::default();
        let scores = [confusion.accuracy(), confusion.macro_precision(), confusion.macro_f1()];
        assert_eq!((confusion.samples(), scores), (0, [None; 3]));
        assert_eq!(ConfusionMatrix::<0>::new().accuracy(), None);
    }

    #[test]
    fn batches_of_a_network_count_every_sample() {
        network! { struct Net(x: [4]) -> [3] { affine1: Affine::to(3) } }
        let (net, x) = (Net::<f64>::new(1), reals::<4>(1, 13));
        let labels: Vec<Class<3>> = (0..13).map(|n| class(n % 3)).collect();
        let mut workspace = Net::workspace::<5>();
        let confusion = ConfusionMatrix::of(&*net, &x, &labels, &mut workspace);
        assert_eq!([0, 1, 2].map(|label| confusion.support(class(label))), [5, 4, 4]);
        assert_eq!(confusion.accuracy(), Some(net.accuracy(&x, &labels, &mut workspace)));
        let mut by_hand = ConfusionMatrix::new();
        for (x, label) in x.iter().zip(&labels) {
            by_hand.add(*label, Class::largest(&net.predict_one(x, &mut workspace)));
        }
        assert!(by_hand == confusion && by_hand.clone() == confusion);
    }

    #[test]
    #[should_panic = "there are 2 outputs, and 1 labels"]
    fn each_output_has_a_label() {
        ConfusionMatrix::new().add_batch(&[[1.0, 0.0]; 2], &[class(0)]);
    }

    #[test]
    fn columns_are_as_wide_as_the_longest_number() {
        let table = matrix([[1_234_567, 0], [0, 0]]).to_string();
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(
            lines,
            [
                "truth \\ predicted        0        1  recall",
                "0                  1234567        0   1.000",
                "1                        0        0       -",
                "precision            1.000        -   1.000",
            ]
        );
    }

    #[test]
    fn many_classes_fit_into_a_small_stack() {
        let count = || ConfusionMatrix::<1000>::new().clone().samples();
        let small = std::thread::Builder::new().stack_size(256 << 10).spawn(count);
        assert_eq!(small.unwrap().join().unwrap(), 0);
    }
}
