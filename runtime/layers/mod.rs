//! The layers, one file each.

mod add;
mod affine;
mod mul;
mod relu;
mod sigmoid;
mod softmax;

pub use add::Add;
pub use affine::{Affine, WeightAndBias};
pub use mul::Mul;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use softmax::Softmax;
pub(crate) use softmax::{exponentials, largest};
