//! Files to be read.

use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};

/// A folder of a test's own, which is gone afterwards.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("plies-weights-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A tensor of a file: its name, type and shape, and its bytes.
pub type Tensor = (&'static str, Dtype, Vec<usize>, Vec<u8>);

/// A tensor of `f32`, of some numbers.
pub fn f32s(name: &'static str, shape: &[usize]) -> Tensor {
    let count = shape.iter().product::<usize>() as u16;
    let numbers = (0..count).flat_map(|i| (f32::from(i) / 8.0 - 0.5).to_le_bytes());
    (name, Dtype::F32, shape.to_vec(), numbers.collect())
}

/// The bytes of a file.
pub fn file(tensors: &[Tensor]) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (*name, TensorView::new(*dtype, shape.clone(), bytes).expect("the bytes are those of the shape"))
    });
    serialize(views, None).unwrap()
}
