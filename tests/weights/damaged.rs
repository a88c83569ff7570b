//! Files that are none, or cannot be written.

use std::fs;

use plies::{Affine, Network, Weights, WeightsErrorKind, network};

use crate::file::Folder;

network! { struct Net(x: [3]) -> [2] { affine1: Affine::to(2) } }

/// What is said of a header that stands before so many bytes.
#[track_caller]
fn said(header: &str, bytes: usize) -> String {
    let file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &vec![0; bytes]].concat();
    Weights::of_bytes(&file).unwrap_err().to_string()
}

#[test]
fn every_beginning_of_a_file_is_too_short() {
    let bytes = Net::<f32>::new(1).to_bytes();
    for length in 0..bytes.len() {
        let error = Weights::of_bytes(&bytes[..length]).unwrap_err();
        let is_length =
            matches!(error.kind, WeightsErrorKind::Length { found, .. } if found == length as u64);
        assert!(is_length, "{length} of {} bytes: {error}", bytes.len());
    }
    let longer = [&bytes[..], &[0]].concat();
    let error = Weights::of_bytes(&longer).unwrap_err().to_string();
    let (found, expected) = (longer.len(), bytes.len());
    assert_eq!(error, format!("what was read has {found} bytes, but its header announces {expected}"));
}

#[test]
fn a_damaged_header_is_named() {
    let tensor = r#"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#;
    for (header, bytes, why) in [
        ("[]".to_owned(), 0, "invalid type: sequence, expected a tensor for each name"),
        (r#"{"a":[]}"#.to_owned(), 0, "tensor `a`: "),
        (
            r#"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#.to_owned(),
            8,
            "tensor `a`: unknown variant `F31`",
        ),
        (
            r#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#.to_owned(),
            8,
            "tensor `a`: invalid value: integer `-2`",
        ),
        (r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#.to_owned(), 0, "offset"),
        (r#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#.to_owned(), 8, "invalid shape"),
        (
            r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#.to_owned(),
            0,
            "overflow",
        ),
        (
            r#"{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}"#.to_owned(),
            4,
            "tensor `a`: more than 8 dimensions",
        ),
        (format!(r#"{{"a":{tensor},"a":{tensor}}}"#), 8, "it names a tensor twice"),
        (format!(r#"{{"a":{tensor},"b":{tensor}}}"#), 8, "invalid offset"),
        (r#"{"__metadata__":{"a":1}}"#.to_owned(), 0, "invalid type: integer `1`"),
        (r#"{"__metadata__":{},"__metadata__":{}}"#.to_owned(), 0, "`__metadata__` is there twice"),
        ("{}{}".to_owned(), 0, "trailing characters"),
    ] {
        let said = said(&header, bytes);
        assert!(
            said.starts_with("what was read is not a safetensors file: ") && said.contains(why),
            "{header}: {said}"
        );
    }
    let picture = [b"\x89PNG\r\n\x1a\n", &[0; 100][..]].concat();
    let said = Weights::of_bytes(&picture).unwrap_err().to_string();
    assert_eq!(said, "what was read is not a safetensors file: it does not begin with a header in JSON");
}

#[test]
fn errors_name_the_file() {
    let (folder, mut net) = (Folder::new(), Net::<f32>::zeros());
    let [missing, empty] = ["missing.safetensors", "empty.safetensors"].map(|name| folder.file(name));
    fs::write(&empty, "").unwrap();
    let error = net.load(&missing).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot read `{}`: ", missing.display())), "{error}");
    assert_eq!(
        net.load(&empty).unwrap_err().to_string(),
        format!("`{}` ends after 0 of the 8 bytes that its header announces", empty.display())
    );
    for error in [net.load(folder.path()).unwrap_err(), net.save(folder.path()).unwrap_err()] {
        let expected = format!("`{}` is a directory or a device, not a file", folder.path().display());
        assert_eq!(error.to_string(), expected);
    }
    let nowhere = folder.file("nowhere").join("net.safetensors");
    let error = net.save(&nowhere).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot write `{}`: ", nowhere.display())), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_behind_a_link_is_replaced_and_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let (folder, net) = (Folder::new(), Net::<f32>::new(1));
    let [file, link] = ["net.safetensors", "link.safetensors"].map(|name| folder.file(name));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    net.save(&link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read(&file).unwrap(), net.to_bytes());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}

#[cfg(target_os = "linux")]
#[test]
fn no_device_is_replaced() {
    let error = Net::<f32>::new(1).save("/dev/full").unwrap_err();
    assert!(matches!(error.kind, WeightsErrorKind::NoFile), "{error}");
}
