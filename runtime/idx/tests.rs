use std::error::Error as _;
use std::fs;

use rand::RngExt;

use super::testing::{self, Directory, gzip};
use super::*;
use crate::Random;

/// The message for a file of these bytes that is read as images, with its path written `p`. It is the same for plain
/// and for gzipped bytes.
#[track_caller]
fn images_message<const PIXELS: usize>(bytes: &[u8]) -> String {
    message(bytes, |path| images::<PIXELS>(path).map(drop))
}

/// The same for labels.
#[track_caller]
fn labels_message<const CLASSES: usize>(bytes: &[u8]) -> String {
    message(bytes, |path| labels::<CLASSES>(path).map(drop))
}

#[track_caller]
fn message(bytes: &[u8], read: impl Fn(&Path) -> Result<(), Error>) -> String {
    let [plain, gzipped] = [bytes.to_vec(), gzip(bytes)].map(|bytes| message_as_is(&bytes, &read));
    assert_eq!(plain, gzipped);
    plain
}

#[track_caller]
fn message_as_is(bytes: &[u8], read: impl Fn(&Path) -> Result<(), Error>) -> String {
    let directory = Directory::new();
    let path = directory.write("file", bytes);
    let error = read(&path).unwrap_err();
    assert_eq!(error.path, path);
    error.to_string().replace(&path.display().to_string(), "p")
}

/// The 6 pixels of two images, and the file of them.
fn two_images() -> ([[u8; 6]; 2], Vec<u8>) {
    let pixels = [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 255]];
    (pixels, testing::images([2, 2, 3], pixels.as_flattened()))
}

#[test]
fn images_are_read_plain_or_gzipped_whatever_the_name() {
    let directory = Directory::new();
    let (pixels, bytes) = two_images();
    assert_eq!(images::<6>(directory.write("plain", &bytes)).unwrap(), pixels);
    assert_eq!(images::<6>(directory.write("plain.gz", &bytes)).unwrap(), pixels);
    assert_eq!(images::<6>(directory.write("gzipped", &gzip(&bytes))).unwrap(), pixels);
    let members = [gzip(&bytes[..9]), gzip(&bytes[9..])].concat();
    assert_eq!(images::<6>(directory.write("two members", &members)).unwrap(), pixels);
}

#[test]
fn labels_are_read_plain_or_gzipped() {
    let directory = Directory::new();
    let bytes = testing::labels(3, &[0, 9, 4]);
    let expected = [0, 9, 4].map(|label| Class::<10>::new(label).unwrap());
    assert_eq!(labels(directory.write("plain", &bytes)).unwrap(), expected);
    assert_eq!(labels(directory.write("gzipped", &gzip(&bytes))).unwrap(), expected);
}

#[test]
fn a_file_may_hold_nothing() {
    let directory = Directory::new();
    for zip in [<[u8]>::to_vec, gzip] {
        let file = directory.write("file", &zip(&testing::images([0, 2, 3], &[])));
        assert_eq!(images::<6>(file).unwrap(), [[0; 6]; 0]);
        let file = directory.write("file", &zip(&testing::labels(0, &[])));
        assert_eq!(labels::<10>(file).unwrap(), []);
    }
}

#[test]
fn many_samples_are_read_in_many_steps_into_no_more_memory_than_they_take() {
    let directory = Directory::new();
    let pixels: Vec<[u8; 700]> = (0..1000).map(|i| std::array::from_fn(|j| (i * 7 + j) as u8)).collect();
    let expected: Vec<_> = pixels.iter().map(|pixels| pixels.map(u16::from)).collect();
    let bytes = testing::images([1000, 20, 35], pixels.as_flattened());
    for bytes in [gzip(&bytes), bytes] {
        let read = images_with::<u16, 700>(directory.write("file", &bytes), u16::from).unwrap();
        assert!(read.iter().eq(&expected));
        assert_eq!(read.capacity(), 1000);
    }
}

#[test]
fn samples_may_be_larger_than_the_stack() {
    let directory = Directory::new();
    let bytes = testing::images([1, 2048, 2048], &vec![3; 1 << 22]);
    for bytes in [gzip(&bytes), bytes] {
        let read = images::<{ 1 << 22 }>(directory.write("file", &bytes)).unwrap();
        assert_eq!(read.len(), 1);
        assert!(read[0].iter().all(|pixel| *pixel == 3));
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_cause() {
    let directory = Directory::new();
    let path = directory.path("nowhere");
    let cause = fs::read(&path).unwrap_err().to_string();
    let error = images::<6>(&path).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot read `{}`: {cause}", path.display()));
    assert_eq!(error.source().unwrap().to_string(), cause);

    let error = labels::<10>(&directory).unwrap_err();
    assert_eq!(error.to_string(), format!("`{}` is a directory, not a file", error.path.display()));
    assert!(error.source().is_none());
}

#[test]
fn another_magic_number_is_refused() {
    assert_eq!(
        images_message::<6>(&testing::labels(2, &[1, 2])),
        "`p` holds labels, but images were expected: it begins with 0x00000801, not with 0x00000803"
    );
    assert_eq!(
        labels_message::<10>(&two_images().1),
        "`p` holds images, but labels were expected: it begins with 0x00000803, not with 0x00000801"
    );
    assert_eq!(
        images_message::<6>(b"P5 2 3 255 ......"),
        "`p` is no IDX file of images: it begins with 0x50352032, not with 0x00000803"
    );
}

#[test]
fn a_header_cut_off_is_refused() {
    let bytes = two_images().1;
    assert_eq!(images_message::<6>(&[]), "`p` ends after 0 of the 16 bytes of its header");
    assert_eq!(images_message::<6>(&bytes[..3]), "`p` ends after 3 of the 16 bytes of its header");
    assert_eq!(images_message::<6>(&bytes[..15]), "`p` ends after 15 of the 16 bytes of its header");
    assert_eq!(
        labels_message::<10>(&testing::labels(1, &[])[..7]),
        "`p` ends after 7 of the 8 bytes of its header"
    );
}

#[test]
fn data_cut_off_are_refused() {
    let bytes = two_images().1;
    assert_eq!(
        images_message::<6>(&bytes[..bytes.len() - 1]),
        "`p` ends after 11 of the 12 bytes of data that its header announces"
    );
    assert_eq!(
        labels_message::<10>(&testing::labels(3, &[1, 2])),
        "`p` ends after 2 of the 3 bytes of data that its header announces"
    );
    // Cut off in the third chunk.
    assert_eq!(
        labels_message::<10>(&testing::labels(200_000, &[1; 150_000])),
        "`p` ends after 150000 of the 200000 bytes of data that its header announces"
    );
}

#[test]
fn what_follows_the_data_is_refused() {
    let bytes = [two_images().1, vec![0]].concat();
    assert_eq!(
        images_message::<6>(&bytes),
        "`p` goes on after the 12 bytes of data that its header announces"
    );
    assert_eq!(
        labels_message::<10>(&testing::labels(0, &[1, 2])),
        "`p` goes on after the 0 bytes of data that its header announces"
    );
}

#[test]
fn images_of_another_size_are_refused() {
    let bytes = two_images().1;
    assert_eq!(
        images_message::<5>(&bytes),
        "`p` holds images of 2 × 3 = 6 pixels, but images of 5 pixels were expected"
    );
    assert_eq!(
        images_message::<1>(&testing::images([u32::MAX; 3], &[])),
        "`p` holds images of 4294967295 × 4294967295 = 18446744065119617025 pixels, but images of 1 pixels were \
         expected"
    );
}

#[test]
fn labels_outside_the_classes_are_refused() {
    assert_eq!(
        labels_message::<10>(&testing::labels(3, &[1, 2, 10])),
        "at index 2 of `p`: label 10 is none of the 10 classes 0 to 9"
    );
    assert_eq!(
        labels_message::<0>(&testing::labels(1, &[0])),
        "at index 0 of `p`: label 0 is no class: there are none"
    );
}

#[test]
#[cfg(target_pointer_width = "64")]
fn sizes_whose_product_overflows_are_refused() {
    assert_eq!(
        images_message::<{ 1 << 40 }>(&testing::images([u32::MAX, 1 << 20, 1 << 20], &[])),
        "`p` announces 4294967295 × 1099511627776 bytes of data, more than memory holds"
    );
}

/// No machine has as much memory as these headers announce: to ask for it would be another error.
#[test]
#[cfg(target_pointer_width = "64")]
fn memory_is_taken_only_for_data_that_is_there() {
    assert_eq!(
        images_message::<{ 1 << 30 }>(&testing::images([u32::MAX, 1 << 15, 1 << 15], &[1; 100])),
        "`p` ends after 100 of the 4611686017353646080 bytes of data that its header announces"
    );
}

/// The message for bytes that are read as they are, and that of the cause.
#[track_caller]
fn damaged(bytes: &[u8]) {
    let directory = Directory::new();
    let path = directory.write("file", bytes);
    let error = images::<6>(&path).unwrap_err();
    let cause = error.source().expect("it is damaged gzip");
    let message = format!("`{}` is gzipped, but damaged: {cause}", path.display());
    assert_eq!(error.to_string(), message);
    assert!(matches!(error.kind, ErrorKind::Gzip(_)));
}

#[test]
fn damaged_gzip_is_refused() {
    let bytes = gzip(&two_images().1);
    let length = bytes.len();
    // The last eight bytes are a checksum and a length.
    for i in 10..length {
        let mut bytes = bytes.clone();
        bytes[i] ^= 0xff;
        if i >= length - 8 {
            damaged(&bytes);
        }
        damaged(&bytes[..i]);
    }
    damaged(&bytes[..2]);
    for garbage in [&[0; 1][..], &[0; 100], b"garbage"] {
        damaged(&[&bytes, garbage].concat());
    }
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    let directory = Directory::new();
    let bytes = two_images().1;
    for bytes in [gzip(&bytes), bytes] {
        for length in 0..bytes.len() {
            let path = directory.write("file", &bytes[..length]);
            assert!(images::<6>(&path).is_err(), "{length} bytes");
            assert!(labels::<10>(&path).is_err(), "{length} bytes");
        }
    }
}

#[test]
fn a_changed_byte_never_panics_and_is_always_found_in_gzip() {
    let directory = Directory::new();
    let mut random = Random::new(1);
    let (pixels, bytes) = two_images();
    for (gzipped, bytes) in [(true, gzip(&bytes)), (false, bytes)] {
        for i in 0..bytes.len() {
            for _ in 0..8 {
                let mut bytes = bytes.clone();
                bytes[i] ^= random.random_range(1..=255);
                let path = directory.write("file", &bytes);
                match images::<6>(&path) {
                    Ok(read) if gzipped => assert_eq!(read, pixels, "byte {i} is {}", bytes[i]),
                    Ok(read) => assert!(read.len() == 2 && read != pixels, "byte {i} is {}", bytes[i]),
                    Err(error) => assert!(!error.to_string().is_empty()),
                }
                let _ = labels::<10>(&path);
            }
        }
    }
}

#[test]
fn random_bytes_never_panic() {
    let directory = Directory::new();
    let mut random = Random::new(2);
    for _ in 0..100 {
        let length = random.random_range(0..64);
        let noise: Vec<u8> = (0..length).map(|_| random.random_range(0..=255)).collect();
        for start in [&[][..], &[0, 0, 8, 3], &[0, 0, 8, 1, 0, 0, 0], &[0x1f, 0x8b, 8, 0]] {
            let path = directory.write("file", &[start, &noise].concat());
            let _ = (images::<6>(&path), labels::<10>(&path));
        }
    }
}

#[test]
fn errors_cross_threads() {
    fn check<E: std::error::Error + Send + Sync + 'static>() {}
    check::<Error>();
}
