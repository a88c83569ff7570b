//! A crate of edition 2021 that has given its dependency on `plies` another name.

#![deny(missing_docs, warnings)]
#![forbid(unsafe_code)]

use layers_of_wood::{Initializer, Inputs, Parameters, PerSample, Rule, SVector, Scalar};

/// `y = x + by`
#[derive(Clone, Copy, Debug)]
pub struct Shift;

impl Shift {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

/// What a shift learns.
#[derive(Clone, Debug, Parameters)]
#[plies(crate = layers_of_wood)]
pub struct By<T: Scalar, const F: usize> {
    /// How far.
    pub by: SVector<T, F>,
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Shift {
    type Parameters = By<T, F>;

    fn forward(self, By { by }: &By<T, F>, x: &[T; F], y: &mut [T; F]) {
        for i in 0..F {
            y[i] = x[i] + by[i];
        }
    }

    fn backward(self, _: &By<T, F>, _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        *dx = *dy;
    }

    fn add_gradient(self, gradient: &mut By<T, F>, _: &By<T, F>, _: &[T; F], _: &[T; F], dy: &[T; F]) {
        for i in 0..F {
            gradient.by[i] += dy[i];
        }
    }

    fn initialize(self, parameters: &mut By<T, F>, initializer: &mut Initializer) {
        for by in parameters.by.iter_mut() {
            *by = T::of(initializer.random().normal());
        }
    }
}

layers_of_wood::network! {
    /// A network of our layers and the library's.
    #[derive(Clone, Debug)]
    pub struct Net(x: [4]) -> [2] {
        shift1: Shift,
        relu1: layers_of_wood::Relu,
        affine1: layers_of_wood::Affine::new(4, 2),
        loss: layers_of_wood::SoftmaxWithLoss,
    }
}

#[test]
fn goes_back_right() {
    use layers_of_wood::{gradient_check, Class, Network};
    let labels = [Class::<2>::new(1).unwrap(); 2];
    let x = [[0.5, -1.0, 2.0, 0.1], [1.5, 0.2, -0.7, 0.9]];
    let check = gradient_check(&*Net::new(1), &x, &labels, &mut Net::tape::<2>());
    assert!(check.relative_error() < 1e-7, "{check}");
    assert!(check.checked().iter().any(|checked| checked.name == "shift1.by"));
}
