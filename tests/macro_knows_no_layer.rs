//! The macro wires; it knows no layer and no loss by name.

use std::fs;
use std::path::Path;

/// The names that a module exports: `pub use affine::{Affine, WeightAndBias};`
fn exported(file: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("pub use "));
    let names = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    names.filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned).collect()
}

/// Every line of code below a folder, without its comment.
fn code(folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, all);
            continue;
        }
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            all.push((format!("{}:{}", path.display(), number + 1), code.to_owned()));
        }
    }
}

#[test]
fn no_layer_and_no_loss_is_named() {
    let names = [exported("runtime/layers/mod.rs"), exported("runtime/loss/mod.rs")].concat();
    for known in ["Affine", "Relu", "Mul", "SoftmaxWithLoss"] {
        assert!(names.iter().any(|name| name == known), "the list of layers is read wrongly: {names:?}");
    }
    let mut lines = vec![];
    code(&Path::new(env!("CARGO_MANIFEST_DIR")).join("macros/src"), &mut lines);
    assert!(lines.len() > 500, "the macro's sources are read wrongly");
    for (place, line) in lines {
        for word in line.split(|c: char| !c.is_alphanumeric() && c != '_') {
            assert!(!names.iter().any(|name| name == word), "{place} names the layer `{word}`");
        }
    }
}
