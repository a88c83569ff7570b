//! Declares the network where the file of its weights is, which no path in the source can say.

use std::path::PathBuf;
use std::{env, fs};

const NETWORK: &str = r#"
network! {
    /// The network of the book's section 3.6.
    #[weights("FILE")]
    struct NeuralNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        sigmoid1: Sigmoid,
        affine2: Affine::new(50, 100),
        sigmoid2: Sigmoid,
        affine3: Affine::new(100, 10),
    }
}
"#;

fn main() {
    println!("cargo:rustc-check-cfg=cfg(book)");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=BOOK_DIR");
    let Some(folder) = env::var_os("BOOK_DIR").map(PathBuf::from) else { return };
    let file = folder.join("neuralnet_mnist.safetensors").canonicalize();
    let file = file.unwrap_or_else(|error| panic!("BOOK_DIR is {}: {error}", folder.display()));
    println!("cargo:rustc-cfg=book");
    println!("cargo:rustc-env=BOOK_WEIGHTS={}", file.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let network = NETWORK.replace("FILE", file.to_str().expect("the path is UTF-8"));
    fs::write(out.join("network.rs"), network).expect("the build script's own folder can be written");
}
