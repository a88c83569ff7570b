//! The weights of the book, which others trained.

use std::env;
use std::path::PathBuf;

use plies::{Affine, Mnist, Network, Sigmoid, network};

network! {
    /// The network of the book's section 3.6.
    struct NeuralNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        sigmoid1: Sigmoid,
        affine2: Affine::new(50, 100),
        sigmoid2: Sigmoid,
        affine3: Affine::new(100, 10),
    }
}

#[test]
fn the_network_of_the_book_reads_as_many_digits() {
    let [book, mnist] = ["BOOK_DIR", "MNIST_DIR"].map(|name| env::var_os(name).map(PathBuf::from));
    let (Some(book), Some(mnist)) = (book, mnist) else {
        println!("skipped: set BOOK_DIR to the folder of neuralnet_mnist.safetensors, and MNIST_DIR");
        return;
    };
    let mut net = NeuralNet::<f32>::zeros();
    net.load(book.join("neuralnet_mnist.safetensors")).unwrap();
    let test = Mnist::read(mnist).unwrap().test;
    let accuracy = net.accuracy(&test.images, &test.labels, &mut NeuralNet::workspace::<100>());
    assert_eq!(accuracy, 0.9352);
}
