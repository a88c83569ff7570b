//! A file that was read: what it says it holds, which is true.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use safetensors::SafeTensors;
use safetensors::tensor::{Metadata, TensorInfo};

use super::header::extent;
use super::{WeightsError, WeightsErrorKind};

/// How many bytes say how long the header is.
const LENGTH: usize = 8;

/// The bytes of a file, and what they stand for.
pub struct File<'a> {
    path: Option<PathBuf>,
    bytes: Cow<'a, [u8]>,
    /// Where the numbers begin.
    start: usize,
    metadata: Metadata,
}

impl<'a> File<'a> {
    /// Reads a file, as a whole: that is all the memory there is taken, but for lists as long as its header.
    pub fn read(path: &Path) -> Result<Self, WeightsError> {
        let failed = |kind| WeightsError::new(Some(path), kind);
        let metadata = fs::metadata(path).map_err(|error| failed(WeightsErrorKind::Read(error)))?;
        if !metadata.is_file() {
            return Err(failed(WeightsErrorKind::NoFile));
        }
        let bytes = fs::read(path).map_err(|error| failed(WeightsErrorKind::Read(error)))?;
        File::new(Some(path), bytes.into()).map_err(failed)
    }

    /// The bytes of a file.
    pub fn of(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        File::new(None, bytes.into()).map_err(|kind| WeightsError::new(None, kind))
    }

    fn new(path: Option<&Path>, bytes: Cow<'a, [u8]>) -> Result<Self, WeightsErrorKind> {
        let header = header(&bytes)?;
        let damaged = |why: String| WeightsErrorKind::Header(why);
        let extent = extent(header).map_err(|error| damaged(error.to_string()))?;
        let expected = ((LENGTH + header.len()) as u64).saturating_add(extent.end);
        let found = bytes.len() as u64;
        if found != expected {
            return Err(WeightsErrorKind::Length { expected, found });
        }
        let (length, metadata) =
            SafeTensors::read_metadata(&bytes).map_err(|error| damaged(error.to_string()))?;
        if metadata.tensors().len() != extent.tensors {
            return Err(damaged("it names a tensor twice".to_owned()));
        }
        Ok(File { path: path.map(Path::to_path_buf), bytes, start: LENGTH + length, metadata })
    }

    /// The tensors and their names, in no order.
    pub fn tensors(&self) -> impl Iterator<Item = (String, &TensorInfo)> {
        self.metadata.tensors().into_iter()
    }

    /// The numbers of a tensor.
    pub fn data(&self, info: &TensorInfo) -> &[u8] {
        let (from, to) = info.data_offsets;
        &self.bytes[self.start + from..self.start + to]
    }

    /// What was written down beside the tensors.
    pub fn string(&self, name: &str) -> Option<&str> {
        self.metadata.metadata().as_ref()?.get(name).map(String::as_str)
    }

    pub fn error(&self, kind: WeightsErrorKind) -> WeightsError {
        WeightsError::new(self.path.as_deref(), kind)
    }
}

/// The header, whose length stands before it.
fn header(bytes: &[u8]) -> Result<&[u8], WeightsErrorKind> {
    let found = bytes.len() as u64;
    let Some((length, rest)) = bytes.split_first_chunk::<LENGTH>() else {
        return Err(WeightsErrorKind::Length { expected: LENGTH as u64, found });
    };
    let length = u64::from_le_bytes(*length);
    let header = usize::try_from(length).ok().and_then(|length| rest.get(..length));
    header.ok_or(match rest.first() {
        // What is no header at all has no length, either.
        Some(b'{') | None => {
            WeightsErrorKind::Length { expected: length.saturating_add(LENGTH as u64), found }
        }
        Some(_) => WeightsErrorKind::Header("it does not begin with a header in JSON".to_owned()),
    })
}
