//! What a network's matrices are in a file.

use std::fmt;

use safetensors::Dtype;

use super::numbers::{dtype, name};
use crate::{Entry, Network, Path};

/// A tensor that a file holds, or has to.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub name: String,
    pub dtype: Dtype,
    pub shape: Vec<usize>,
}

impl Tensor {
    /// A matrix of a network, as PyTorch keeps it.
    pub fn of<P: Network>(entry: &Entry<'_>) -> Self {
        let shape = entry.stored();
        let shape = (0..shape.rank()).map(|i| shape.dim(i)).collect();
        Tensor { name: entry.path.to_string(), dtype: dtype::<P::Scalar>(), shape }
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> usize {
        self.shape.iter().product::<usize>() * self.dtype.bitsize() / 8
    }
}

/// `f32 [50, 784]`
impl fmt::Display for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", name(self.dtype), self.shape)
    }
}

/// The tensors of a network, or those that are trained, in order; their names begin with that of a path.
pub fn tensors<P: Network>(path: Path<'_>, which: Which) -> Vec<Tensor> {
    let mut tensors = vec![];
    P::walk([], [], path, &mut |entry, [], []| {
        if which.takes(&entry) {
            tensors.push(Tensor::of::<P>(&entry));
        }
    });
    tensors
}

/// Which matrices of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    /// What an optimizer remembers something of.
    Trained,
}

impl Which {
    pub fn takes(self, entry: &Entry<'_>) -> bool {
        self == Which::All || entry.path.is_trained()
    }
}
