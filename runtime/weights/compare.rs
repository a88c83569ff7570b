//! What a file holds beside what is needed of it.

use safetensors::Dtype;
use safetensors::tensor::TensorInfo;

use super::file::File;
use super::numbers::{decode, first_non_finite, fits};
use super::tensor::{Tensor, Which};
use super::{Difference, Mismatch};
use crate::{Network, Path};

/// The tensors of a file, by the names that a network has for them.
pub struct Found<'f> {
    file: &'f File<'f>,
    /// Sorted by name; what has none is left out.
    tensors: Vec<(String, &'f TensorInfo)>,
}

/// What is asked of the numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Demands {
    /// They are rounded to the network's type.
    pub convert: bool,
    /// None is infinite or NaN.
    pub finite: bool,
}

impl<'f> Found<'f> {
    pub fn new(file: &'f File<'f>, rename: impl Fn(String) -> Option<String>) -> Self {
        let renamed = |(name, info)| rename(name).map(|name| (name, info));
        let mut tensors: Vec<_> = file.tensors().filter_map(renamed).collect();
        tensors.sort_by(|(a, _), (b, _)| a.cmp(b));
        Found { file, tensors }
    }

    pub fn get(&self, name: &str) -> Option<&'f TensorInfo> {
        let place = self.tensors.binary_search_by(|(found, _)| found.as_str().cmp(name));
        place.ok().map(|i| self.tensors[i].1)
    }

    /// The numbers of a tensor, and their type.
    pub fn numbers(&self, name: &str) -> Option<(Dtype, &'f [u8])> {
        self.get(name).map(|info| (info.dtype, self.file.data(info)))
    }

    /// All that differs from what is needed: in its order, and then what is not needed.
    pub fn differences<P: Network>(&self, needed: &[Tensor], demands: Demands) -> Vec<Difference> {
        let mut all = vec![];
        for tensor in needed {
            match self.get(&tensor.name) {
                Some(info) => self.compare::<P>(tensor, info, demands, &mut all),
                None => all.push(difference(tensor.name.clone(), Some(tensor), None, Mismatch::Missing)),
            }
        }
        for pair in self.tensors.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let tensor = described(&pair[1]);
            all.push(difference(tensor.name.clone(), None, Some(&tensor), Mismatch::Duplicate));
        }
        let mut names: Vec<&str> = needed.iter().map(|tensor| tensor.name.as_str()).collect();
        names.sort_unstable();
        let is_needed = |name: &str| names.binary_search(&name).is_ok();
        for found in self.tensors.iter().filter(|(name, _)| !is_needed(name)) {
            let tensor = described(found);
            if !counts_batches(&tensor, is_needed) {
                all.push(difference(tensor.name.clone(), None, Some(&tensor), Mismatch::Unexpected));
            }
        }
        all
    }

    fn compare<P: Network>(
        &self,
        needed: &Tensor,
        info: &TensorInfo,
        demands: Demands,
        all: &mut Vec<Difference>,
    ) {
        let found = Tensor { name: needed.name.clone(), dtype: info.dtype, shape: info.shape.clone() };
        let mut differs = |mismatch| {
            all.push(difference(needed.name.clone(), Some(needed), Some(&found), mismatch));
        };
        if found.shape != needed.shape {
            let is_transposed = found.shape.len() == 2 && found.shape.iter().rev().eq(&needed.shape);
            differs(if is_transposed { Mismatch::Transposed } else { Mismatch::Shape });
        }
        if !fits(needed.dtype, found.dtype, demands.convert) {
            differs(Mismatch::Dtype);
        } else if demands.finite
            && let Some((i, value)) = first_non_finite::<P::Scalar>(info.dtype, self.file.data(info))
        {
            let [expected, found] = ["finite numbers".to_owned(), format!("{value} at index {i}")].map(Some);
            let (name, mismatch) = (needed.name.clone(), Mismatch::NonFinite);
            all.push(Difference { name, expected, found, mismatch, help: None });
        }
    }

    /// Copies what a network needs, after all was compared.
    pub fn copy_into<P: Network>(&self, network: &mut P, path: Path<'_>, which: Which) {
        P::walk([], [network], path, &mut |entry, [], [values]| {
            if which.takes(&entry)
                && let Some((dtype, bytes)) = self.numbers(&entry.path.to_string())
            {
                decode(dtype, bytes, values);
            }
        });
    }
}

fn described((name, info): &(String, &TensorInfo)) -> Tensor {
    Tensor { name: name.clone(), dtype: info.dtype, shape: info.shape.clone() }
}

fn difference(
    name: String,
    expected: Option<&Tensor>,
    found: Option<&Tensor>,
    mismatch: Mismatch,
) -> Difference {
    let [expected, found] = [expected, found].map(|side| side.map(Tensor::to_string));
    Difference { name, expected, found, mismatch, help: mismatch.help() }
}

/// How many batches a batch normalisation of PyTorch has seen: it uses that for a running mean over all of them, which is not
/// its default, and there is no such here.
fn counts_batches(tensor: &Tensor, is_needed: impl Fn(&str) -> bool) -> bool {
    let norm = tensor.name.strip_suffix("num_batches_tracked");
    norm.is_some_and(|norm| is_needed(&format!("{norm}running_mean")))
        && tensor.dtype == Dtype::I64
        && tensor.shape.is_empty()
}
