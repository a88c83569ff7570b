//! Reads IDX files, the format of MNIST, gzipped or not.
//!
//! An IDX file is a magic number, the sizes of its dimensions, and the data; all numbers are big-endian. The third byte
//! of the magic number is the type of the data, 8 for unsigned bytes; the fourth is how many dimensions there are. The
//! format comes from the MNIST database (LeCun, Cortes and Burges, 1998), on whose page it is described.
//!
//! Whether a file is gzipped is seen from its first two bytes, not from its name. What a header says is not believed:
//! memory is taken only for data that is there.

mod error;
mod source;

pub use error::{Error, ErrorKind};

use std::path::Path;

use crate::Class;
use source::Source;

/// The images of a file, each of `PIXELS` bytes, row by row.
///
/// ```
/// let path = std::env::temp_dir().join(format!("plies-images-{}", std::process::id()));
/// // Unsigned bytes in three dimensions: two images of one row and three columns.
/// std::fs::write(&path, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6])?;
///
/// assert_eq!(plies::idx::images::<3>(&path)?, [[1, 2, 3], [4, 5, 6]]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the file cannot be read, is no sound IDX file of images, or its images have not `PIXELS` pixels.
pub fn images<const PIXELS: usize>(path: impl AsRef<Path>) -> Result<Vec<[u8; PIXELS]>, Error> {
    images_with(path, |pixel| pixel)
}

/// The images of a file, as [`images`] reads them, with each pixel converted on the way: there is never a second copy
/// of all of them.
///
/// ```
/// # let path = std::env::temp_dir().join(format!("plies-images-with-{}", std::process::id()));
/// # std::fs::write(&path, [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 255])?;
/// let images = plies::idx::images_with::<f32, 3>(&path, |pixel| f32::from(pixel) / 255.0)?;
/// assert_eq!(images, [[0.0, 0.2, 1.0]]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As those of [`images`].
pub fn images_with<T: Copy, const PIXELS: usize>(
    path: impl AsRef<Path>,
    convert: impl Fn(u8) -> T,
) -> Result<Vec<[T; PIXELS]>, Error> {
    let path = path.as_ref();
    let mut source = Source::open(path)?;
    let [count, rows, columns] = source.header()?;
    if u64::from(rows) * u64::from(columns) != PIXELS as u64 {
        return Err(Error::new(path, ErrorKind::ImageSize { rows, columns, pixels: PIXELS }));
    }
    source.samples(count, convert)
}

/// The labels of a file, each one of `CLASSES` classes.
///
/// ```
/// let path = std::env::temp_dir().join(format!("plies-labels-{}", std::process::id()));
/// // Unsigned bytes in one dimension: two labels.
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 2, 7, 9])?;
///
/// let labels = plies::idx::labels::<10>(&path)?;
/// assert_eq!(labels[1].label(), 9);
/// assert!(plies::idx::labels::<9>(&path).is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the file cannot be read, is no sound IDX file of labels, or one of them is none of the classes.
pub fn labels<const CLASSES: usize>(path: impl AsRef<Path>) -> Result<Vec<Class<CLASSES>>, Error> {
    let path = path.as_ref();
    let mut source = Source::open(path)?;
    let [count] = source.header()?;
    // Converted when all are read, since a damaged file is better called damaged than blamed for one of its labels.
    let bytes = source.samples::<u8, 1>(count, |byte| byte)?;
    let class = |(index, [byte]): (usize, &[u8; 1])| {
        Class::new(usize::from(*byte))
            .map_err(|outside| Error::new(path, ErrorKind::Label { index, outside }))
    };
    bytes.iter().enumerate().map(class).collect()
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
