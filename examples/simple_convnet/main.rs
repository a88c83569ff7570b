//! The book's section 7.5: a convolutional network reads digits.
//!
//! ```text
//! cargo run --release --example simple_convnet
//! cargo run --release --example simple_convnet -- --help
//! ```

#[path = "../digits/mod.rs"]
mod digits;
#[path = "../digits/learn.rs"]
mod learn;
mod net;
#[path = "../digits/options.rs"]
mod options;

use std::process::ExitCode;

use clap::Parser;
use net::SimpleConvNet;
use plies::Network;

/// Trains a network with one convolution on digits.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through all the data
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
}

fn main() -> ExitCode {
    let Options { digits, epochs } = Options::parse();
    let run = || {
        let net = SimpleConvNet::new(digits.seed);
        let accuracy = learn::learn(net, &digits.digits()?, epochs as usize, digits.seed)?;
        println!("accuracy on the test digits: {accuracy:.4}");
        Ok(())
    };
    options::exit(run())
}
