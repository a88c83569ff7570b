use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fmt, io};

use super::Difference;
use super::difference::table;

/// Why weights could not be read or written: of which file, and what is the matter with it. Its message says all of this.
#[derive(Debug)]
#[non_exhaustive]
pub struct WeightsError {
    /// The file; `None`, where there are only its bytes.
    pub path: Option<PathBuf>,
    /// What is the matter.
    pub kind: WeightsErrorKind,
}

/// What is the matter with a file of weights.
#[derive(Debug)]
#[non_exhaustive]
pub enum WeightsErrorKind {
    /// It cannot be opened or read.
    Read(io::Error),
    /// It cannot be written. What was there before is there still, unless the folder alone could not be synced.
    Write(io::Error),
    /// It is a directory, or a device.
    NoFile,
    /// It ends too early, or goes on too long.
    Length {
        /// How many bytes its header announces.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// Its header is none of the format.
    Header(String),
    /// It holds weights, but is no checkpoint.
    NoCheckpoint,
    /// It holds a whole run, not the weights of a network alone.
    Checkpoint,
    /// It is not of this network, or this run.
    Differences {
        /// The network's name.
        network: &'static str,
        /// All that differs, in the order of the network.
        all: Vec<Difference>,
    },
}

impl WeightsError {
    pub(super) fn new(path: Option<&Path>, kind: WeightsErrorKind) -> Self {
        WeightsError { path: path.map(Path::to_path_buf), kind }
    }

    /// All that differs; nothing, where something else is the matter.
    pub fn differences(&self) -> &[Difference] {
        match &self.kind {
            WeightsErrorKind::Differences { all, .. } => all,
            _ => &[],
        }
    }
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file =
            self.path.as_ref().map_or("what was read".to_owned(), |path| format!("`{}`", path.display()));
        match &self.kind {
            WeightsErrorKind::Read(error) => write!(f, "cannot read {file}: {error}"),
            WeightsErrorKind::Write(error) => write!(f, "cannot write {file}: {error}"),
            WeightsErrorKind::NoFile => write!(f, "{file} is a directory or a device, not a file"),
            WeightsErrorKind::Length { expected, found } if found < expected => {
                write!(f, "{file} ends after {found} of the {expected} bytes that its header announces")
            }
            WeightsErrorKind::Length { expected, found } => {
                write!(f, "{file} has {found} bytes, but its header announces {expected}")
            }
            WeightsErrorKind::Header(why) => {
                write!(f, "{file} is not a safetensors file: {}", why.escape_debug())
            }
            WeightsErrorKind::NoCheckpoint => {
                write!(f, "{file} is no checkpoint: read the weights of a network by `net.load(..)`")
            }
            WeightsErrorKind::Checkpoint => {
                write!(
                    f,
                    "{file} is a checkpoint: `Checkpoint::read(..)?.load_network_into(..)` takes its network alone"
                )
            }
            WeightsErrorKind::Differences { network, all } => {
                let things = if all.len() == 1 { "thing differs" } else { "things differ" };
                writeln!(f, "{file} does not fit `{network}`: {} {things}", all.len())?;
                table(all, &format!("`{network}`"), f)
            }
        }
    }
}

impl Error for WeightsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            WeightsErrorKind::Read(error) | WeightsErrorKind::Write(error) => Some(error),
            _ => None,
        }
    }
}
