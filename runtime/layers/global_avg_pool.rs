use super::sum;
use crate::{Inputs, Message, PerSample, Rule, Scalar, Shape};

/// The mean of each channel: from `[channels, …]` to `[channels]` (Lin, Chen and Yan, 2013).
///
/// Backward: `dx = dy / pixels`, alike for each pixel of a channel.
///
/// ```
/// use plies::{GlobalAvgPool, Network, network};
///
/// network! {
///     struct Net(x: [2, 1, 3]) -> [2] { pool1: GlobalAvgPool }
/// }
/// let x = [1.0, 2.0, 3.0, 0.0, 0.0, -6.0];
/// assert_eq!(Net::<f32>::zeros().predict_one(&x, &mut Net::workspace::<1>()), [2.0, -2.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GlobalAvgPool;

impl GlobalAvgPool {
    /// From channels of any shape to a number for each.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x]).without_y().gives(Shape::vector(x.dim(0))).require(
            x.rank() > 1,
            Message::new("takes channels of several pixels, such as `[channels, height, width]`"),
            Message::new("leave it out, or write `Mean` for the mean of all entries"),
        )
    }
}

impl<T: Scalar, const I: usize, const C: usize> PerSample<[T; I], [T; C]> for GlobalAvgPool {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; I], y: &mut [T; C]) {
        let pixels = I / C;
        let share = T::one() / T::of(pixels as f64);
        for (x, y) in x.chunks(pixels).zip(y) {
            *y = sum(pixels, |i| x[i]) * share;
        }
    }

    #[inline]
    fn backward(self, _: &(), _: &[T; I], _: &[T; C], dy: &[T; C], dx: &mut [T; I]) {
        let pixels = I / C;
        let share = T::one() / T::of(pixels as f64);
        for (dx, dy) in dx.chunks_mut(pixels).zip(dy) {
            dx.fill(*dy * share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_gradient;
    use crate::{Network, network};

    network! { struct Image(x: [3, 2, 5]) -> [3] { y: GlobalAvgPool } }
    network! { struct Signal(x: [3, 4]) -> [3] { y: GlobalAvgPool } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Image<f64>, 30, 3>();
        check_gradient::<Signal<f64>, 12, 3>();
    }

    #[test]
    fn takes_the_mean_of_each_channel() {
        let x = std::array::from_fn(|i| i as f64);
        let y = Signal::zeros().predict_one(&x, &mut Signal::workspace::<1>());
        assert_eq!(y, [1.5, 5.5, 9.5]);
    }
}
