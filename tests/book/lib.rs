//! The weights of the book's chapter 3, which others trained: read at run time, and part of the program.
//!
//! ```console
//! BOOK_DIR=folder/of/neuralnet_mnist.safetensors MNIST_DIR=folder/of/mnist cargo test -p book-weights
//! ```

#![cfg(test)]

#[cfg(not(book))]
#[test]
#[ignore = "set BOOK_DIR to the folder of neuralnet_mnist.safetensors, and MNIST_DIR"]
fn the_network_of_the_book_reads_as_many_digits() {}

#[cfg(book)]
mod book {
    use std::env;

    use plies::{Affine, Mnist, Network, Sigmoid, network};

    include!(concat!(env!("OUT_DIR"), "/network.rs"));

    #[track_caller]
    fn reads_as_many_digits(net: &NeuralNet) {
        let Some(folder) = env::var_os("MNIST_DIR") else {
            println!("skipped: set MNIST_DIR to the folder of the digits");
            return;
        };
        let test = Mnist::read(folder).unwrap().test;
        let accuracy = net.accuracy(&test.images, &test.labels, &mut NeuralNet::workspace::<100>());
        assert_eq!(accuracy, 0.9352);
    }

    #[test]
    fn the_embedded_network_of_the_book_reads_as_many_digits() {
        reads_as_many_digits(NeuralNet::WEIGHTS);
    }

    #[test]
    fn the_loaded_network_of_the_book_reads_as_many_digits() {
        let mut net = NeuralNet::zeros();
        net.load(env!("BOOK_WEIGHTS")).unwrap();
        reads_as_many_digits(&net);
    }
}
