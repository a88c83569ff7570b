//! A file that is being read: first its header, then its data.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::{Error, ErrorKind};

/// What a gzipped file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What a magic number is above the number of dimensions, where the data are unsigned bytes.
const UNSIGNED_BYTES: u32 = 0x0800;

/// How many bytes are read at a time, or as many as one sample has.
const CHUNK: usize = 1 << 16;

pub(super) struct Source<'a> {
    path: &'a Path,
    bytes: Box<dyn Read>,
    gzipped: bool,
    /// How many bytes are not read yet. `None` where that shows only at the end: in a gzipped file, or a pipe.
    left: Option<u64>,
}

impl<'a> Source<'a> {
    pub fn open(path: &'a Path) -> Result<Self, Error> {
        // Asked first, since some systems open a directory, and others refuse for another reason.
        if path.is_dir() {
            return Err(Error::new(path, ErrorKind::Directory));
        }
        Self::open_file(path).map_err(|error| Error::new(path, ErrorKind::Io(error)))
    }

    fn open_file(path: &'a Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let mut start = Vec::new();
        file.by_ref().take(GZIP.len() as u64).read_to_end(&mut start)?;
        let gzipped = start == GZIP;
        let file = Cursor::new(start).chain(BufReader::new(file));
        let bytes: Box<dyn Read> = if gzipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let left = (metadata.is_file() && !gzipped).then_some(metadata.len());
        Ok(Source { path, bytes, gzipped, left })
    }

    /// Reads the header: the size of each dimension.
    pub fn header<const DIMENSIONS: usize>(&mut self) -> Result<[u32; DIMENSIONS], Error> {
        let length = 4 * (1 + DIMENSIONS);
        let mut bytes = Vec::new();
        self.read(length, &mut bytes)?;
        let mut numbers = bytes.as_chunks().0.iter().copied().map(u32::from_be_bytes);

        let expected = UNSIGNED_BYTES + DIMENSIONS as u32;
        // Before the length, since a short file may be one of labels, whose header is shorter.
        if let Some(found) = numbers.next().filter(|found| *found != expected) {
            return Err(self.error(ErrorKind::Magic { expected, found }));
        }
        if bytes.len() < length {
            return Err(self.error(ErrorKind::HeaderTruncated { expected: length, found: bytes.len() }));
        }
        let mut sizes = [0; DIMENSIONS];
        for (size, number) in sizes.iter_mut().zip(numbers) {
            *size = number;
        }
        Ok(sizes)
    }

    /// Reads the data, which must be `count` samples of `N` bytes, and nothing behind them.
    ///
    /// No sample is ever on the stack, which a large one would overflow.
    pub fn samples<T: Copy, const N: usize>(
        mut self,
        count: u32,
        convert: impl Fn(u8) -> T,
    ) -> Result<Vec<[T; N]>, Error> {
        const { assert!(N > 0, "an image has at least one pixel") };
        let too_large = || ErrorKind::TooLarge { count, bytes: N };
        let expected = (N as u64).checked_mul(count.into()).ok_or_else(|| self.error(too_large()))?;
        let count = count as usize;
        let mut samples: Vec<[T; N]> = Vec::new();
        if let Some(found) = self.left {
            self.compare(expected, found)?;
            samples.try_reserve_exact(count).map_err(|_| self.error(too_large()))?;
        }

        let (mut bytes, mut values) = (Vec::new(), Vec::new());
        while samples.len() < count {
            let missing = count - samples.len();
            let wanted = missing.min((CHUNK / N).max(1));
            self.read(wanted * N, &mut bytes)?;
            if bytes.len() < wanted * N {
                let found = (samples.len() * N + bytes.len()) as u64;
                return Err(self.error(ErrorKind::Truncated { expected, found }));
            }
            values.clear();
            values.extend(bytes.iter().map(|byte| convert(*byte)));
            if samples.capacity() - samples.len() < wanted {
                // Doubled, so that few copies are made, but for no more than the header announces.
                let more = missing.min(samples.len().max(wanted));
                samples.try_reserve_exact(more).map_err(|_| self.error(too_large()))?;
            }
            samples.extend_from_slice(values.as_chunks().0);
        }

        // Not only for what may follow: the end of a gzipped file tells whether it is sound.
        self.read(1, &mut bytes)?;
        self.compare(expected, expected + bytes.len() as u64)?;
        Ok(samples)
    }

    /// Reads some bytes; fewer only where the file ends.
    fn read(&mut self, length: usize, bytes: &mut Vec<u8>) -> Result<(), Error> {
        bytes.clear();
        let read = self.bytes.by_ref().take(length as u64).read_to_end(bytes);
        read.map_err(|error| {
            // The system's errors have a number, those of unpacking have none.
            let damaged = self.gzipped && error.raw_os_error().is_none();
            self.error(if damaged { ErrorKind::Gzip(error) } else { ErrorKind::Io(error) })
        })?;
        self.left = self.left.map(|left| left.saturating_sub(bytes.len() as u64));
        Ok(())
    }

    /// Refuses any other number of bytes than the header announces.
    fn compare(&self, expected: u64, found: u64) -> Result<(), Error> {
        match found {
            _ if found < expected => Err(self.error(ErrorKind::Truncated { expected, found })),
            _ if found > expected => Err(self.error(ErrorKind::Trailing { expected })),
            _ => Ok(()),
        }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(self.path, kind)
    }
}
