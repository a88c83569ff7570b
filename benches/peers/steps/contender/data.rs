//! The weights to start from and the data to learn, the same for all: files of `f32` in little-endian order.

use std::path::PathBuf;

/// The folder of the files.
pub struct Data {
    folder: PathBuf,
}

/// Images with their labels.
pub struct Images {
    pub pixels: Vec<f32>,
    pub labels: Vec<usize>,
}

/// Points with a number for each.
pub struct Points {
    pub x: Vec<[f32; 2]>,
    pub t: Vec<f32>,
}

impl Data {
    pub fn new(folder: String) -> Self {
        Data { folder: folder.into() }
    }

    /// The entries of a tensor, such as `lenet5/conv1.weight`, in PyTorch's order.
    pub fn read(&self, name: &str) -> Vec<f32> {
        let file = self.folder.join(format!("{name}.f32"));
        let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
    }

    /// The first so many.
    pub fn images(&self, batch: usize) -> Images {
        let mut pixels = self.read("images");
        pixels.truncate(batch * 784);
        let labels = self.read("labels").iter().take(batch).map(|label| *label as usize).collect();
        Images { pixels, labels }
    }

    pub fn points(&self) -> Points {
        let x = self.read("points").as_chunks().0.to_vec();
        Points { x, t: self.read("heights") }
    }
}

impl Points {
    /// A point a run, and from the start again.
    pub fn cycle(self) -> impl FnMut() -> ([f32; 2], f32) {
        let mut next = 0;
        move || {
            let point = (self.x[next], self.t[next]);
            next = (next + 1) % self.t.len();
            point
        }
    }
}
