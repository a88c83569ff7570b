use super::kernel::{Kernel, at_least_one, groups_fit, require_groups};
use crate::product::Convolution;
use crate::{
    Backward, Forward, Init, Initializer, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes, Sizes,
    WeightAndBias,
};

/// Convolution over a sequence: each filter slides along all channels.
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x` | `[C, L]` | |
/// | `y` | `[FILTERS, OL]` | `y[f, i] = b[f] + Σ W[f, c, k] x[c, i s + k d - p]`, over `c`, `k` |
/// | `weight` | `SMatrix<T, PATCH, FILTERS>` | `dW[f, c, k] = Σ dy[f, i] x[c, i s + k d - p]`, over `i` and the samples |
/// | `bias` | `SVector<T, FILTERS>` | `db[f] = Σ dy[f, i]` |
/// | `dx` | as `x` | each `dy[f, i] W[f, c, k]`, added up where `x` was read |
///
/// It is [`Conv2d`](crate::Conv2d) on an image of height 1, which see for stride `s`, padding `p`, dilation `d`, groups and
/// how it begins. `OL = ⌊(L + 2p - d (K - 1) - 1) / s⌋ + 1`.
///
/// `PATCH` is `C / groups * K`. A column of the weight is a filter, and the memory is that of PyTorch's `Conv1d.weight`,
/// `[FILTERS, C / groups, K]`. The book has no such layer.
///
/// ```
/// use plies::{Conv1d, Network, network};
///
/// network! {
///     /// By how much a sequence grows.
///     struct Difference(x: [1, 5]) -> [1, 4] { conv1: Conv1d::new(1, 2) }
/// }
/// let mut difference = Difference::<f32>::zeros();
/// difference.conv1.weight.copy_from_slice(&[-1.0, 1.0]);
/// let y = difference.predict_one(&[1.0, 4.0, 9.0, 16.0, 25.0], &mut Difference::workspace::<1>());
/// assert_eq!(y, [3.0, 5.0, 7.0, 9.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Conv1d {
    /// `None`: as many as there are channels.
    filters: Option<usize>,
    groups: Option<usize>,
    kernel: Kernel,
    init: Init,
}

impl Conv1d {
    /// A kernel of `kernel` entries.
    pub const fn new(filters: usize, kernel: usize) -> Self {
        Conv1d { filters: Some(filters), groups: Some(1), kernel: Kernel::new([1, kernel]), init: Init::He }
    }

    /// A filter for each channel, which sees that channel alone.
    pub const fn depthwise(kernel: usize) -> Self {
        Conv1d { filters: None, groups: None, ..Conv1d::new(1, kernel) }
    }

    /// How far the kernel moves from an entry of the output to the next. It is 1 unless said otherwise.
    pub const fn stride(mut self, stride: usize) -> Self {
        self.kernel.stride = [1, stride];
        self
    }

    /// How many zeros are at either end of the sequence. It is 0 unless said otherwise.
    pub const fn padding(mut self, padding: usize) -> Self {
        self.kernel.padding = [0, padding];
        self
    }

    /// How far the entries of the kernel lie apart. It is 1 unless said otherwise: they are neighbours.
    pub const fn dilation(mut self, dilation: usize) -> Self {
        self.kernel.dilation = [1, dilation];
        self
    }

    /// Into how many groups channels and filters are dealt out. It is 1 unless said otherwise.
    pub const fn groups(mut self, groups: usize) -> Self {
        self.groups = Some(groups);
        self
    }

    /// How the weight is drawn, unless the whole network is drawn otherwise.
    pub const fn init(mut self, init: Init) -> Self {
        self.init = init;
        self
    }

    /// From `[channels, length]` to `[filters, …]`.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        let (channels, image) = (x.dim(0), [1, x.dim(1)]);
        let (filters, groups) = self.filters_and_groups(channels);
        let [_, length] = self.kernel.pixels(image);
        let gives = [at_least_one(filters), length];
        let sizes = self.sizes(x, Shape::near(&gives));
        let rule = Rule::takes([x])
            .without_y()
            .gives(Shape::near(&gives))
            .sizes([sizes.patch(), sizes.filters])
            .multiply_adds(Shape::near(&gives).len().saturating_mul(sizes.patch()))
            .stored("weight", Shape::near(&[sizes.filters, sizes.channels / sizes.groups, sizes.kernel[1]]))
            .scratch(sizes.scratch())
            .require_rank(
                x,
                2,
                Message::new("takes a sequence, channels by length"),
                Message::new("feed it a shape of two dimensions, such as [1, 100]"),
            );
        let rule = self.kernel.require_settings(require_groups(rule, channels, filters, groups), true);
        self.kernel.require_fit(rule, image, true).require(
            Shape::mistake(&gives).is_none(),
            Message::new("gives more entries than a `usize` counts"),
            Message::new("give it less padding, or fewer filters"),
        )
    }

    const fn filters_and_groups(self, channels: usize) -> (usize, usize) {
        let filters = match self.filters {
            Some(filters) => filters,
            None => channels,
        };
        match self.groups {
            Some(groups) => (filters, groups),
            None => (filters, channels),
        }
    }

    /// The sizes from `x` to `y`; possible ones where the settings are not.
    const fn sizes(self, x: Shape, y: Shape) -> Convolution {
        let (filters, groups) = self.filters_and_groups(x.dim(0));
        let groups = if groups_fit(x.dim(0), filters, groups) { groups } else { 1 };
        self.kernel.convolution([x.dim(0), at_least_one(filters), groups], [1, x.dim(1)], [1, y.dim(1)])
    }

    const fn convolution(self, shapes: &Shapes) -> Convolution {
        self.sizes(shapes.input(0), shapes.output())
    }
}

impl<T: Scalar, const I: usize, const O: usize, const PATCH: usize, const FILTERS: usize>
    Layer<[T; I], [T; O], Sizes<PATCH, FILTERS>> for Conv1d
{
    type Parameters = WeightAndBias<T, PATCH, FILTERS>;
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N, Sizes<PATCH, FILTERS>>) {
        let Forward { parameters: WeightAndBias { weight, bias }, x, y, shapes, scratch, .. } = pass;
        let (sizes, bias) = (self.convolution(shapes), Some(bias.as_slice()));
        T::convolve(sizes, weight.as_slice(), bias, x.as_flattened(), y.as_flattened_mut(), scratch);
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N, Sizes<PATCH, FILTERS>>) {
        let Backward { parameters, x, dy, dx, gradient, shapes, scratch, .. } = pass;
        let (sizes, dy) = (self.convolution(shapes), dy.as_flattened());
        if let Some(WeightAndBias { weight, bias }) = gradient {
            let (weight, bias) = (weight.as_mut_slice(), Some(bias.as_mut_slice()));
            T::convolve_weight(sizes, x.as_flattened(), dy, weight, bias, scratch);
        }
        if let Some(dx) = dx {
            T::convolve_back(sizes, parameters.weight.as_slice(), None, dy, dx.as_flattened_mut(), scratch);
        }
    }

    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        let (_, groups) = self.filters_and_groups(FILTERS);
        let fan_out = FILTERS / groups * self.kernel.size[1];
        initializer.weights(parameters.weight.as_mut_slice(), PATCH, fan_out, self.init);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, reals};
    use crate::{Network, network};

    network! { struct Plain(x: [1, 7]) -> [2, 5] { conv1: Conv1d::new(2, 3) } }
    network! { struct Padded(x: [3, 6]) -> [4, 8] { conv1: Conv1d::new(4, 3).padding(2) } }
    network! { struct Strided(x: [2, 9]) -> [3, 4] { conv1: Conv1d::new(3, 4).stride(2).padding(1) } }
    network! { struct Dilated(x: [2, 9]) -> [3, 5] { conv1: Conv1d::new(3, 3).dilation(2) } }
    network! { struct Grouped(x: [4, 6]) -> [6, 5] { conv1: Conv1d::new(6, 2).groups(2) } }
    network! { struct Depthwise(x: [3, 6]) -> [3, 3] { conv1: Conv1d::depthwise(3).stride(2).padding(1) } }

    #[test]
    fn computes_its_formula() {
        let (net, x) = (Strided::<f64>::new(1), reals::<18>(1, 1)[0]);
        let y = net.predict_one(&x, &mut Strided::workspace::<1>());
        for f in 0..3 {
            for i in 0..4_usize {
                let mut expected = net.conv1.bias[f];
                for (c, k) in (0..2).flat_map(|c| (0..4).map(move |k| (c, k))) {
                    if let Some(at) = (2 * i + k).checked_sub(1)
                        && at < 9
                    {
                        expected += net.conv1.weight[(c * 4 + k, f)] * x[c * 9 + at];
                    }
                }
                assert!((y[f * 4 + i] - expected).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn goes_back_right() {
        check_gradient::<Plain<f64>, 7, 10>();
        check_gradient::<Padded<f64>, 18, 32>();
        check_gradient::<Strided<f64>, 18, 12>();
        check_gradient::<Dilated<f64>, 18, 15>();
        check_gradient::<Grouped<f64>, 24, 30>();
        check_gradient::<Depthwise<f64>, 18, 9>();
    }

    #[test]
    fn follows_rules_for_any_numbers() {
        let numbers = [0, 1, 3, 1 << 33, usize::MAX];
        for filters in numbers {
            for kernel in numbers {
                for setting in numbers {
                    let conv = Conv1d::new(filters, kernel);
                    for conv in [
                        conv.stride(setting),
                        conv.padding(setting),
                        conv.dilation(setting),
                        conv.groups(setting),
                    ] {
                        conv.shape_rule(Inputs::new(&[Shape::new([3, 9])]));
                        conv.shape_rule(Inputs::new(&[Shape::image(3, 4, 5)]));
                    }
                }
            }
        }
    }
}
