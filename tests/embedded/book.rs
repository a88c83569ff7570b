//! The weights of the book, which others trained, as part of a program.

use std::path::Path;
use std::{env, fs};

const PROGRAM: &str = r#"
use plies::{Affine, Mnist, Network, Sigmoid, network};

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

fn main() {
    let test = Mnist::read(std::env::var_os("MNIST_DIR").unwrap()).unwrap().test;
    let accuracy = NeuralNet::WEIGHTS.accuracy(&test.images, &test.labels, &mut NeuralNet::workspace::<100>());
    assert_eq!(accuracy, 0.9352);
}
"#;

#[test]
fn the_network_of_the_book_reads_as_many_digits() {
    let (Some(book), Some(_)) = (env::var_os("BOOK_DIR"), env::var_os("MNIST_DIR")) else {
        println!("skipped: set BOOK_DIR to the folder of neuralnet_mnist.safetensors, and MNIST_DIR");
        return;
    };
    let weights = Path::new(&book).canonicalize().unwrap().join("neuralnet_mnist.safetensors");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("embedded_book.rs");
    fs::write(&program, PROGRAM.replace("FILE", weights.to_str().unwrap())).unwrap();
    trybuild::TestCases::new().pass(program);
}
