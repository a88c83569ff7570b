//! Weights into files: a file is the old one or the new one, whatever happens meanwhile.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path as FilePath, PathBuf};

use atomic_write_file::AtomicWriteFile;
use safetensors::tensor::{Metadata, TensorInfo};

use super::numbers::encode;
use super::tensor::{Tensor, Which, tensors};
use super::{WeightsError, WeightsErrorKind};
use crate::{Network, Path};

/// Writes the weights of a network to a file.
pub fn save<P: Network>(network: &P, path: &FilePath) -> Result<(), WeightsError> {
    replace(path, |to| write(network, to))
}

/// The bytes of the file.
pub fn bytes<P: Network>(network: &P) -> Vec<u8> {
    let size = tensors::<P>(Path::ROOT, Which::All).iter().map(Tensor::bytes).sum();
    let mut bytes = Vec::with_capacity(size);
    write(network, &mut bytes).expect("a vector takes all that is written");
    bytes
}

fn write<P: Network>(network: &P, to: &mut impl Write) -> io::Result<()> {
    // What PyTorch's own files say.
    let strings = HashMap::from([("format".to_owned(), "pt".to_owned())]);
    to.write_all(&header(strings, &tensors::<P>(Path::ROOT, Which::All))?)?;
    write_numbers(network, Which::All, to)
}

/// The length of a header, and the header. The numbers of these tensors follow, in the same order.
pub fn header(strings: HashMap<String, String>, tensors: &[Tensor]) -> io::Result<Vec<u8>> {
    let mut end = 0;
    let infos = tensors.iter().map(|tensor| {
        let from = end;
        end += tensor.bytes();
        let info = TensorInfo { dtype: tensor.dtype, shape: tensor.shape.clone(), data_offsets: (from, end) };
        (tensor.name.clone(), info)
    });
    let metadata = Metadata::new(Some(strings.into_iter().collect()), infos.collect());
    let metadata = metadata.map_err(io::Error::other)?;
    let mut header = vec![0; 8];
    serde_json::to_writer(&mut header, &metadata)?;
    // The numbers begin where a processor likes to read them.
    header.resize(header.len().next_multiple_of(8), b' ');
    let length = header.len() as u64 - 8;
    header[..8].copy_from_slice(&length.to_le_bytes());
    Ok(header)
}

/// The numbers of a network's tensors.
pub fn write_numbers<P: Network>(network: &P, which: Which, to: &mut impl Write) -> io::Result<()> {
    let mut written = Ok(());
    P::walk([network], [], Path::ROOT, &mut |entry, [values], []| {
        if written.is_ok() && which.takes(&entry) {
            written = encode(values, to);
        }
    });
    written
}

/// Writes a file beside the old one, waits until the disk has it, and puts it in the old one's place.
pub fn replace(
    path: &FilePath,
    write: impl FnOnce(&mut BufWriter<&mut AtomicWriteFile>) -> io::Result<()>,
) -> Result<(), WeightsError> {
    let target = target(path)?;
    let written = (|| {
        let mut file = AtomicWriteFile::open(&target)?;
        let mut to = BufWriter::new(&mut file);
        write(&mut to)?;
        to.into_inner()?;
        file.commit()?;
        sync_folder(&target)
    })();
    written.map_err(|error| WeightsError::new(Some(path), WeightsErrorKind::Write(error)))
}

/// Where the file lies that a path leads to: the file behind a link is replaced, not the link, unless there is none. A directory is none, nor is a
/// device, whose place nothing may take.
fn target(path: &FilePath) -> Result<PathBuf, WeightsError> {
    let Ok(target) = fs::canonicalize(path) else { return Ok(path.to_path_buf()) };
    match fs::metadata(&target) {
        Ok(metadata) if !metadata.is_file() => Err(WeightsError::new(Some(path), WeightsErrorKind::NoFile)),
        _ => Ok(target),
    }
}

/// Waits until the disk knows the file's name, too.
fn sync_folder(file: &FilePath) -> io::Result<()> {
    if cfg!(unix) {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(FilePath::new(".")))?.sync_all()?;
    }
    Ok(())
}
