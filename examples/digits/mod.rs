//! Digits to learn from: those of MNIST, or drawn ones.

mod drawn;
mod strokes;

use std::path::Path;

use plies::{Digits, Mnist, idx};

/// Where MNIST is looked for if nobody says where it is.
const DEFAULT: &str = "data/mnist";

/// Where it can be had.
const SOURCE: &str = "https://ossci-datasets.s3.amazonaws.com/mnist/";

/// The digits of MNIST from a folder, or from where they usually are. Without either, so many digits are drawn to train
/// on, and to test with. Says in a line which of them they are.
pub fn find(folder: Option<&Path>, [train, test]: [usize; 2]) -> Result<Mnist, idx::Error> {
    let named = folder.filter(|folder| !folder.as_os_str().is_empty());
    let usual = || Some(Path::new(DEFAULT)).filter(|folder| folder.is_dir());
    if let Some(folder) = named.or_else(usual) {
        let mnist = Mnist::read(folder)?;
        println!("data: MNIST from `{}`", folder.display());
        return Ok(mnist);
    }
    println!(
        "data: {train} drawn digits; for the real ones, put the four .gz files of {SOURCE} into `{DEFAULT}`, or set MNIST_DIR \
         to their folder"
    );
    let draw = |count, seed| {
        let (images, labels) = drawn::draw(count, seed);
        Digits { images, labels }
    };
    Ok(Mnist { train: draw(train, 1), test: draw(test, 2) })
}
