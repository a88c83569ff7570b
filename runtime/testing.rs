//! What the tests of the layers share.

use crate::{GradientCheck, Network, Random, gradient_check_output};

/// Samples of normally distributed numbers.
pub fn reals<const F: usize>(seed: u64, samples: usize) -> Vec<[f64; F]> {
    let mut random = Random::new(seed);
    (0..samples).map(|_| std::array::from_fn(|_| random.normal())).collect()
}

/// Checks the gradient of a network with one input on a few batches of normally distributed numbers.
#[track_caller]
pub fn check_gradient<P, const IN: usize, const OUT: usize>()
where
    P: Network<Scalar = f64, In = [f64; IN], Out = [f64; OUT]>,
{
    for samples in [1, 2, 5] {
        let seed = (IN + 31 * OUT + 977 * samples) as u64;
        let (x, dy) = (reals::<IN>(seed, samples), reals::<OUT>(seed + 1, samples));
        assert_right::<P>(gradient_check_output(&*P::new(seed), &x, &dy, &mut P::tape::<5>()));
    }
}

/// The same for a network with two inputs.
#[track_caller]
pub fn check_gradient_of_two<P, const A: usize, const B: usize, const OUT: usize>()
where
    P: Network<Scalar = f64, In = ([f64; A], [f64; B]), Out = [f64; OUT]>,
{
    for samples in [1, 2, 5] {
        let seed = (A + 31 * B + 977 * samples) as u64;
        let (a, b) = (reals::<A>(seed, samples), reals::<B>(seed + 1, samples));
        let dy = reals::<OUT>(seed + 2, samples);
        assert_right::<P>(gradient_check_output(&*P::new(seed), (&a, &b), &dy, &mut P::tape::<5>()));
    }
}

/// Backpropagation and central differences agree to seven digits.
#[track_caller]
pub fn assert_right<P>(check: GradientCheck) {
    assert!(check.relative_error() < 1e-7, "{}\n{check}", std::any::type_name::<P>());
}

/// Checks the gradient of a layer that gives what it takes, on several shapes; or that of one `after` another, which keeps its
/// inputs where it has values.
macro_rules! check_activation {
    (after $before:ident: $($layer:tt)*) => {{
        use crate::$before;
        crate::network! { struct Scalars(x: []) -> [] { before: $before, y: $($layer)* } }
        crate::network! { struct Vectors(x: [9]) -> [9] { before: $before, y: $($layer)* } }
        crate::network! { struct Images(x: [3, 5, 2]) -> [3, 5, 2] { before: $before, y: $($layer)* } }
        crate::testing::check_gradient::<Scalars<f64>, 1, 1>();
        crate::testing::check_gradient::<Vectors<f64>, 9, 9>();
        crate::testing::check_gradient::<Images<f64>, 30, 30>();
    }};
    ($($layer:tt)*) => {{
        crate::network! { struct Scalars(x: []) -> [] { y: $($layer)* } }
        crate::network! { struct Vectors(x: [9]) -> [9] { y: $($layer)* } }
        crate::network! { struct Images(x: [3, 5, 2]) -> [3, 5, 2] { y: $($layer)* } }
        crate::testing::check_gradient::<Scalars<f64>, 1, 1>();
        crate::testing::check_gradient::<Vectors<f64>, 9, 9>();
        crate::testing::check_gradient::<Images<f64>, 30, 30>();
    }};
}
pub(crate) use check_activation;
