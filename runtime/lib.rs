#![doc = include_str!("../README.md")]

// The derive, and the code that `network!` writes, name this crate by its name, also in here.
extern crate self as plies;

mod activation;
mod batches;
mod check;
mod class;
mod gradient_check;
#[cfg(feature = "idx")]
pub mod idx;
mod initialization;
mod layer;
mod layers;
mod loss;
mod message;
#[cfg(feature = "idx")]
mod mnist;
mod network;
mod optimizer;
mod parameters;
mod per_sample;
pub mod product;
mod random;
mod rule;
mod samples;
mod scalar;
mod shape;
mod tape;
#[cfg(test)]
mod testing;
mod workspace;
mod zeroed;

#[doc(hidden)]
pub mod ask;
#[doc(hidden)]
pub mod wire;

pub use activation::Activation;
pub use batches::Batches;
pub use class::{Class, OutsideClasses, Scores, accuracy};
pub use gradient_check::{Checked, Entries, GradientCheck, Worst, gradient_check, gradient_check_output};
pub use initialization::{Init, Initializer};
pub use layer::{Backward, Forward, Layer, Sizes};
pub use layers::{Add, Affine, Mul, Relu, Sigmoid, Softmax, WeightAndBias};
pub use loss::{Loss, MeanSquaredError, SoftmaxWithLoss};
pub use message::Message;
#[cfg(feature = "idx")]
pub use mnist::{Digits, Mnist};
pub use network::{Network, NoLoss};
pub use optimizer::{Optimizer, Sgd};
pub use parameters::{Entry, Parameters, Path};
pub use per_sample::PerSample;
pub use random::Random;
pub use rule::{Inputs, MAX_INPUTS, Rule, Shapes};
pub use samples::{Number, Output, Samples};
pub use scalar::Scalar;
pub use shape::Shape;
pub use tape::{Pass, Tape};
pub use workspace::Workspace;
pub use zeroed::Zeroed;

#[doc(hidden)]
pub use plies_macros::network as __network;

pub use nalgebra::{ComplexField, RealField, SMatrix, SVector};
pub use plies_macros::{Parameters, Zeroed};

/// Declares a network.
///
/// ```
/// use plies::{Affine, Relu, SoftmaxWithLoss, network};
///
/// network! {
///     /// The two-layer network of the chapter.
///     #[derive(Clone, Debug)]
///     pub struct TwoLayerNet(x: [784]) -> [10] {
///         affine1: Affine::new(784, 50),
///         relu1: Relu,
///         affine2: Affine::new(50, 10),
///         loss: SoftmaxWithLoss,
///     }
/// }
/// ```
#[macro_export]
macro_rules! network {
    ($($declaration:tt)*) => {
        $crate::__network! { ($crate) $($declaration)* }
    };
}
