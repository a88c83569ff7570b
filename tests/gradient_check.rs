//! The gradient check finds what is wrong, and says where.

use plies::{
    Affine, Inputs, MeanSquaredError, Network, PerSample, Rule, SVector, Scalar, Sigmoid, gradient_check,
    gradient_check_output, network,
};

/// `y = weight ⊙ x`, with a mistake in the gradient of one weight, or of one input.
#[derive(Clone, Copy)]
struct Wrong {
    weight: bool,
    input: bool,
}

impl Wrong {
    const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Wrong {
    type Parameters = SVector<T, F>;

    fn forward(self, weight: &SVector<T, F>, x: &[T; F], y: &mut [T; F]) {
        for i in 0..F {
            y[i] = weight[i] * x[i];
        }
    }

    fn backward(self, weight: &SVector<T, F>, _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        for i in 0..F {
            dx[i] = weight[i] * dy[i];
        }
        if self.input {
            dx[1] *= T::of(1.00001);
        }
    }

    fn add_gradient(
        self,
        gradient: &mut SVector<T, F>,
        _: &SVector<T, F>,
        x: &[T; F],
        _: &[T; F],
        dy: &[T; F],
    ) {
        for i in 0..F {
            gradient[i] += x[i] * dy[i];
        }
        if self.weight {
            gradient[2] = -gradient[2];
        }
    }

    fn initialize(self, weight: &mut SVector<T, F>, _: &mut plies::Initializer) {
        weight.fill(T::of(0.7));
    }
}

network! {
    struct WrongWeight(x: [4]) -> [4] {
        wrong: Wrong { weight: true, input: false },
        sigmoid1: Sigmoid,
        loss: MeanSquaredError,
    }
}

network! {
    struct WrongInput(first: [4]) -> [2] {
        wrong: Wrong { weight: false, input: true },
        affine1: Affine::to(2),
    }
}

#[test]
fn a_wrong_weight_is_named() {
    let x = [[0.5, -1.0, 2.0, 0.25]; 1];
    let check = gradient_check(&*WrongWeight::new(1), &x, &[[0.0; 4]], &mut WrongWeight::tape::<1>());
    let worst = check.worst();
    assert_eq!((&worst.name[..], worst.worst.index), ("wrong", (2, 0)));
    assert_eq!(worst.worst.backpropagation.signum(), -worst.worst.numerical.signum());
    assert!((check.relative_error() - 2.0).abs() < 1e-6);
    assert!(
        check.checked().iter().all(|checked| checked.name == "wrong" || checked.worst.relative_error < 1e-7)
    );
    assert!(check.to_string().contains("wrong"), "{check}");
}

#[test]
fn a_slightly_wrong_input_is_named() {
    let x = [[0.5, -1.0, 2.0, 0.25], [1.0, 2.0, 0.5, -1.0]];
    let dy = [[1.0, 0.5], [0.3, -1.0]];
    let check = gradient_check_output(&*WrongInput::new(1), &x, &dy, &mut WrongInput::tape::<2>());
    let worst = check.worst();
    assert_eq!((&worst.name[..], worst.worst.index.0), ("first", 1));
    assert!((check.relative_error() - 1e-5).abs() < 1e-8);
}

#[test]
fn the_network_is_left_as_it_was() {
    let net = WrongWeight::<f64>::new(1);
    let before = net.copied();
    let _ = gradient_check(&*net, &[[0.5; 4]], &[[0.0; 4]], &mut WrongWeight::tape::<1>());
    assert_eq!(net.wrong, before.wrong);
}

/// A layer that computes, and goes back by, what it is told.
#[derive(Clone, Copy)]
struct Broken {
    forward: f64,
    backward: f64,
}

impl Broken {
    const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Broken {
    type Parameters = ();

    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        *y = x.map(|x| x + T::of(self.forward));
    }

    fn backward(self, _: &(), _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        *dx = dy.map(|dy| dy * T::of(self.backward));
    }
}

network! { struct Sound(x: [2]) -> [2] { broken: Broken { forward: 1.0, backward: 1.0 } } }
network! { struct ForwardNan(x: [2]) -> [2] { broken: Broken { forward: f64::NAN, backward: 0.0 } } }
network! { struct ForwardInfinite(x: [2]) -> [2] { broken: Broken { forward: f64::INFINITY, backward: 3.0 } } }
network! { struct BackwardNan(x: [2]) -> [2] { broken: Broken { forward: 0.0, backward: f64::NAN } } }
network! { struct BackwardInfinite(x: [2]) -> [2] { broken: Broken { forward: 0.0, backward: f64::INFINITY } } }

#[test]
fn what_is_no_finite_number_is_never_right() {
    fn error<P: Network<Scalar = f64, In = [f64; 2], Out = [f64; 2]>>() -> f64 {
        let check = gradient_check_output(&*P::zeros(), &[[0.5, 2.0]], &[[1.0, 1.0]], &mut P::tape::<1>());
        check.relative_error()
    }
    assert!(error::<Sound<f64>>() < 1e-7);
    assert_eq!(error::<ForwardNan<f64>>(), f64::INFINITY);
    assert_eq!(error::<ForwardInfinite<f64>>(), f64::INFINITY);
    assert_eq!(error::<BackwardNan<f64>>(), f64::INFINITY);
    assert_eq!(error::<BackwardInfinite<f64>>(), f64::INFINITY);
    // A weight that is NaN.
    let mut net = WrongInput::<f64>::new(1);
    net.affine1.weight[(0, 0)] = f64::NAN;
    let check = gradient_check_output(&*net, &[[0.5; 4]], &[[1.0; 2]], &mut WrongInput::tape::<1>());
    assert_eq!(check.relative_error(), f64::INFINITY);
}
