use std::fmt;
use std::path::Path as FilePath;

use super::compare::{Demands, Found};
use super::file::File;
use super::snapshot::VERSION;
use super::tensor::{Which, tensors};
use super::{WeightsError, WeightsErrorKind};
use crate::{Network, Path};

/// Weights that were read from a [safetensors](https://github.com/huggingface/safetensors) file, before they become those of a
/// network. [`Network::load`] is enough where they are exactly that.
///
/// ```
/// use plies::{Affine, Network, Relu, Weights, network};
///
/// network! {
///     struct Net(x: [3]) -> [2] { affine1: Affine::to(4), relu1: Relu, affine2: Affine::to(2) }
/// }
///
/// network! {
///     /// The same, as another author names it.
///     struct Theirs(x: [3]) -> [2] { fc1: Affine::to(4), relu: Relu, fc2: Affine::to(2) }
/// }
///
/// # let path = std::env::temp_dir().join(format!("plies-theirs-{}.safetensors", std::process::id()));
/// let theirs = Theirs::<f64>::new(1);
/// theirs.save(&path)?;
///
/// let mut net = Net::<f32>::zeros();
/// println!("{}", net.load(&path).unwrap_err());    // a table of eight differences
/// Weights::read(&path)?.rename(|name| name.replace("fc", "affine")).convert().finite().load_into(&mut *net)?;
/// assert_eq!(net.affine2.weight, theirs.fc2.weight.cast::<f32>());
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), plies::WeightsError>(())
/// ```
///
/// Numbers of 16 bits, `f16` and `bf16`, become those of the network, which loses nothing. Between `f32` and `f64` that is done
/// by [`convert`](Weights::convert): a file of the other type is more often a mistake. A scalar `num_batches_tracked`, which
/// PyTorch counts beside each batch normalisation, is not looked at.
pub struct Weights<'a> {
    file: File<'a>,
    rename: Box<dyn Fn(String) -> String + 'a>,
    demands: Demands,
}

impl<'a> Weights<'a> {
    /// Reads a file. Beside its size, only a few lists are allocated.
    ///
    /// # Errors
    /// If it cannot be read, or is not a safetensors file.
    pub fn read(path: impl AsRef<FilePath>) -> Result<Self, WeightsError> {
        File::read(path.as_ref()).map(Weights::of_file)
    }

    /// The bytes of a file, such as those of `include_bytes!`.
    ///
    /// # Errors
    /// If they are those of no safetensors file.
    pub fn of_bytes(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        File::of(bytes).map(Weights::of_file)
    }

    fn of_file(file: File<'a>) -> Self {
        Weights { file, rename: Box::new(|name| name), demands: Demands::default() }
    }

    /// Says what the network calls a tensor of the file. Where several become one, that is an error.
    pub fn rename<Name: Into<String>>(mut self, name: impl Fn(&str) -> Name + 'a) -> Self {
        self.rename = Box::new(move |found| name(&found).into());
        self
    }

    /// Takes `f64` for a network in `f32`, and the reverse: each number becomes the nearest. One that is too large becomes infinite.
    pub fn convert(mut self) -> Self {
        self.demands.convert = true;
        self
    }

    /// Asks that every number is finite, as the network has it.
    pub fn finite(mut self) -> Self {
        self.demands.finite = true;
        self
    }

    /// The weights become those of a network: all of them, or none.
    ///
    /// # Errors
    /// If the tensors of the file are not exactly those of the network, in name, shape and type. The error lists all that
    /// differs, and the network is as it was.
    pub fn load_into<P: Network>(&self, network: &mut P) -> Result<(), WeightsError> {
        let found = Found::new(&self.file, |name| Some((self.rename)(name)));
        let all = found.differences::<P>(&tensors::<P>(Path::ROOT, Which::All), self.demands);
        if !all.is_empty() {
            let is_checkpoint = self.file.string(VERSION.0).is_some();
            let differences = WeightsErrorKind::Differences { network: P::NAME, all };
            return Err(self.file.error(if is_checkpoint {
                WeightsErrorKind::Checkpoint
            } else {
                differences
            }));
        }
        found.copy_into(network, Path::ROOT, Which::All);
        Ok(())
    }
}

impl fmt::Debug for Weights<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Weights({:?})", self.demands)
    }
}
