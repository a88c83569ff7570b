use nalgebra::{SMatrix, SVector};

use crate::{Parameters, Scalar};

/// What a layer learns that has a weight and a bias: [`Affine`](crate::Affine), [`Conv2d`](crate::Conv2d),
/// [`Conv1d`](crate::Conv1d).
#[derive(Clone, Debug, PartialEq, Parameters)]
#[plies(crate = crate)]
pub struct WeightAndBias<T: Scalar, const IN: usize, const OUT: usize> {
    /// `W`: a column for each output.
    pub weight: SMatrix<T, IN, OUT>,
    /// `b`.
    #[no_decay]
    pub bias: SVector<T, OUT>,
}

/// What a [`ConvTranspose2d`](crate::ConvTranspose2d) layer learns.
#[derive(Clone, Debug, PartialEq, Parameters)]
#[plies(crate = crate)]
pub struct TransposedWeightAndBias<T: Scalar, const PATCH: usize, const CHANNELS: usize, const FILTERS: usize>
{
    /// `W`: a column for each channel of the input.
    pub weight: SMatrix<T, PATCH, CHANNELS>,
    /// `b`.
    #[no_decay]
    pub bias: SVector<T, FILTERS>,
}
