//! What PyTorch computed.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::LazyLock;

use plies::{Network, Path, Scalar};
use safetensors::{Dtype, SafeTensors};

static FILE: LazyLock<SafeTensors<'static>> = LazyLock::new(|| {
    SafeTensors::deserialize(include_bytes!("fixtures.safetensors")).expect("`make.py` writes safetensors")
});

/// The names of all cases.
pub fn names() -> BTreeSet<&'static str> {
    FILE.names().into_iter().filter_map(|name| name.split('/').next()).collect()
}

/// A case, computed here with `T`.
#[derive(Clone, Copy)]
pub struct Case<T> {
    name: &'static str,
    scalar: PhantomData<T>,
}

impl<T: Scalar> Case<T> {
    pub fn new(name: &'static str) -> Self {
        Case { name, scalar: PhantomData }
    }

    /// The largest difference that is none, relative to the largest entry of a tensor.
    fn tolerance() -> f64 {
        if size_of::<T>() == size_of::<f32>() { 1e-5 } else { 1e-10 }
    }

    fn numbers(self, tensor: &str) -> impl Iterator<Item = f64> {
        let name = format!("{}/{tensor}", self.name);
        let tensor = FILE.tensor(&name).unwrap_or_else(|_| panic!("`make.py` writes no {name}"));
        assert_eq!(tensor.dtype(), Dtype::F64);
        let (numbers, _) = tensor.data().as_chunks();
        numbers.iter().map(|number| f64::from_le_bytes(*number))
    }

    /// The entries of a tensor.
    pub fn tensor(self, tensor: &str) -> Vec<T> {
        self.numbers(tensor).map(T::of).collect()
    }

    /// The network with the parameters of the case.
    pub fn network<N: Network<Scalar = T>>(self) -> Box<N> {
        let mut net = N::zeros();
        N::walk([], [&mut *net], Path::ROOT, &mut |entry, [], [values]| {
            let name = format!("parameters.{}", entry.path);
            values.copy_from_slice(&self.tensor(&name));
            // In PyTorch it has the same shape.
            let shape =
                FILE.tensor(&format!("{}/{name}", self.name)).expect("it was just read").shape().to_vec();
            assert_eq!(entry.stored().to_string(), format!("{shape:?}"), "{}/{name}", self.name);
        });
        net
    }

    /// Compares a tensor with what PyTorch computed.
    #[track_caller]
    pub fn compare(self, tensor: &str, found: &[T]) {
        let expected: Vec<f64> = self.numbers(tensor).collect();
        assert_eq!(found.len(), expected.len(), "{}/{tensor}", self.name);
        let largest = expected.iter().fold(0.0, |largest: f64, number| largest.max(number.abs()));
        for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
            let (name, error) = (self.name, (found.to_f64() - expected).abs());
            assert!(
                error <= Self::tolerance() * largest,
                "{name}/{tensor} of {}: entry {i} is {found}, and {expected} in PyTorch; the largest is {largest}",
                size_of::<T>() * 8,
            );
        }
    }

    /// Compares what is trained: a network, or a gradient.
    #[track_caller]
    pub fn compare_trained<N: Network<Scalar = T>>(self, prefix: &str, net: &N) {
        N::each_trained([net], [], |entry, [values], []| {
            self.compare(&format!("{prefix}.{}", entry.path), values);
        });
    }

    /// Compares what is not trained.
    #[track_caller]
    pub fn compare_statistics<N: Network<Scalar = T>>(self, prefix: &str, net: &N) {
        N::walk([net], [], Path::ROOT, &mut |entry, [values], []| {
            if entry.path.is_statistic() {
                self.compare(&format!("{prefix}.{}", entry.path), values);
            }
        });
    }
}
