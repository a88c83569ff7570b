//! Layers of your own, used like the library's in every way: one without parameters, and one that learns some.
//!
//! `Bump` computes `y = e^(-x²)`. `Swish` computes `y = x / (1 + e^(-beta x))` for each entry, with a `beta` of its own for
//! each (Ramachandran et al., 2017): with `beta = 0` it is a line, and with a large `beta` it is nearly ReLU. Two networks
//! learn to draw a sine, and the second finds out which `beta` serve best.
//!
//! ```text
//! cargo run --release --example custom_layer
//! ```

use plies::{
    Activation, Affine, Initializer, Inputs, MeanSquaredError, Network, Parameters, PerSample, Rule, SVector,
    Scalar, Sgd, gradient_check, network,
};

/// `y = e^(-x²)`, entry by entry.
#[derive(Clone, Copy, Debug)]
struct Bump;

impl Bump {
    /// The compiler asks which shapes the layer takes and gives: here, any shape, and the same.
    const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Bump {
    fn activate<T: Scalar>(self, x: T) -> T {
        (-x * x).exp()
    }

    fn slope<T: Scalar>(self, x: T, y: T) -> T {
        T::of(-2.0) * x * y
    }
}

/// `y = x / (1 + e^(-beta x))`, entry by entry.
#[derive(Clone, Copy, Debug)]
struct Swish;

/// What a [`Swish`] layer learns.
#[derive(Clone, Debug, Parameters)]
struct Beta<T: Scalar, const F: usize> {
    beta: SVector<T, F>,
}

impl Swish {
    /// It gives what it takes, too.
    const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

/// `1 / (1 + e^(-beta x))`
fn sigmoid<T: Scalar>(beta: T, x: T) -> T {
    T::one() / (T::one() + (-beta * x).exp())
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Swish {
    type Parameters = Beta<T, F>;

    fn forward(self, Beta { beta }: &Beta<T, F>, x: &[T; F], y: &mut [T; F]) {
        for i in 0..F {
            y[i] = x[i] * sigmoid(beta[i], x[i]);
        }
    }

    /// `dx = dy (s + beta y (1 - s))`, where `s` is the sigmoid.
    fn backward(self, Beta { beta }: &Beta<T, F>, x: &[T; F], y: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        for i in 0..F {
            let s = sigmoid(beta[i], x[i]);
            dx[i] = dy[i] * (s + beta[i] * y[i] * (T::one() - s));
        }
    }

    /// `dbeta = dy x y (1 - s)`
    fn add_gradient(
        self,
        gradient: &mut Beta<T, F>,
        Beta { beta }: &Beta<T, F>,
        x: &[T; F],
        y: &[T; F],
        dy: &[T; F],
    ) {
        for i in 0..F {
            let s = sigmoid(beta[i], x[i]);
            gradient.beta[i] += dy[i] * x[i] * y[i] * (T::one() - s);
        }
    }

    fn initialize(self, parameters: &mut Beta<T, F>, _: &mut Initializer) {
        parameters.beta.fill(T::one());
    }
}

network! {
    /// Draws a curve as a sum of bumps.
    struct Bumps(x: [1]) -> [1] {
        affine1: Affine::new(1, 16),
        bump1: Bump,
        affine2: Affine::new(16, 1),
        loss: MeanSquaredError,
    }
}

network! {
    /// Draws a curve as a sum of bends.
    struct Bends(x: [1]) -> [1] {
        affine1: Affine::new(1, 16),
        swish1: Swish,
        affine2: Affine::new(16, 1),
        loss: MeanSquaredError,
    }
}

/// How many points of the curve are known.
const POINTS: usize = 64;

fn main() {
    learn_a_sine::<Bumps<f64>>();
    println!();
    let bends = learn_a_sine::<Bends<f64>>();
    let beta = &bends.swish1.beta;
    println!("each beta was 1; now they are from {:.2} to {:.2}", beta.min(), beta.max());
}

/// Trains any network from one number to one.
fn learn_a_sine<N>() -> Box<N>
where
    N: Network<Scalar = f64, In = [f64; 1], Out = [f64; 1], Loss = MeanSquaredError>,
{
    let x: [[f64; 1]; POINTS] = std::array::from_fn(|n| [n as f64 / POINTS as f64 * 6.0 - 3.0]);
    let sine = x.map(|[x]| [x.sin()]);
    let (mut net, mut gradient, mut tape) = (N::new(1), N::zeros(), N::tape::<POINTS>());

    // Is the mathematics above right? Central differences tell.
    let check = gradient_check(&*net, &x, &sine, &mut tape);
    println!("{check}");
    assert!(check.relative_error() < 1e-7);

    for epoch in 0..=10_000 {
        let loss = net.gradient(&x, &sine, &mut gradient, &mut tape);
        if epoch % 2_500 == 0 {
            println!("epoch {epoch:5}  loss {loss:.6}");
        }
        net.step(&gradient, &mut Sgd::new(0.05));
    }
    net
}
