//! A layer of your own, with a parameter that it learns: used like the library's in every way.
//!
//! `Swish` computes `y = x / (1 + e^(-beta x))` for each entry, with a `beta` of its own for each (Ramachandran et al.,
//! 2017). With `beta = 0` it is a line, and with a large `beta` it is nearly ReLU; the network below finds out what serves
//! best to draw a sine.
//!
//! ```text
//! cargo run --release --example custom_layer
//! ```

use plies::{
    Affine, Initializer, Inputs, MeanSquaredError, Network, Parameters, PerSample, Rule, SVector, Scalar,
    Sgd, gradient_check, network,
};

/// `y = x / (1 + e^(-beta x))`, entry by entry.
#[derive(Clone, Copy, Debug)]
struct Swish;

/// What a [`Swish`] layer learns.
#[derive(Clone, Debug, Parameters)]
struct Beta<T: Scalar, const F: usize> {
    beta: SVector<T, F>,
}

impl Swish {
    /// The compiler asks which shapes the layer takes and gives: here, any shape, and the same.
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
    /// Draws a curve through points.
    struct Curve(x: [1]) -> [1] {
        affine1: Affine::new(1, 16),
        swish1: Swish,
        affine2: Affine::new(16, 1),
        loss: MeanSquaredError,
    }
}

/// How many points there are.
const POINTS: usize = 64;

fn main() {
    let x: [[f64; 1]; POINTS] = std::array::from_fn(|n| [n as f64 / POINTS as f64 * 6.0 - 3.0]);
    let sine = x.map(|[x]| [x.sin()]);
    let (mut net, mut gradient, mut tape) = (Curve::<f64>::new(1), Curve::zeros(), Curve::tape::<POINTS>());

    // Is the mathematics above right? Central differences tell.
    let check = gradient_check(&*net, &x, &sine, &mut tape);
    println!("{check}");
    assert!(check.relative_error() < 1e-7);

    for epoch in 0..=20_000 {
        let loss = net.gradient(&x, &sine, &mut gradient, &mut tape);
        if epoch % 4_000 == 0 {
            let beta = &net.swish1.beta;
            println!("epoch {epoch:5}  loss {loss:.6}  beta from {:.2} to {:.2}", beta.min(), beta.max());
        }
        net.step(&gradient, &mut Sgd::new(0.05));
    }
}
