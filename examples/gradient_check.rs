//! Backpropagation against central differences, for the two-layer network on three digits (the book's section 5.7.3).
//!
//! ```text
//! cargo run --release --example gradient_check
//! ```

#[path = "digits/mod.rs"]
mod digits;

use std::path::PathBuf;

use plies::{Affine, Init, Network, Relu, SoftmaxWithLoss, gradient_check, idx, network};

network! {
    /// The two-layer network of the chapter.
    struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() -> Result<(), idx::Error> {
    let folder = std::env::var_os("MNIST_DIR").map(PathBuf::from);
    let train = digits::find(folder.as_deref(), [3, 1])?.train;
    let x: Vec<[f64; 784]> = train.images.iter().take(3).map(|image| image.map(f64::from)).collect();
    let labels = &train.labels[..3];

    if cfg!(debug_assertions) {
        println!("40,000 derivatives take minutes in a debug build, and seconds with `--release`");
    }
    // The network that trains in `f32` is checked in `f64`: it is the same declaration.
    let net = TwoLayerNet::<f64>::with_init(Init::Normal(0.01), 1);
    let check = gradient_check(&*net, &x, labels, &mut TwoLayerNet::tape::<3>());

    println!("mean absolute difference");
    for checked in check.checked() {
        println!("{:15} {:.2e}", checked.name, checked.mean_difference);
    }
    let worst = check.worst();
    println!(
        "largest relative error {:.2e}, in {} at {:?}",
        check.relative_error(),
        worst.name,
        worst.worst.index
    );
    Ok(())
}
