//! Reading the header of a file of weights.

use std::path::{Path, PathBuf};

use proc_macro2::Span;

/// What the header of the file says of a tensor.
pub struct Tensor {
    pub name: String,
    pub dtype: String,
    pub shape: Vec<usize>,
    /// Where in the file its entries begin.
    pub start: usize,
}

/// The folder in which a relative path begins: that of the file with the attribute, as it is for `include_bytes!`.
pub fn folder(span: Span) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    match span.unwrap().local_file() {
        Some(file) => current.join(file.parent().unwrap_or(Path::new(""))),
        None => std::env::var_os("CARGO_MANIFEST_DIR").map_or(current, PathBuf::from),
    }
}

/// What helps where there is no file.
#[cfg(feature = "weights")]
const HELP: &str = "save the weights there; a path begins in the folder of this source file";

/// Why a file cannot be read, and what to do about it.
pub struct Unread {
    pub why: String,
    pub help: String,
}

impl Unread {
    /// Both.
    fn new(why: impl Into<String>, help: impl Into<String>) -> Self {
        Unread { why: why.into(), help: help.into() }
    }
}

/// The tensors of a file, in order.
#[cfg(feature = "weights")]
pub fn tensors(path: &Path) -> std::result::Result<Vec<Tensor>, Unread> {
    use std::fs::File;
    use std::io::Read;

    use safetensors::Dtype;
    use safetensors::tensor::Metadata;

    /// The largest file that becomes part of a program: linkers do not go much further.
    const LARGEST: u64 = 1_000_000_000;

    let metadata =
        std::fs::metadata(path).map_err(|error| Unread::new(format!("cannot be read: {error}"), HELP))?;
    if !metadata.is_file() {
        return Err(Unread::new("is a folder or a device", "name a file of weights"));
    }
    if metadata.len() > LARGEST {
        let why = format!(
            "has {:.1} GB, and at most {:.1} become part of a program",
            metadata.len() as f64 / 1e9,
            LARGEST as f64 / 1e9
        );
        return Err(Unread::new(why, "load it while the program runs"));
    }
    let failed = |why: String| {
        Unread::new(format!("is not a safetensors file: {why}"), "save the weights in that format")
    };
    let mut file = File::open(path)
        .map_err(|error| Unread::new(format!("cannot be read: {error}"), "make it readable"))?;
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(|_| failed("it has no header".to_owned()))?;
    let (header, rest) = (u64::from_le_bytes(length), metadata.len() - 8);
    if header > rest {
        return Err(failed("its header is longer than the file".to_owned()));
    }
    let mut text = vec![0; header as usize];
    file.read_exact(&mut text).map_err(|error| failed(error.to_string()))?;
    let metadata: Metadata = serde_json::from_slice(&text).map_err(|error| failed(error.to_string()))?;
    if metadata.data_len() as u64 != rest - header {
        return Err(failed("its tensors are not as long as it is".to_owned()));
    }
    let mut tensors: Vec<_> = metadata.tensors().into_iter().collect();
    tensors.sort_by_key(|(_, tensor)| tensor.data_offsets);
    // PyTorch counts batches; nothing here needs to know how many there were.
    tensors.retain(|(name, tensor)| {
        !(name.ends_with(".num_batches_tracked") && tensor.dtype == Dtype::I64 && tensor.shape.is_empty())
    });
    let tensors = tensors.into_iter().map(|(name, tensor)| Tensor {
        name,
        dtype: format!("{:?}", tensor.dtype),
        shape: tensor.shape.clone(),
        start: 8 + header as usize + tensor.data_offsets.0,
    });
    Ok(tensors.collect())
}

/// Nothing is read.
#[cfg(not(feature = "weights"))]
pub fn tensors(_: &Path) -> std::result::Result<Vec<Tensor>, Unread> {
    Err(Unread::new(
        "is not read without the feature `weights`",
        "switch it on: `cargo add plies --features weights`",
    ))
}

/// Whether the entries are `f64`, and not `f32`.
pub fn is_double(tensors: &[Tensor]) -> std::result::Result<bool, Unread> {
    let is_double = tensors.first().is_some_and(|tensor| tensor.dtype == "F64");
    let expected = if is_double { "F64" } else { "F32" };
    match tensors.iter().find(|tensor| tensor.dtype != expected) {
        None => Ok(is_double),
        Some(Tensor { name, dtype, .. }) => Err(Unread::new(
            format!("has `{name}` as {dtype}, and weights of a program are all F32, or all F64"),
            "save it so, or load the file while the program runs, which can convert it",
        )),
    }
}

#[cfg(all(test, feature = "weights"))]
mod tests {
    use std::fs::{self, File};

    use super::*;

    /// Why a file that begins so, and is so long, is not read.
    fn why(start: &[u8], length: u64) -> String {
        let name = format!("plies-macros-{}-{length}.safetensors", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, start).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
        let found = tensors(&path).err().map_or(String::new(), |unread| unread.why);
        fs::remove_file(path).unwrap();
        found
    }

    #[test]
    fn what_cannot_become_part_of_a_program_is_not_read() {
        // It takes no room on the disk.
        assert_eq!(why(b"", 5 << 30), "has 5.4 GB, and at most 1.0 become part of a program");
        assert_eq!(why(b"", 3), "is not a safetensors file: it has no header");
        assert_eq!(
            why(&100_u64.to_le_bytes(), 50),
            "is not a safetensors file: its header is longer than the file"
        );
        assert!(why(&2_u64.to_le_bytes(), 10).starts_with("is not a safetensors file: expected value"));
        let header = br#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
        let file = [&(header.len() as u64).to_le_bytes()[..], header].concat();
        let end = file.len() as u64;
        assert_eq!(why(&file, end + 4), "is not a safetensors file: its tensors are not as long as it is");
        assert_eq!(why(&file, end + 8), "");
        assert_eq!(tensors(&std::env::temp_dir()).err().unwrap().why, "is a folder or a device");
        #[cfg(unix)]
        assert_eq!(tensors(Path::new("/dev/zero")).err().unwrap().why, "is a folder or a device");
    }
}
