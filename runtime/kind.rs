/// What a layer is, as far as what stands beside it should know.
///
/// A shape rule says it ([`Rule::kind`](crate::Rule::kind)); the compiler then warns of neighbours that look like a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// None of the others.
    Other,
    /// A curve that each entry goes through, such as `Relu`. One right after another is rarely meant.
    Activation,
    /// Gives probabilities or their logarithms, as `Softmax` does. A loss of logits makes them itself.
    Probabilities,
    /// Drops entries while training, as `Dropout` does, which changes their variance.
    Dropout,
    /// Normalises by a variance that it remembers from training, as `BatchNorm` does.
    BatchNormalization,
    /// A loss that takes logits, as `SoftmaxWithLoss` does.
    LossOfLogits,
}
