//! What a gradient check found.

use std::fmt;

/// A difference is held against the entry itself, but against no less than this share of the largest entry in the network,
/// and …
const OF_LARGEST: f64 = 1e-3;

/// … than this share of the number whose gradient it is: central differences see no more of it than its last digits.
const OF_VALUE: f64 = 1e-5;

/// What [`gradient_check`](super::gradient_check) found; prints as a table.
#[derive(Clone, Debug)]
#[must_use = "a check that nobody looks at finds nothing"]
pub struct GradientCheck {
    checked: Vec<Checked>,
}

/// One matrix of parameters, or one input.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its name: `affine1.weight`, or that of the input.
    pub name: String,
    /// The mean absolute difference over its entries, which the book prints.
    pub mean_difference: f64,
    /// The entry with the largest relative error.
    pub worst: Worst,
    rows: usize,
    backpropagation: Vec<f64>,
    numerical: Vec<f64>,
}

/// The entry at which the two disagree the most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Worst {
    /// Row and column in a parameter's matrix; entry and sample in an input, whose samples are columns.
    pub index: (usize, usize),
    /// What backpropagation says.
    pub backpropagation: f64,
    /// What central differences say.
    pub numerical: f64,
    /// The difference, divided by the larger of the two; but by no less than a thousandth of the largest entry in the
    /// network, and a hundred-thousandth of the number whose gradient it is, which is all that central differences show.
    pub relative_error: f64,
}

impl Checked {
    pub(super) fn new(name: String, rows: usize, backpropagation: Vec<f64>, numerical: Vec<f64>) -> Self {
        let differences = backpropagation.iter().zip(&numerical).map(|(b, n)| (b - n).abs());
        let mean_difference = differences.sum::<f64>() / numerical.len() as f64;
        Checked { name, mean_difference, worst: Worst::default(), rows, backpropagation, numerical }
    }

    fn largest(&self) -> f64 {
        self.numerical.iter().fold(0.0, |largest, n| largest.max(n.abs()))
    }

    /// An entry below `floor` counts as that large. Where one of the two is no finite number, nothing is right.
    fn find_worst(&mut self, floor: f64) {
        for (i, (b, n)) in self.backpropagation.iter().zip(&self.numerical).enumerate() {
            let difference = (b - n).abs();
            let relative_error = match b.abs().max(n.abs()).max(floor) {
                _ if !difference.is_finite() => f64::INFINITY,
                0.0 => 0.0,
                size => difference / size,
            };
            if i == 0 || relative_error > self.worst.relative_error {
                let index = (i % self.rows, i / self.rows);
                self.worst = Worst { index, backpropagation: *b, numerical: *n, relative_error };
            }
        }
    }
}

impl GradientCheck {
    pub(super) fn new(mut checked: Vec<Checked>, size: f64) -> Self {
        let largest = checked.iter().map(Checked::largest).fold(0.0, f64::max);
        let floor = (OF_LARGEST * largest).max(OF_VALUE * size);
        for checked in &mut checked {
            // Beside an infinite number all others would seem small.
            checked.find_worst(if floor.is_finite() { floor } else { 0.0 });
        }
        GradientCheck { checked }
    }

    /// Every matrix of parameters that is trained, in the network's order, then every input.
    pub fn checked(&self) -> &[Checked] {
        &self.checked
    }

    /// The one with the worst entry of all.
    pub fn worst(&self) -> &Checked {
        let error = |checked: &&Checked| checked.worst.relative_error;
        self.checked
            .iter()
            .max_by(|a, b| f64::total_cmp(&error(a), &error(b)))
            .expect("a network has an input")
    }

    /// The relative error of the worst entry of all.
    pub fn relative_error(&self) -> f64 {
        self.worst().worst.relative_error
    }
}

impl fmt::Display for GradientCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.checked.iter().map(|checked| checked.name.len()).max().unwrap_or(0);
        for Checked { name, mean_difference, worst, numerical, .. } in &self.checked {
            let Worst { index, backpropagation, numerical: n, relative_error } = worst;
            writeln!(
                f,
                "{name:width$}  {:>8} entries  mean difference {mean_difference:.2e}  relative error \
                 {relative_error:.2e} at {index:?}: backpropagation {backpropagation:e}, numerical {n:e}",
                numerical.len(),
            )?;
        }
        Ok(())
    }
}
