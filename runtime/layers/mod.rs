//! The layers, one file each.

mod add;
mod affine;
mod conv1d;
mod conv2d;
mod conv_transpose2d;
mod kernel;
mod mul;
mod relu;
mod sigmoid;
mod softmax;
mod weight_and_bias;

pub use add::Add;
pub use affine::Affine;
pub use conv_transpose2d::{ConvTranspose2d, TransposedWeightAndBias};
pub use conv1d::Conv1d;
pub use conv2d::Conv2d;
pub use mul::Mul;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use softmax::Softmax;
pub(crate) use softmax::{exponentials, largest};
pub use weight_and_bias::WeightAndBias;
