//! The handwritten digits of MNIST.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::Class;
use crate::idx::{self, Error, ErrorKind};

/// The MNIST database (LeCun, Cortes and Burges, 1998): handwritten digits, and which digit each of them is.
///
/// Whatever comes in files of the same names and sizes can be read, too, such as Fashion-MNIST.
#[derive(Clone, Debug, PartialEq)]
pub struct Mnist {
    /// What to train on: 60 000 digits.
    pub train: Digits,
    /// What to test with: 10 000 digits, of other writers.
    pub test: Digits,
}

/// Images, and the label of each.
#[derive(Clone, PartialEq)]
pub struct Digits {
    /// The images of 28 × 28 pixels, row by row. A pixel is from 0, the background, to 1.
    pub images: Vec<[f32; 784]>,
    /// The digits that the images show; as many as there are images.
    pub labels: Vec<Class<10>>,
}

impl Mnist {
    /// Reads the four files in a directory: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
    /// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`. Each may be gzipped and have `.gz` behind its name; where
    /// both are there, the one without is read.
    ///
    /// ```no_run
    /// let mnist = plies::Mnist::read("data")?;
    /// assert_eq!(mnist.train.images.len(), 60_000);
    /// # Ok::<(), plies::idx::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a file is missing, cannot be read or is no sound IDX file, or there are not as many images as labels.
    pub fn read(directory: impl AsRef<Path>) -> Result<Self, Error> {
        let directory = directory.as_ref();
        let train = Digits::read(directory, "train-images-idx3-ubyte", "train-labels-idx1-ubyte")?;
        let test = Digits::read(directory, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")?;
        Ok(Mnist { train, test })
    }
}

impl Digits {
    fn read(directory: &Path, images: &str, labels: &str) -> Result<Self, Error> {
        let (images_path, labels_path) = (find(directory, images)?, find(directory, labels)?);
        let labels = idx::labels(&labels_path)?;
        let images = idx::images_with(&images_path, |pixel| f32::from(pixel) / 255.0)?;
        if images.len() != labels.len() {
            let kind = ErrorKind::Counts { images: images.len(), labels_path, labels: labels.len() };
            return Err(Error::new(&images_path, kind));
        }
        Ok(Digits { images, labels })
    }
}

/// Where a file is: under its name, or gzipped.
fn find(directory: &Path, name: &str) -> Result<PathBuf, Error> {
    let (plain, gzipped) = (directory.join(name), directory.join(format!("{name}.gz")));
    for path in [&plain, &gzipped] {
        if path.try_exists().map_err(|error| Error::new(path, ErrorKind::Io(error)))? {
            return Ok(path.clone());
        }
    }
    Err(Error::new(&plain, ErrorKind::Missing { gzipped }))
}

/// Says how many there are. Nobody wants to see the pixels of all.
impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digits({} images, {} labels)", self.images.len(), self.labels.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idx::testing::{Directory, gzip, images, labels};

    const FILES: [&str; 4] = [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];

    /// Two digits to train on, one to test with.
    fn directory() -> Directory {
        let directory = Directory::new();
        directory.write(FILES[0], &images([2, 28, 28], &[[0; 784], [255; 784]].concat()));
        directory.write(FILES[1], &labels(2, &[5, 0]));
        directory.write(FILES[2], &images([1, 28, 28], &[51; 784]));
        directory.write(FILES[3], &labels(1, &[7]));
        directory
    }

    fn message(directory: &Directory) -> String {
        Mnist::read(directory).unwrap_err().to_string()
    }

    #[test]
    fn pixels_are_shares_of_255() {
        let mnist = Mnist::read(directory()).unwrap();
        assert_eq!(mnist.train.images, [[0.0; 784], [1.0; 784]]);
        assert_eq!(mnist.test.images, [[0.2; 784]]);
        assert_eq!(mnist.train.labels, [5, 0].map(|label| Class::new(label).unwrap()));
        assert_eq!(mnist.test.labels, [Class::new(7).unwrap()]);
        let digits = "train: Digits(2 images, 2 labels), test: Digits(1 images, 1 labels)";
        assert_eq!(format!("{mnist:?}"), format!("Mnist {{ {digits} }}"));
    }

    #[test]
    fn each_file_may_be_gzipped() {
        let plain = Mnist::read(directory()).unwrap();
        for name in FILES {
            let directory = directory();
            let bytes = std::fs::read(directory.path(name)).unwrap();
            std::fs::remove_file(directory.path(name)).unwrap();
            directory.write(&format!("{name}.gz"), &gzip(&bytes));
            assert_eq!(Mnist::read(&directory).unwrap(), plain, "{name}");
        }
    }

    #[test]
    fn the_plain_file_is_preferred() {
        let directory = directory();
        for name in FILES {
            directory.write(&format!("{name}.gz"), b"never read");
        }
        assert_eq!(Mnist::read(&directory).unwrap(), Mnist::read(self::directory()).unwrap());
    }

    #[test]
    fn a_missing_file_is_told_by_both_names() {
        for name in FILES {
            let directory = directory();
            let path = directory.path(name);
            std::fs::remove_file(&path).unwrap();
            let path = path.display();
            assert_eq!(message(&directory), format!("there is neither `{path}` nor `{path}.gz`"));
        }
        assert!(Mnist::read(directory().path("nowhere")).is_err());
    }

    #[test]
    fn there_must_be_as_many_labels_as_images() {
        let directory = directory();
        let labels_path = directory.write(FILES[3], &labels(2, &[7, 2]));
        let (images, labels) = (directory.path(FILES[2]), labels_path.display());
        assert_eq!(
            message(&directory),
            format!("`{}` holds 1 images, but `{labels}` holds 2 labels", images.display())
        );
    }

    #[test]
    fn there_are_ten_digits_of_784_pixels() {
        let directory = directory();
        let path = directory.write(FILES[1], &labels(2, &[5, 10]));
        let outside = "label 10 is none of the 10 classes 0 to 9";
        assert_eq!(message(&directory), format!("at index 1 of `{}`: {outside}", path.display()));

        let directory = self::directory();
        let path = directory.write(FILES[0], &images([2, 28, 27], &[0; 2 * 28 * 27]));
        assert_eq!(
            message(&directory),
            format!(
                "`{}` holds images of 28 × 27 = 756 pixels, but images of 784 pixels were expected",
                path.display()
            )
        );
    }

    /// Runs where the environment says where the files are.
    #[test]
    fn the_real_files() {
        let Some(directory) = std::env::var_os("MNIST_DIR") else { return };
        let Mnist { train, test } = Mnist::read(directory).unwrap();
        assert_eq!((train.images.len(), train.labels.len()), (60_000, 60_000));
        assert_eq!((test.images.len(), test.labels.len()), (10_000, 10_000));
        assert_eq!((train.labels[0].label(), test.labels[0].label()), (5, 7));
        for Digits { images, .. } in [train, test] {
            let pixels = images.as_flattened();
            assert_eq!(pixels.iter().copied().fold(f32::INFINITY, f32::min), 0.0);
            assert_eq!(pixels.iter().copied().fold(f32::NEG_INFINITY, f32::max), 1.0);
        }
    }
}
