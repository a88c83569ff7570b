use crate::{
    Backward, Descent, Forward, Init, Initializer, Inputs, Layer, Message, Rule, Scalar, Shape,
    WeightAndBias, product,
};

/// `y = Wᵀx + b`, the fully connected layer (the book's section 5.6): from any shape to a vector.
///
/// An input of any shape is read as a vector, channels first, and its gradient comes back in that shape, so no layer
/// is needed to flatten an image.
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x` | `[…]` of `IN` entries | |
/// | `y` | `[OUT]` | `y = Wᵀx + b` |
/// | `weight` | `SMatrix<T, IN, OUT>` | `dW = Σₙ xₙ dyₙᵀ` |
/// | `bias` | `SVector<T, OUT>` | `db = Σₙ dyₙ` |
/// | `dx` | as `x` | `dx = W dy` |
///
/// The weight has the shape the book gives `W`; its memory is that of PyTorch's `Linear.weight`, `[OUT, IN]`. It begins
/// as [`Init::LeCun`] or as [`init`](Affine::init) says, the bias as zeros.
///
/// ```
/// use plies::{Affine, Network, network};
///
/// network! {
///     struct Line(x: [2]) -> [1] { affine1: Affine::new(2, 1) }
/// }
/// let mut line = Line::<f32>::zeros();
/// line.affine1.weight.copy_from_slice(&[2.0, 3.0]);
/// line.affine1.bias[0] = 0.5;
/// assert_eq!(line.predict_one(&[10.0, 1.0], &mut Line::workspace::<1>()), [23.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Affine {
    inputs: Option<usize>,
    outputs: usize,
    init: Init,
}

impl Affine {
    /// From `inputs` entries to `outputs`.
    pub const fn new(inputs: usize, outputs: usize) -> Self {
        Affine { inputs: Some(inputs), outputs, init: Init::LeCun }
    }

    /// From however many entries it is fed to `outputs`.
    pub const fn to(outputs: usize) -> Self {
        Affine { inputs: None, outputs, init: Init::LeCun }
    }

    /// How the weight is drawn, unless the whole network is drawn otherwise.
    pub const fn init(mut self, init: Init) -> Self {
        self.init = init;
        self
    }

    /// From any shape of as many entries as the layer was declared for to a vector.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        let takes = match self.inputs {
            Some(inputs) if inputs != x.len() && inputs > 0 => Shape::vector(inputs),
            _ => x,
        };
        let gives = if self.outputs > 0 { Shape::vector(self.outputs) } else { Shape::scalar() };
        Rule::takes([takes])
            .without_y()
            .gives(gives)
            .stored("weight", Shape::near(&[self.outputs, x.len()]))
            .multiply_adds(x.len().saturating_mul(self.outputs))
            .alternative("leave its input size out to infer it, as in `Affine::to(outputs)`")
            .require(
                !matches!(self.inputs, Some(0)),
                Message::new("is declared with 0 inputs"),
                Message::new("declare it with ").count(x.len(), "input"),
            )
            .require(
                self.outputs > 0,
                Message::new("is declared with 0 outputs"),
                Message::new("declare it with at least 1 output"),
            )
    }
}

impl<T: Scalar, const IN: usize, const OUT: usize> Layer<[T; IN], [T; OUT]> for Affine {
    type Parameters = WeightAndBias<T, IN, OUT>;
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; IN], [T; OUT], N>) {
        let Forward { parameters: WeightAndBias { weight, bias }, x, y, .. } = pass;
        product::affine(x, &weight.data.0, &bias.data.0[0], y);
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; IN], [T; OUT], N>) {
        let Backward { parameters, x, dy, dx, gradient, .. } = pass;
        if let Some(WeightAndBias { weight, bias }) = gradient {
            product::outer(dy, x, &mut weight.data.0);
            bias.data.0[0] = sums(dy);
        }
        if let Some(dx) = dx {
            product::times(dy, &parameters.weight.data.0, dx);
        }
    }

    #[inline]
    fn descend<const N: usize>(self, pass: Descent<'_, Self, [T; IN], [T; OUT], N>) {
        let Descent { parameters: WeightAndBias { weight, bias }, gradient, rate, x, dy, dx, .. } = pass;
        // Before the step, which changes what it reads.
        if let Some(dx) = dx {
            product::times(dy, &weight.data.0, dx);
        }
        product::descend(dy, x, &mut weight.data.0, rate, &mut gradient.weight.data.0);
        product::add_scaled(&mut bias.data.0[0], -rate, &sums(dy));
    }

    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        initializer.weights(parameters.weight.as_mut_slice(), IN, OUT, self.init);
    }
}

/// The sums over the samples.
#[inline]
fn sums<T: Scalar, const OUT: usize>(dy: &[[T; OUT]]) -> [T; OUT] {
    let (first, others) = dy.split_first().expect("a batch has a sample");
    let mut sums = *first;
    for dy in others {
        for o in 0..OUT {
            sums[o] += dy[o];
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, reals};
    use crate::{Network, Relu, SVector, network};

    network! { struct Scalars(x: []) -> [1] { affine1: Affine::new(1, 1) } }
    network! { struct Small(x: [7]) -> [3] { affine1: Affine::new(7, 3) } }
    network! { struct Large(x: [37]) -> [19] { affine1: Affine::to(19) } }
    network! { struct Wide(x: [2]) -> [150] { affine1: Affine::to(150) } }
    network! { struct Image(x: [2, 3, 4]) -> [5] { affine1: Affine::new(24, 5) } }
    network! { struct Flat(x: [24]) -> [5] { affine1: Affine::new(24, 5) } }
    network! { struct Deep(x: [2, 3, 3]) -> [4] { relu1: Relu, affine1: Affine::to(20), affine2: Affine::to(4) } }

    #[test]
    fn computes_its_formula() {
        let (x, net) = (reals::<7>(1, 1)[0], Small::<f64>::new(1));
        let y = net.predict_one(&x, &mut Small::workspace::<1>());
        let expected = net.affine1.weight.tr_mul(&SVector::from(x)) + net.affine1.bias;
        assert!((SVector::from(y) - expected).amax() < 1e-15);
    }

    #[test]
    fn goes_back_right() {
        check_gradient::<Scalars<f64>, 1, 1>();
        check_gradient::<Small<f64>, 7, 3>();
        check_gradient::<Large<f64>, 37, 19>();
        check_gradient::<Wide<f64>, 2, 150>();
        check_gradient::<Image<f64>, 24, 5>();
        check_gradient::<Deep<f64>, 18, 4>();
    }

    #[test]
    fn reads_an_image_as_a_vector() {
        let (image, flat, x) = (Image::<f64>::new(3), Flat::<f64>::new(3), reals::<24>(1, 2));
        let (mut a, mut b) = ([[0.0; 5]; 2], [[0.0; 5]; 2]);
        image.predict(&x, &mut a, &mut Image::workspace::<2>());
        flat.predict(&x, &mut b, &mut Flat::workspace::<2>());
        assert_eq!(a, b);
    }

    #[test]
    fn begins_as_it_is_told() {
        network! { struct Net(x: [400]) -> [300] { affine1: Affine::to(300).init(Init::He) } }
        let deviation = |net: Box<Net<f64>>| net.affine1.weight.norm() / (400.0_f64 * 300.0).sqrt();
        for (net, expected) in [
            (Net::new(1), (2.0_f64 / 400.0).sqrt()),
            (Net::with_init(Init::LeCun, 1), (1.0_f64 / 400.0).sqrt()),
            (Net::with_init(Init::Xavier, 1), (2.0_f64 / 700.0).sqrt()),
            (Net::with_init(Init::Normal(0.01), 1), 0.01),
        ] {
            assert!(net.affine1.bias.iter().all(|b| *b == 0.0));
            assert!((deviation(net) / expected - 1.0).abs() < 0.01);
        }
        assert_eq!(deviation(Net::with_init(Init::Zeros, 1)), 0.0);
    }
}
