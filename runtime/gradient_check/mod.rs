//! Backpropagation against central differences (the book's section 5.7.3).

mod entries;
mod numerical;
mod report;

pub use entries::Entries;
pub use report::{Checked, GradientCheck, Worst};

use numerical::{Value, derivative};

use crate::{Loss, Network, Path, Samples, Tape};

/// Compares backpropagation with central differences, for every parameter and every input of a network with a loss.
///
/// It works in `f64`: `Net::<f64>` is the same network as `Net`. What layers draw at random is drawn alike each time; the
/// tape's seed is 0 from then on.
///
/// ```
/// use plies::{Affine, Class, Network, Sigmoid, SoftmaxWithLoss, gradient_check, network};
///
/// network! {
///     struct Net(x: [3]) -> [2] {
///         affine1: Affine::new(3, 4),
///         sigmoid1: Sigmoid,
///         affine2: Affine::new(4, 2),
///         loss: SoftmaxWithLoss,
///     }
/// }
/// let x = [[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]];
/// let labels = [0, 1].map(|label| Class::<2>::new(label).unwrap());
/// let check = gradient_check(&*Net::new(1), &x, &labels, &mut Net::tape::<2>());
/// assert!(check.relative_error() < 1e-7, "{check}");
/// ```
///
/// # Panics
/// As [`Network::gradient`] does.
pub fn gradient_check<P, Target, const N: usize>(
    network: &P,
    x: <P::In as Samples>::Batch<'_>,
    targets: &[Target],
    tape: &mut Tape<P, N>,
) -> GradientCheck
where
    P: Network<Scalar = f64, In: Entries, Loss: Loss<P::Out, Target>>,
{
    check(network, x, &mut OfLoss { targets, tape })
}

/// The same for a network of any output, with or without a loss: checks the gradient of `Σ dy y`, over all samples and
/// entries.
///
/// ```
/// use plies::{Mul, Network, gradient_check_output, network};
///
/// network! {
///     struct Cube(x: [2]) -> [2] { square: Mul from (x, x), cube: Mul from (square, x) }
/// }
/// let (x, dy) = ([[0.5, -2.0]], [[1.0, 3.0]]);
/// let check = gradient_check_output(&*Cube::zeros(), &x, &dy, &mut Cube::tape::<1>());
/// assert!(check.relative_error() < 1e-7, "{check}");
/// ```
///
/// # Panics
/// If there is no sample, or there are more than `N`, or not as many in `dy`.
pub fn gradient_check_output<P, const N: usize>(
    network: &P,
    x: <P::In as Samples>::Batch<'_>,
    dy: <P::Out as Samples>::Batch<'_>,
    tape: &mut Tape<P, N>,
) -> GradientCheck
where
    P: Network<Scalar = f64, In: Entries, Out: Entries>,
{
    check(network, x, &mut OfOutput { dy: P::Out::copied(dy), tape })
}

/// The number whose gradient is checked.
trait Objective<P: Network> {
    /// The number, and its gradient where asked for.
    fn value(
        &mut self,
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
        gradient: Option<&mut P>,
        dx: <P::In as Samples>::Gradient<'_>,
    ) -> Value;
}

struct OfLoss<'a, P: Network, Target, const N: usize> {
    targets: &'a [Target],
    tape: &'a mut Tape<P, N>,
}

impl<P, Target, const N: usize> Objective<P> for OfLoss<'_, P, Target, N>
where
    P: Network<Scalar = f64, Loss: Loss<P::Out, Target>>,
{
    fn value(
        &mut self,
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
        gradient: Option<&mut P>,
        dx: <P::In as Samples>::Gradient<'_>,
    ) -> Value {
        // What is random is the same each time.
        self.tape.seed(0);
        let samples = P::In::len(x);
        let pass = network.forward(P::In::slice(x, 0..samples), self.tape);
        let value = pass.backward_from_loss(self.targets, gradient, dx);
        Value { value, size: value.abs() }
    }
}

struct OfOutput<'a, P: Network<Out: Entries>, const N: usize> {
    dy: <P::Out as Samples>::Gathered,
    tape: &'a mut Tape<P, N>,
}

impl<P: Network<Scalar = f64, Out: Entries>, const N: usize> Objective<P> for OfOutput<'_, P, N> {
    fn value(
        &mut self,
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
        gradient: Option<&mut P>,
        dx: <P::In as Samples>::Gradient<'_>,
    ) -> Value {
        self.tape.seed(0);
        let samples = P::In::len(x);
        let pass = network.forward(P::In::slice(x, 0..samples), self.tape);
        let mut y = P::Out::copied(pass.output());
        pass.backward(P::Out::batch_of(&self.dy), gradient, dx);
        let (y, dy) = (P::Out::slices(&mut y), P::Out::slices(&mut self.dy));
        let products = || y.iter().zip(&dy).flat_map(|(y, dy)| y.iter().zip(dy.iter())).map(|(y, dy)| y * dy);
        Value { value: products().sum(), size: products().map(f64::abs).sum() }
    }
}

fn check<P: Network<Scalar = f64, In: Entries>>(
    network: &P,
    x: <P::In as Samples>::Batch<'_>,
    objective: &mut impl Objective<P>,
) -> GradientCheck {
    let (mut network, mut gradient) = (network.copied(), P::zeros());
    let (mut x, mut dx) = (P::In::copied(x), P::In::copied(x));
    let Value { size, .. } =
        objective.value(&network, P::In::batch_of(&x), Some(&mut gradient), P::In::gradient(&mut dx));

    let mut checked = vec![];
    for (matrix, (name, shape, slopes)) in matrices(&*gradient).into_iter().enumerate() {
        let values = matrices(&*network).swap_remove(matrix).2;
        let numerical = values.iter().enumerate().map(|(i, value)| {
            let slope = derivative(*value, |value| {
                set(&mut *network, matrix, i, value);
                objective.value(&network, P::In::batch_of(&x), None, P::In::nowhere())
            });
            set(&mut *network, matrix, i, *value);
            slope
        });
        let numerical = numerical.collect();
        checked.push(Checked::new(name, shape[0], slopes, numerical));
    }
    for (input, name) in P::INPUTS.iter().enumerate() {
        let slopes = P::In::slices(&mut dx)[input].to_vec();
        let numerical = (0..slopes.len()).map(|i| {
            let before = P::In::slices(&mut x)[input][i];
            let slope = derivative(before, |value| {
                P::In::slices(&mut x)[input][i] = value;
                objective.value(&network, P::In::batch_of(&x), None, P::In::nowhere())
            });
            P::In::slices(&mut x)[input][i] = before;
            slope
        });
        let numerical = numerical.collect();
        let features = slopes.len() / P::In::len(P::In::batch_of(&x));
        checked.push(Checked::new((*name).to_owned(), features, slopes, numerical));
    }
    GradientCheck::new(checked, size)
}

/// Name, rows and columns, and entries of each matrix that is trained.
fn matrices<P: Network<Scalar = f64>>(network: &P) -> Vec<(String, [usize; 2], Vec<f64>)> {
    let mut all = vec![];
    P::walk([network], [], Path::ROOT, &mut |entry, [entries], []| {
        if entry.path.is_trained() {
            all.push((entry.path.to_string(), entry.shape, entries.to_vec()));
        }
    });
    all
}

/// Sets entry `i` of a matrix that is trained.
fn set<P: Network<Scalar = f64>>(network: &mut P, matrix: usize, i: usize, value: f64) {
    let mut count = 0;
    P::walk([], [network], Path::ROOT, &mut |entry, [], [entries]| {
        if entry.path.is_trained() {
            if count == matrix {
                entries[i] = value;
            }
            count += 1;
        }
    });
}
