#![doc = include_str!("../README.md")]

// The derive, and the code that `network!` writes, name this crate by its name, also in here.
extern crate self as plies;

mod activation;
pub mod advice;
mod batches;
mod budget;
mod buffer;
mod check;
mod class;
mod clip;
mod description;
mod embedded;
mod gradient_check;
#[cfg(feature = "idx")]
pub mod idx;
mod initialization;
mod inputs;
mod kept;
mod kind;
mod layer;
mod layers;
mod layout;
mod loss;
pub mod math;
mod message;
mod metrics;
#[cfg(feature = "idx")]
mod mnist;
mod network;
mod no_loss;
mod node_info;
mod optimizer;
mod outputs;
mod parameters;
mod per_sample;
mod plan;
pub mod product;
mod random;
mod repeat;
mod rule;
mod samples;
mod scalar;
mod schedule;
mod shape;
mod stored;
mod tape;
#[cfg(test)]
mod testing;
mod trainer;
mod way_back;
#[cfg(feature = "weights")]
mod weights;
mod work;
mod workspace;
mod zeroed;

#[doc(hidden)]
pub mod ask;
#[doc(hidden)]
pub mod wire;

pub use activation::Activation;
pub use batches::Batches;
pub use class::{Class, OutsideClasses, Scores, accuracy};
pub use clip::{clip_by_norm, clip_by_value};
pub use description::keep_description;
pub use gradient_check::{Checked, Entries, GradientCheck, Worst, gradient_check, gradient_check_output};
pub use initialization::{Init, Initializer};
pub use inputs::{Inputs, MAX_INPUTS};
pub use kind::Kind;
pub use layer::{Backward, Descent, Forward, Layer, Sizes};
pub use layers::{
    Add, Affine, AvgPool2d, BatchNorm, BatchStatistics, Concat, Conv1d, Conv2d, ConvTranspose2d, Div, Dot,
    Dropout, Elu, Exp, Flatten, Gains, Gelu, GlobalAvgPool, GroupNorm, HardSigmoid, HardSwish, LayerNorm,
    LeakyRelu, Log, LogSoftmax, MatMul, MaxPool2d, Mean, Mul, Neg, Powi, Prelu, Recip, Relu, Reshape,
    RmsNorm, Scale, ScaleAndShift, Sigmoid, Silu, Slopes, Softmax, Softplus, Sqrt, Sub, Sum, Tanh,
    TransposedWeightAndBias, Upsample2d, WeightAndBias, ZeroPad2d,
};
pub use loss::{
    BinaryCrossEntropyWithLogits, CrossEntropy, Huber, KlDivergence, Loss, MeanAbsoluteError,
    MeanSquaredError, SoftmaxWithLoss, SumAbsoluteError, SumSquaredError,
};
pub use message::Message;
pub use metrics::{ConfusionMatrix, evaluate, mean_absolute_error, mean_squared_error, top_k_accuracy};
#[cfg(feature = "idx")]
pub use mnist::{Digits, Mnist};
pub use network::Network;
pub use no_loss::NoLoss;
pub use node_info::NodeInfo;
pub use optimizer::{AdaGrad, Adam, AdamW, Lion, Momentum, Optimizer, RmsProp, Sgd, State};
#[cfg(feature = "weights")]
pub use optimizer::{Memory, MemoryMut, Resumable};
pub use parameters::{Entry, Parameters, Path};
pub use per_sample::PerSample;
pub use random::Random;
pub use rule::{Rule, Shapes};
pub use samples::{Number, Output, Sample, Samples};
pub use scalar::Scalar;
pub use schedule::Schedule;
pub use shape::Shape;
pub use tape::{Pass, Tape};
pub use trainer::{EarlyStopping, Epoch, EpochRecord, Fit, History, NonFiniteLoss, Step, Stop, Trainer};
#[cfg(feature = "weights")]
pub use weights::{Checkpoint, Difference, Mismatch, Snapshot, Weights, WeightsError, WeightsErrorKind};
pub use workspace::Workspace;
pub use zeroed::Zeroed;

#[doc(hidden)]
#[cfg(not(rust_analyzer))]
pub use plies_macros::network as __network;
#[doc(hidden)]
#[cfg(rust_analyzer)]
pub use plies_macros::network_in_editor as __network;

pub use nalgebra::{ComplexField, RealField, SMatrix, SVector};
pub use plies_macros::{Parameters, Zeroed};

/// Declares a network.
///
/// ```
/// use plies::{Add, Affine, Relu, SoftmaxWithLoss, network};
///
/// network! {
///     /// Two layers, and a way around them.
///     #[derive(Clone, Debug)]
///     pub struct Residual(x: [4, 5]) -> [3] {
///         affine1: Affine::new(20, 20),
///         relu1: Relu,
///         /// What comes back to the size of the input.
///         affine2: Affine::new(20, 20),
///         around: Affine::to(20) from x,
///         sum: Add from (affine2, around),
///         head: Affine::to(3),
///         loss: SoftmaxWithLoss,
///     }
/// }
/// ```
///
/// The block becomes a struct, generic over its scalar (`Residual` is `Residual<f32>`), with a public field for the
/// parameters of each node, and an implementation of [`Network`].
///
/// - **The header** names the inputs, at most 8, and says their shapes and that of the output. `[]` is a number, `[784]` a
///   vector, `[1, 28, 28]` channels, height and width; a shape has at most 4 dimensions, each a constant expression. A
///   sample of any of them is a flat array, `[T; 20]` for `[4, 5]`, the last dimension running fastest.
/// - **A line** is a node: `name: layer`, and a comma. It is fed by the line above, the first line by the input. What feeds
///   it otherwise, or where there are several, stands after `from`: `from x`, `from (a, b)`. A value that is used several
///   times gets the sum of the gradients. Only inputs and lines above can be named. What no
///   output depends on does not run; a name that nothing reads is an unused variable to the compiler.
/// - **The compiler warns** of what is rarely meant, such as an activation right after another; see [`advice`].
/// - **A layer** is a constant expression that begins with its type: `Relu`, `Affine::new(20, 20).init(Init::He)`,
///   `Leaky { slope: 0.1 }`. Where the type cannot be read off, it is written in front: `affine1: Affine = HIDDEN`. In a `pub`
///   network a layer is `pub`, too.
/// - **A network is a layer**: `encoder: Encoder` names another one, with parameters of its own each time, that are called
///   `encoder.affine1.weight`. Its loss counts where it stands alone.
/// - **`[Block; 3]`** is a layer or a network three times in a row, each with its own parameters: `blocks.0`, `blocks.1`, ….
/// - **`loss:`** is the line of the loss, if there is one. It is fed by the last node, whose value the network gives.
/// - **Several outputs** are named after the nodes that give them, and a target is a tuple with one for each, `()` where no
///   loss compares it. Each loss says `from` which it comes, and may have a weight; what is trained is their sum.
/// - **`#[frozen]`** on a node keeps its parameters as they are: there is no gradient for them, and nothing goes back to a node
///   below which nothing is trained. (A frozen normalisation still normalises by the batch while training.)
/// - **`#[weights("net.safetensors")]`** on the network makes a safetensors file part of the program (feature `weights`). The compiler
///   compares it with the network: it has each tensor of a PyTorch state dict of the same network, in its shape, and no others, all
///   F32 or all F64, in at most 1 GB. `Net::WEIGHTS`, a `&'static Net<f32>` or `&'static Net<f64>`, has these weights, and is used where it lies. The
///   path begins in the folder of the source file, as that of `include_bytes!`; where the file changes, the crate is built anew.
///   Names that differ are mapped, node by node: `#[weights("net.safetensors", fc1 = affine1, "model.fc2" = affine2)]`.
/// - **What the compiler knows** of the nodes are constants ([`NODES`](Network::NODES)); [`summary`](Network::summary) prints
///   them, [`to_svg`](Network::to_svg) draws them.
/// - **`#[budget(parameters = 50_000, ram = "64 KiB", macs = 1_000_000)]`** on the struct says what it may take at most, which the
///   compiler keeps: more is an error on the figure, which names the largest node. `parameters` are those of
///   [`PARAMETERS`](Network::PARAMETERS), `macs` the [`MULTIPLY_ADDS`](Network::MULTIPLY_ADDS) of a sample; `ram` is what predicting a
///   sample needs in `f32`, the bytes of the network itself and of a [`Workspace`] for 1. Each may be left out, and is a constant
///   expression; `ram` is one of bytes, or a text with a unit, of `B`, `kB`, `KiB`, `MB` and `MiB`.
/// - **Attributes and documentation** of the struct and of nodes are passed on to the struct and its fields. A keyword is a
///   name if it is written `r#type`.
///
/// ```
/// use plies::{Add, Affine, Class, MeanSquaredError, Network, Relu, SoftmaxWithLoss, network};
///
/// network! {
///     struct Block(x: [16]) -> [16] {
///         affine1: Affine::to(16),
///         relu1: Relu,
///         sum: Add from (relu1, x),
///     }
/// }
///
/// network! {
///     /// What it is, and how large.
///     struct Detector(x: [8]) -> (class: [3], size: [2]) {
///         #[frozen]
///         affine1: Affine::to(16),
///         blocks: [Block; 3],
///         class: Affine::to(3),
///         size: Affine::to(2) from blocks,
///         loss: SoftmaxWithLoss from class,
///         loss: 0.1 * MeanSquaredError from size,
///     }
/// }
///
/// let net = Detector::<f32>::new(1);
/// assert_eq!(net.blocks[2].affine1.weight.shape(), (16, 16));
/// let (class, size) = net.predict_one(&[0.5; 8], &mut Detector::workspace::<1>());
/// assert_eq!((class.len(), size.len()), (3, 2));
///
/// let targets = [(Class::new(2).unwrap(), [1.0, 2.0])];
/// let (mut gradient, mut tape) = (Detector::zeros(), Detector::tape::<1>());
/// assert!(net.gradient(&[[0.5; 8]], &targets, &mut gradient, &mut tape) > 0.0);
/// ```
///
/// A network for a small machine, that stays so:
///
/// ```
/// use plies::{Affine, Network, Relu, Workspace, network};
///
/// network! {
///     #[budget(parameters = 400, ram = "2 KiB", macs = 8 * 40)]
///     struct Small(x: [8]) -> [2] {
///         affine1: Affine::to(30),
///         relu1: Relu,
///         affine2: Affine::to(2),
///     }
/// }
///
/// assert!(Small::<f32>::PARAMETERS <= 400 && Small::<f32>::MULTIPLY_ADDS <= 8 * 40);
/// assert!(size_of::<Small<f32>>() + size_of::<Workspace<Small<f32>, 1>>() <= 2048);
/// ```
#[macro_export]
macro_rules! network {
    ($($declaration:tt)*) => {
        $crate::__network! { ($crate) $($declaration)* }
    };
}
