use super::image::require_image;
use super::kernel::{Kernel, at_least_one, groups_fit, require_groups};
use crate::product::Convolution;
use crate::{
    Backward, Forward, Init, Initializer, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes, Sizes,
    TransposedWeightAndBias,
};

/// Transposed convolution: from a small image to a large one, as [`Conv2d`](crate::Conv2d) goes back (Dumoulin and Visin, *A
/// guide to convolution arithmetic for deep learning*, 2016, chapter 4).
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x` | `[C, H, W]` | |
/// | `y` | `[FILTERS, OH, OW]` | `y[f] = b[f]`, and to `y[f, i s + k d - p, j s + l d - p]` is added `Σ W[c, f, k, l] x[c, i, j]`, over `c` |
/// | `weight` | `SMatrix<T, PATCH, C>` | `dW[c, f, k, l] = Σ x[c, i, j] dy[f, i s + k d - p, j s + l d - p]`, over `i`, `j` and the samples |
/// | `bias` | `SVector<T, FILTERS>` | `db[f] = Σ dy[f, i, j]` |
/// | `dx` | as `x` | `dx[c, i, j] = Σ W[c, f, k, l] dy[f, i s + k d - p, j s + l d - p]`, over `f`, `k`, `l` |
///
/// `s` is the stride, `p` the padding, `d` the dilation. As in PyTorch the padding is what is cut off on each side, and
/// `OH = (H - 1) s - 2p + d (KH - 1) + 1`, plus an output padding below and to the right, which tells apart the sizes that a
/// convolution of this stride makes one. `OW` likewise.
///
/// `PATCH` is `FILTERS / groups * KH * KW`. The memory of the weight is that of PyTorch's `ConvTranspose2d.weight`,
/// `[C, FILTERS / groups, KH, KW]`. It begins as [`Init::He`] or as [`init`](ConvTranspose2d::init) says, with a `fan_in` of
/// `C / groups * KH * KW / (SH * SW)`, as many products as an entry of the output is the sum of; the bias begins as zeros.
/// PyTorch takes a `fan_in` of `PATCH`. The book has no such layer.
///
/// ```
/// use plies::{ConvTranspose2d, Network, network};
///
/// network! {
///     /// Each pixel becomes four.
///     struct Enlarge(x: [1, 1, 2]) -> [1, 2, 4] { up1: ConvTranspose2d::new(1, 2).stride(2) }
/// }
/// let mut enlarge = Enlarge::<f32>::zeros();
/// enlarge.up1.weight.fill(1.0);
/// let y = enlarge.predict_one(&[3.0, 7.0], &mut Enlarge::workspace::<1>());
/// assert_eq!(y, [
///     3.0, 3.0, 7.0, 7.0, //
///     3.0, 3.0, 7.0, 7.0,
/// ]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ConvTranspose2d {
    filters: usize,
    groups: usize,
    kernel: Kernel,
    output_padding: [usize; 2],
    init: Init,
}

impl ConvTranspose2d {
    /// A square kernel of `kernel` times `kernel` pixels.
    pub const fn new(filters: usize, kernel: usize) -> Self {
        ConvTranspose2d::rect(filters, [kernel, kernel])
    }

    /// A kernel of a height and a width.
    pub const fn rect(filters: usize, kernel: [usize; 2]) -> Self {
        let kernel = Kernel::new(kernel);
        ConvTranspose2d { filters, groups: 1, kernel, output_padding: [0, 0], init: Init::He }
    }

    /// How far apart in the output the pixels of the input are. It is 1 unless said otherwise.
    pub const fn stride(self, stride: usize) -> Self {
        self.stride_rect([stride, stride])
    }

    /// Strides downwards and to the right.
    pub const fn stride_rect(mut self, stride: [usize; 2]) -> Self {
        self.kernel.stride = stride;
        self
    }

    /// How much of the output is cut off on each side. It is 0 unless said otherwise.
    pub const fn padding(self, padding: usize) -> Self {
        self.padding_rect([padding, padding])
    }

    /// What is cut off above and below, and left and right.
    pub const fn padding_rect(mut self, padding: [usize; 2]) -> Self {
        self.kernel.padding = padding;
        self
    }

    /// How many rows and columns the output has beyond what follows from the rest. It is 0 unless said otherwise.
    pub const fn output_padding(self, output_padding: usize) -> Self {
        self.output_padding_rect([output_padding, output_padding])
    }

    /// Further rows below, and further columns to the right.
    pub const fn output_padding_rect(mut self, output_padding: [usize; 2]) -> Self {
        self.output_padding = output_padding;
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
        self.groups = groups;
        self
    }

    /// How the weight is drawn, unless the whole network is drawn otherwise.
    pub const fn init(mut self, init: Init) -> Self {
        self.init = init;
        self
    }

    /// From `[channels, height, width]` to `[filters, …, …]`.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, padding) = (inputs.one(), self.kernel.padding);
        let whole = [self.whole(x, 0), self.whole(x, 1)];
        let cut = [padding[0].saturating_mul(2), padding[1].saturating_mul(2)];
        let (height, width) = (whole[0].saturating_sub(cut[0]), whole[1].saturating_sub(cut[1]));
        let gives = [at_least_one(self.filters), at_least_one(height), at_least_one(width)];
        let sizes = self.sizes(x, Shape::near(&gives));
        let rule = Rule::takes([x])
            .without_y()
            .gives(Shape::near(&gives))
            .sizes([sizes.patch(), sizes.filters, sizes.channels])
            .multiply_adds(x.len().saturating_mul(sizes.patch()))
            .stored("weight", self.kernel.stored(x.dim(0), sizes.channels / sizes.groups))
            .scratch(sizes.scratch());
        let rule = require_groups(require_image(rule, x), x.dim(0), self.filters, self.groups);
        self.require_output_padding(self.kernel.require_settings(rule, false))
            .require(
                height > 0 && width > 0,
                Message::new("cuts its whole output of ")
                    .number(whole[0])
                    .text("×")
                    .number(whole[1])
                    .text(" off by padding"),
                Message::new("give it a padding of at most ")
                    .number(smaller((at_least_one(whole[0]) - 1) / 2, (at_least_one(whole[1]) - 1) / 2)),
            )
            .require(
                Shape::mistake(&gives).is_none(),
                Message::new("gives more entries than a `usize` counts"),
                Message::new("give it a smaller stride, or fewer filters"),
            )
    }

    /// The height or width of the output before anything is cut off.
    const fn whole(self, x: Shape, axis: usize) -> usize {
        let (stride, span) = (self.kernel.possible().stride[axis], self.kernel.spans()[axis]);
        let apart = (x.dim(axis + 1) - 1).saturating_mul(stride);
        apart.saturating_add(span).saturating_add(self.output_padding[axis])
    }

    /// Requires that no row or column is left out of reach of every kernel.
    const fn require_output_padding(self, rule: Rule) -> Rule {
        let (Kernel { stride, dilation, .. }, padding) = (self.kernel.possible(), self.output_padding);
        let most = [larger(stride[0], dilation[0]) - 1, larger(stride[1], dilation[1]) - 1];
        rule.require(
            padding[0] <= most[0] && padding[1] <= most[1],
            Message::new("has an output padding of ")
                .number(larger(padding[0], padding[1]))
                .text(", no smaller than its stride and its dilation"),
            Message::new("give it an output padding of at most ")
                .number(smaller(most[0], most[1]))
                .text(", or a larger stride"),
        )
    }

    /// The sizes of the convolution from `y` to `x`; possible ones where the settings are not.
    const fn sizes(self, x: Shape, y: Shape) -> Convolution {
        let groups = if groups_fit(x.dim(0), self.filters, self.groups) { self.groups } else { 1 };
        let counts = [at_least_one(self.filters), x.dim(0), groups];
        self.kernel.convolution(counts, [y.dim(1), y.dim(2)], [x.dim(1), x.dim(2)])
    }

    const fn convolution(self, shapes: &Shapes) -> Convolution {
        self.sizes(shapes.input(0), shapes.output())
    }
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

const fn smaller(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

impl<
    T: Scalar,
    const I: usize,
    const O: usize,
    const PATCH: usize,
    const CHANNELS: usize,
    const FILTERS: usize,
> Layer<[T; I], [T; O], Sizes<PATCH, CHANNELS, FILTERS>> for ConvTranspose2d
{
    type Parameters = TransposedWeightAndBias<T, PATCH, CHANNELS, FILTERS>;
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(
        self,
        pass: Forward<'_, Self, [T; I], [T; O], N, Sizes<PATCH, CHANNELS, FILTERS>>,
    ) {
        let Forward { parameters: TransposedWeightAndBias { weight, bias }, x, y, shapes, scratch, .. } =
            pass;
        let (sizes, bias) = (self.convolution(shapes), Some(bias.as_slice()));
        T::convolve_back(sizes, weight.as_slice(), bias, x.as_flattened(), y.as_flattened_mut(), scratch);
    }

    #[inline]
    fn backward<const N: usize>(
        self,
        pass: Backward<'_, Self, [T; I], [T; O], N, Sizes<PATCH, CHANNELS, FILTERS>>,
    ) {
        let Backward { parameters, x, dy, dx, gradient, shapes, scratch, .. } = pass;
        let (sizes, dy) = (self.convolution(shapes), dy.as_flattened());
        if let Some(TransposedWeightAndBias { weight, bias }) = gradient {
            T::convolve_weight(sizes, dy, x.as_flattened(), weight.as_mut_slice(), None, scratch);
            T::row_sums(O / FILTERS, dy, bias.as_mut_slice());
        }
        if let Some(dx) = dx {
            T::convolve(sizes, parameters.weight.as_slice(), None, dy, dx.as_flattened_mut(), scratch);
        }
    }

    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        let Kernel { size, stride, .. } = self.kernel;
        let products = CHANNELS / self.groups * size[0] * size[1];
        let fan_in = at_least_one(products / (stride[0] * stride[1]));
        initializer.weights(parameters.weight.as_mut_slice(), fan_in, PATCH, self.init);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, reals};
    use crate::{Conv2d, Network, network};

    network! { struct Plain(x: [1, 2, 3]) -> [1, 4, 5] { up1: ConvTranspose2d::new(1, 3) } }
    network! { struct Pixel(x: [3, 2, 4]) -> [2, 2, 4] { up1: ConvTranspose2d::new(2, 1) } }
    network! { struct Padded(x: [2, 4, 3]) -> [3, 4, 3] { up1: ConvTranspose2d::new(3, 3).padding(1) } }
    network! { struct Cut(x: [2, 5, 4]) -> [3, 3, 2] { up1: ConvTranspose2d::new(3, 1).padding(1) } }
    network! { struct Strided(x: [3, 3, 4]) -> [2, 6, 8] { up1: ConvTranspose2d::new(2, 4).stride(2).padding(1) } }
    network! { struct Apart(x: [2, 2, 2]) -> [2, 6, 6] { up1: ConvTranspose2d::new(2, 2).stride(3).output_padding(1) } }
    network! { struct Dilated(x: [2, 3, 3]) -> [3, 6, 6] { up1: ConvTranspose2d::new(3, 2).dilation(2).output_padding(1) } }
    network! { struct Grouped(x: [4, 3, 3]) -> [6, 4, 4] { up1: ConvTranspose2d::new(6, 2).groups(2) } }
    network! {
        struct Rect(x: [2, 3, 2]) -> [4, 5, 6] {
            up1: ConvTranspose2d::rect(4, [3, 2])
                .stride_rect([2, 3])
                .padding_rect([1, 0])
                .output_padding_rect([0, 0])
                .dilation_rect([1, 2])
                .groups(2),
        }
    }

    #[test]
    fn goes_back_right() {
        check_gradient::<Plain<f64>, 6, 20>();
        check_gradient::<Pixel<f64>, 24, 16>();
        check_gradient::<Padded<f64>, 24, 36>();
        check_gradient::<Cut<f64>, 40, 18>();
        check_gradient::<Strided<f64>, 36, 96>();
        check_gradient::<Apart<f64>, 8, 72>();
        check_gradient::<Dilated<f64>, 18, 108>();
        check_gradient::<Grouped<f64>, 36, 96>();
        check_gradient::<Rect<f64>, 12, 120>();
    }

    #[test]
    fn is_the_way_back_of_a_convolution() {
        network! { struct Down(x: [3, 7, 6]) -> [4, 4, 3] { conv1: Conv2d::new(4, 3).stride(2).padding(1) } }
        network! {
            struct Up(x: [4, 4, 3]) -> [3, 7, 6] {
                up1: ConvTranspose2d::new(3, 3).stride(2).padding(1).output_padding_rect([0, 1]),
            }
        }
        let (down, mut up) = (Down::<f64>::new(1), Up::<f64>::zeros());
        up.up1.weight.copy_from(&down.conv1.weight);
        let (x, dy, mut dx) = (reals::<126>(1, 1), reals::<48>(2, 1), [[0.0; 126]]);
        down.forward(&x, &mut Down::tape::<1>()).backward(&dy, None, Some(&mut dx));
        assert_eq!(up.predict_one(&dy[0], &mut Up::workspace::<1>()), dx[0]);
    }

    #[test]
    fn adds_its_bias_once_to_each_entry() {
        let (mut dense, mut strided) = (Plain::<f64>::zeros(), Apart::<f64>::zeros());
        dense.up1.bias.fill(2.5);
        strided.up1.bias.copy_from_slice(&[1.0, 2.0]);
        assert_eq!(dense.predict_one(&[1.0; 6], &mut Plain::workspace::<1>()), [2.5; 20]);
        let y = strided.predict_one(&[1.0; 8], &mut Apart::workspace::<1>());
        assert!(y[..36] == [1.0; 36] && y[36..] == [2.0; 36]);
    }

    #[test]
    fn begins_as_it_is_told() {
        network! { struct Net(x: [40, 2, 2]) -> [30, 4, 4] { up1: ConvTranspose2d::new(30, 4).stride(2).padding(1) } }
        let net = Net::<f64>::new(1);
        let (deviation, expected) = (net.up1.weight.norm() / (19200.0_f64).sqrt(), (2.0_f64 / 160.0).sqrt());
        assert!((deviation / expected - 1.0).abs() < 0.03);
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
                        let conv = ConvTranspose2d::new(filters, kernel);
                        for conv in [
                            conv.stride(setting),
                            conv.padding(setting),
                            conv.dilation(setting),
                            conv.groups(setting),
                            conv.output_padding(setting),
                        ] {
                            conv.shape_rule(Inputs::new(&[x]));
                        }
                    }
                }
            }
        }
    }
}
