use crate::samples::paired;
use crate::{Network, Samples, Workspace};

/// A metric of what a network gives, over any number of samples: the mean of what it is over up to `N` of them at a time.
///
/// The metric is a function of outputs and targets that is a mean over samples, such as
/// [`mean_absolute_error`](crate::mean_absolute_error). (The F1 of classes is no such mean: for that there is
/// [`ConfusionMatrix::of`](crate::ConfusionMatrix::of).)
///
/// ```
/// use plies::{Affine, Class, Network, evaluate, mean_absolute_error, network, top_k_accuracy};
///
/// network! { struct Net(x: [2]) -> [4] { affine1: Affine::to(4) } }
///
/// let (net, x, mut workspace) = (Net::<f32>::zeros(), [[0.5; 2]; 100], Net::workspace::<32>());
/// let error = evaluate(&*net, &x, &[[1.0; 4]; 100], &mut workspace, mean_absolute_error);
/// assert_eq!(error, 1.0);
///
/// let labels = [Class::<4>::new(1).unwrap(); 100];
/// let share = evaluate(&*net, &x, &labels, &mut workspace, |y, labels| top_k_accuracy(y, labels, 2));
/// assert_eq!(share, 1.0);
/// ```
///
/// # Panics
/// If there is no sample, or not one target for each.
#[track_caller]
pub fn evaluate<P: Network, Target, const N: usize>(
    network: &P,
    x: <P::In as Samples>::Batch<'_>,
    targets: &[Target],
    workspace: &mut Workspace<P, N>,
    mut metric: impl FnMut(<P::Out as Samples>::Batch<'_>, &[Target]) -> f64,
) -> f64 {
    let samples = paired("samples", P::In::len(x), targets.len());
    let mut sum = 0.0;
    network
        .each_output(x, workspace, |range, y| sum += metric(y, &targets[range.clone()]) * range.len() as f64);
    sum / samples as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reals;
    use crate::{Add, Affine, mean_squared_error, network};

    network! { struct Net(a: [3], b: [3]) -> [2] { sum: Add from (a, b), affine1: Affine::to(2) } }

    #[test]
    fn is_that_of_all_outputs_however_many_are_computed_at_a_time() {
        let (a, b, targets) = (reals::<3>(1, 11), reals::<3>(2, 11), reals::<2>(3, 11));
        let (net, mut y) = (Net::<f64>::new(1), [[0.0; 2]; 11]);
        net.predict((&a, &b), &mut y, &mut Net::workspace::<1>());
        let expected = mean_squared_error(&y, &targets);
        let by_four = evaluate(&*net, (&a, &b), &targets, &mut Net::workspace::<4>(), mean_squared_error);
        assert!((by_four - expected).abs() < 1e-14);
    }
}
