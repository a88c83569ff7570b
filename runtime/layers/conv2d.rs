use super::image::require_image;
use super::kernel::{Kernel, at_least_one, groups_fit, require_groups};
use crate::product::Convolution;
use crate::{
    Backward, Forward, Init, Initializer, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes, Sizes,
    WeightAndBias,
};

/// Convolution over an image (the book's section 7.2): each filter slides over all channels.
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x` | `[C, H, W]` | |
/// | `y` | `[FILTERS, OH, OW]` | `y[f, i, j] = b[f] + Σ W[f, c, k, l] x[c, i s + k d - p, j s + l d - p]`, over `c`, `k`, `l` |
/// | `weight` | `SMatrix<T, PATCH, FILTERS>` | `dW[f, c, k, l] = Σ dy[f, i, j] x[c, i s + k d - p, j s + l d - p]`, over `i`, `j` and the samples |
/// | `bias` | `SVector<T, FILTERS>` | `db[f] = Σ dy[f, i, j]` |
/// | `dx` | as `x` | each `dy[f, i, j] W[f, c, k, l]`, added up where `x` was read |
///
/// `s` is the stride, `p` the padding with zeros, `d` the dilation: how far the pixels of the kernel lie apart. As in PyTorch
/// `OH = ⌊(H + 2p - d (KH - 1) - 1) / s⌋ + 1`, and `OW` likewise.
///
/// With `groups` the channels and the filters are dealt out in order: each filter sees the channels of its group alone. A
/// [`depthwise`](Conv2d::depthwise) convolution has a filter and a group for each channel.
///
/// `PATCH` is `C / groups * KH * KW`. A column of the weight is a filter, and the memory is that of PyTorch's `Conv2d.weight`,
/// `[FILTERS, C / groups, KH, KW]`. It begins as [`Init::He`] with a `fan_in` of `PATCH`, or as [`init`](Conv2d::init) says,
/// and the bias as zeros. The book's `SimpleConvNet` draws from a deviation of 0.01, its `DeepConvNet` as here; PyTorch draws
/// uniformly, with a third of the variance that [`Init::LeCun`] has.
///
/// The book lays all patches of a batch out in memory (`im2col`) and keeps them for backward. Here a sample is read in place
/// at a stride of 1, with a margin of zeros, and nothing is kept.
///
/// ```
/// use plies::{Conv2d, Network, network};
///
/// network! {
///     /// Sums of a pixel and its neighbours.
///     struct Blur(x: [1, 3, 4]) -> [1, 3, 4] { conv1: Conv2d::new(1, 3).padding(1) }
/// }
/// let mut blur = Blur::<f32>::zeros();
/// blur.conv1.weight.fill(1.0);
/// let y = blur.predict_one(
///     &[
///         1.0, 0.0, 0.0, 0.0, //
///         0.0, 0.0, 0.0, 0.0, //
///         0.0, 0.0, 0.0, 5.0,
///     ],
///     &mut Blur::workspace::<1>(),
/// );
/// assert_eq!(y, [
///     1.0, 1.0, 0.0, 0.0, //
///     1.0, 1.0, 5.0, 5.0, //
///     0.0, 0.0, 5.0, 5.0,
/// ]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Conv2d {
    /// `None`: as many as there are channels.
    filters: Option<usize>,
    groups: Option<usize>,
    kernel: Kernel,
    init: Init,
}

impl Conv2d {
    /// A square kernel of `kernel` times `kernel` pixels.
    pub const fn new(filters: usize, kernel: usize) -> Self {
        Conv2d::rect(filters, [kernel, kernel])
    }

    /// A kernel of a height and a width.
    pub const fn rect(filters: usize, kernel: [usize; 2]) -> Self {
        Conv2d { filters: Some(filters), groups: Some(1), kernel: Kernel::new(kernel), init: Init::He }
    }

    /// A filter for each channel, which sees that channel alone.
    pub const fn depthwise(kernel: usize) -> Self {
        Conv2d { filters: None, groups: None, ..Conv2d::new(1, kernel) }
    }

    /// How far the kernel moves from a pixel of the output to the next. It is 1 unless said otherwise.
    pub const fn stride(self, stride: usize) -> Self {
        self.stride_rect([stride, stride])
    }

    /// Strides downwards and to the right.
    pub const fn stride_rect(mut self, stride: [usize; 2]) -> Self {
        self.kernel.stride = stride;
        self
    }

    /// How many zeros are around the image on each side. It is 0 unless said otherwise.
    pub const fn padding(self, padding: usize) -> Self {
        self.padding_rect([padding, padding])
    }

    /// Zeros above and below, and zeros left and right.
    pub const fn padding_rect(mut self, padding: [usize; 2]) -> Self {
        self.kernel.padding = padding;
        self
    }

    /// How far the pixels of the kernel lie apart. It is 1 unless said otherwise: they are neighbours.
    pub const fn dilation(self, dilation: usize) -> Self {
        self.dilation_rect([dilation, dilation])
    }

    /// Dilations downwards and to the right.
    pub const fn dilation_rect(mut self, dilation: [usize; 2]) -> Self {
        self.kernel.dilation = dilation;
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

    /// From `[channels, height, width]` to `[filters, …, …]`.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        let (channels, image) = (x.dim(0), [x.dim(1), x.dim(2)]);
        let (filters, groups) = self.filters_and_groups(channels);
        let [height, width] = self.kernel.pixels(image);
        let gives = [at_least_one(filters), height, width];
        let sizes = self.sizes(x, Shape::near(&gives));
        let rule = Rule::takes([x])
            .without_y()
            .gives(Shape::near(&gives))
            .sizes([sizes.patch(), sizes.filters])
            .multiply_adds(Shape::near(&gives).len().saturating_mul(sizes.patch()))
            .stored("weight", self.kernel.stored(sizes.filters, sizes.channels / sizes.groups))
            .scratch(sizes.scratch());
        let rule = self
            .kernel
            .require_settings(require_groups(require_image(rule, x), channels, filters, groups), false);
        self.kernel.require_fit(rule, image, false).require(
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
        let counts = [x.dim(0), at_least_one(filters), groups];
        self.kernel.convolution(counts, [x.dim(1), x.dim(2)], [y.dim(1), y.dim(2)])
    }

    const fn convolution(self, shapes: &Shapes) -> Convolution {
        self.sizes(shapes.input(0), shapes.output())
    }
}

impl<T: Scalar, const I: usize, const O: usize, const PATCH: usize, const FILTERS: usize>
    Layer<[T; I], [T; O], Sizes<PATCH, FILTERS>> for Conv2d
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
        let fan_out = FILTERS / groups * self.kernel.size[0] * self.kernel.size[1];
        initializer.weights(parameters.weight.as_mut_slice(), PATCH, fan_out, self.init);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, reals};
    use crate::{Affine, Network, network};

    network! { struct Plain(x: [1, 4, 4]) -> [1, 2, 2] { conv1: Conv2d::new(1, 3) } }
    network! { struct Pixel(x: [3, 2, 4]) -> [2, 2, 4] { conv1: Conv2d::new(2, 1) } }
    network! { struct Padded(x: [2, 5, 4]) -> [3, 7, 6] { conv1: Conv2d::new(3, 3).padding(2) } }
    network! { struct Wide(x: [2, 3, 7]) -> [2, 2, 5] { conv1: Conv2d::rect(2, [2, 3]) } }
    network! { struct Strided(x: [2, 7, 6]) -> [3, 4, 3] { conv1: Conv2d::new(3, 3).stride(2).padding(1) } }
    network! { struct Skipping(x: [2, 6, 6]) -> [2, 2, 2] { conv1: Conv2d::new(2, 1).stride(3) } }
    network! { struct Dilated(x: [2, 7, 6]) -> [3, 5, 4] { conv1: Conv2d::new(3, 3).padding(1).dilation(2) } }
    network! { struct Grouped(x: [4, 4, 5]) -> [6, 3, 4] { conv1: Conv2d::new(6, 2).groups(2) } }
    network! { struct Depthwise(x: [3, 4, 4]) -> [3, 4, 4] { conv1: Conv2d::depthwise(3).padding(1) } }
    network! { struct Multiplied(x: [2, 4, 4]) -> [4, 2, 2] { conv1: Conv2d::new(4, 3).groups(2) } }
    network! {
        struct Rect(x: [4, 9, 8]) -> [2, 5, 3] {
            conv1: Conv2d::rect(2, [3, 2]).stride_rect([2, 3]).padding_rect([2, 1]).dilation_rect([2, 1]).groups(2),
        }
    }
    network! {
        struct Deep(x: [1, 8, 8]) -> [3] {
            conv1: Conv2d::new(4, 3).padding(1),
            conv2: Conv2d::new(3, 3).stride(2) from conv1,
            affine1: Affine::to(3),
        }
    }

    #[test]
    fn computes_the_books_example() {
        let (mut net, mut y) = (Plain::<f64>::zeros(), [[0.0; 4]; 1]);
        net.conv1.weight.copy_from_slice(&[2.0, 0.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0, 2.0]);
        net.conv1.bias[0] = 3.0;
        let x = [1, 2, 3, 0, 0, 1, 2, 3, 3, 0, 1, 2, 2, 3, 0, 1].map(f64::from);
        net.predict(&[x], &mut y, &mut Plain::workspace::<1>());
        assert_eq!(y[0], [18.0, 19.0, 9.0, 18.0]);
    }

    #[test]
    fn goes_back_right() {
        check_gradient::<Plain<f64>, 16, 4>();
        check_gradient::<Pixel<f64>, 24, 16>();
        check_gradient::<Padded<f64>, 40, 126>();
        check_gradient::<Wide<f64>, 42, 20>();
        check_gradient::<Strided<f64>, 84, 36>();
        check_gradient::<Skipping<f64>, 72, 8>();
        check_gradient::<Dilated<f64>, 84, 60>();
        check_gradient::<Grouped<f64>, 80, 72>();
        check_gradient::<Depthwise<f64>, 48, 48>();
        check_gradient::<Multiplied<f64>, 32, 16>();
        check_gradient::<Rect<f64>, 288, 30>();
        check_gradient::<Deep<f64>, 64, 3>();
    }

    #[test]
    fn gives_a_batch_what_it_gives_its_samples_one_by_one() {
        network! { struct Net(x: [3, 9, 9]) -> [20, 9, 9] { conv1: Conv2d::new(20, 3).padding(1) } }
        let x: Vec<_> = reals::<243>(1, 7).iter().map(|x| x.map(|x| x as f32)).collect();
        let (net, mut y) = (Net::<f32>::new(1), vec![[0.0; 1620]; 7]);
        net.predict(&x, &mut y, &mut Net::workspace::<4>());
        for (x, y) in x.iter().zip(&y) {
            let alone = net.predict_one(x, &mut Net::workspace::<1>());
            assert_eq!(alone.map(f32::to_bits), y.map(f32::to_bits));
        }
    }

    #[test]
    fn has_the_weight_of_pytorch() {
        let net = Grouped::<f32>::zeros();
        assert_eq!((net.conv1.weight.shape(), net.conv1.bias.shape()), ((2 * 2 * 2, 6), (6, 1)));
        assert_eq!(Depthwise::<f32>::zeros().conv1.weight.shape(), (9, 3));
    }

    #[test]
    fn begins_as_it_is_told() {
        network! { struct Net(x: [20, 5, 5]) -> [40, 1, 1] { conv1: Conv2d::new(40, 5).groups(2) } }
        let deviation = |net: Box<Net<f64>>| net.conv1.weight.norm() / (250.0_f64 * 40.0).sqrt();
        let (he, xavier) = ((2.0_f64 / 250.0).sqrt(), (2.0_f64 / (250.0 + 20.0 * 25.0)).sqrt());
        for (net, expected) in [(Net::new(1), he), (Net::with_init(Init::Xavier, 1), xavier)] {
            assert!(net.conv1.bias.iter().all(|b| *b == 0.0));
            assert!((deviation(net) / expected - 1.0).abs() < 0.03);
        }
    }

    #[test]
    fn follows_rules_for_any_numbers() {
        let numbers = [0, 1, 3, 1 << 33, usize::MAX];
        for filters in numbers {
            for kernel in numbers {
                for setting in numbers {
                    for x in [
                        Shape::scalar(),
                        Shape::vector(7),
                        Shape::image(3, 4, 5),
                        Shape::image(1, 1, 1 << 50),
                    ] {
                        let conv = Conv2d::new(filters, kernel);
                        for conv in [
                            conv.stride(setting),
                            conv.padding(setting),
                            conv.dilation(setting),
                            conv.groups(setting),
                            Conv2d::depthwise(kernel).padding(setting),
                        ] {
                            conv.shape_rule(Inputs::new(&[x]));
                        }
                    }
                }
            }
        }
    }
}
