//! Why a file could not be read.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::OutsideClasses;

/// Why a file could not be read: which file, and what is the matter with it. Its message says all of this.
#[derive(Debug)]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// What is the matter.
    pub kind: ErrorKind,
}

/// What is the matter with a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It is not there, nor is a gzipped one.
    Missing {
        /// Where a gzipped one was looked for.
        gzipped: PathBuf,
    },
    /// It is a directory.
    Directory,
    /// It cannot be opened or read.
    Io(io::Error),
    /// It is gzipped, but damaged, cut off, or followed by something else.
    Gzip(io::Error),
    /// It begins with another magic number.
    Magic {
        /// That of the content asked for: 0x00000803 for images, 0x00000801 for labels.
        expected: u32,
        /// That of the file.
        found: u32,
    },
    /// It ends within its header.
    HeaderTruncated {
        /// How many bytes the header has.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// Its images have another size.
    ImageSize {
        /// The rows of an image in the file.
        rows: u32,
        /// The columns of an image in the file.
        columns: u32,
        /// How many pixels were expected.
        pixels: usize,
    },
    /// Its header announces more than memory holds.
    TooLarge {
        /// How many images or labels it announces.
        count: u32,
        /// How many bytes each of them has.
        bytes: usize,
    },
    /// It ends before all of its data.
    Truncated {
        /// How many bytes of data its header announces.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// It goes on after its data.
    Trailing {
        /// How many bytes of data its header announces.
        expected: u64,
    },
    /// One of its labels is none of the classes.
    Label {
        /// Where the label is, counted from 0.
        index: usize,
        /// The label, and how many classes there are.
        outside: OutsideClasses,
    },
    /// There are not as many images in it as labels in the file that belongs to it.
    Counts {
        /// How many images there are.
        images: usize,
        /// The file of the labels.
        labels_path: PathBuf,
        /// How many labels there are.
        labels: usize,
    },
}

impl Error {
    pub(crate) fn new(path: &Path, kind: ErrorKind) -> Self {
        Error { path: path.to_path_buf(), kind }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            ErrorKind::Missing { gzipped } => {
                write!(f, "there is neither `{path}` nor `{}`", gzipped.display())
            }
            ErrorKind::Directory => write!(f, "`{path}` is a directory, not a file"),
            ErrorKind::Io(error) => write!(f, "cannot read `{path}`: {error}"),
            ErrorKind::Gzip(error) => write!(f, "`{path}` is gzipped, but damaged: {error}"),
            ErrorKind::Magic { expected, found } => {
                let asked = content(*expected).unwrap_or("this content");
                match content(*found) {
                    Some(content) => write!(f, "`{path}` holds {content}, but {asked} were expected")?,
                    None => write!(f, "`{path}` is no IDX file of {asked}")?,
                }
                write!(f, ": it begins with {found:#010x}, not with {expected:#010x}")
            }
            ErrorKind::HeaderTruncated { expected, found } => {
                write!(f, "`{path}` ends after {found} of the {expected} bytes of its header")
            }
            ErrorKind::ImageSize { rows, columns, pixels } => {
                let found = u64::from(*rows) * u64::from(*columns);
                write!(f, "`{path}` holds images of {rows} × {columns} = {found} pixels")?;
                write!(f, ", but images of {pixels} pixels were expected")
            }
            ErrorKind::TooLarge { count, bytes } => {
                write!(f, "`{path}` announces {count} × {bytes} bytes of data, more than memory holds")
            }
            ErrorKind::Truncated { expected, found } => {
                write!(
                    f,
                    "`{path}` ends after {found} of the {expected} bytes of data that its header announces"
                )
            }
            ErrorKind::Trailing { expected } => {
                write!(f, "`{path}` goes on after the {expected} bytes of data that its header announces")
            }
            ErrorKind::Label { index, outside } => write!(f, "at index {index} of `{path}`: {outside}"),
            ErrorKind::Counts { images, labels_path, labels } => {
                write!(
                    f,
                    "`{path}` holds {images} images, but `{}` holds {labels} labels",
                    labels_path.display()
                )
            }
        }
    }
}

/// What a magic number stands for.
fn content(magic: u32) -> Option<&'static str> {
    match magic {
        0x0801 => Some("labels"),
        0x0803 => Some("images"),
        _ => None,
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(error) | ErrorKind::Gzip(error) => Some(error),
            _ => None,
        }
    }
}
