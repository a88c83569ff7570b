//! What the tests of IDX files and of MNIST share.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use flate2::Compression;
use flate2::write::GzEncoder;

/// A directory of its own for a test, removed at the end.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("plies-{}-{count}", process::id()));
        fs::create_dir(&path).unwrap();
        Directory(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl AsRef<Path> for Directory {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An IDX file of images.
pub fn images(sizes: [u32; 3], pixels: &[u8]) -> Vec<u8> {
    idx(&[0x0803, sizes[0], sizes[1], sizes[2]], pixels)
}

/// An IDX file of labels.
pub fn labels(count: u32, labels: &[u8]) -> Vec<u8> {
    idx(&[0x0801, count], labels)
}

fn idx(header: &[u32], data: &[u8]) -> Vec<u8> {
    header.iter().flat_map(|number| number.to_be_bytes()).chain(data.iter().copied()).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
