//! The book's section 8.1: a deep convolutional network reads digits.
//!
//! ```text
//! cargo run --release --example deep_convnet
//! cargo run --release --example deep_convnet -- --help
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
use net::DeepConvNet;
use plies::Network;

/// Trains a network with six convolutions on digits.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through all the data
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
}

fn main() -> ExitCode {
    let Options { digits, epochs } = Options::parse();
    let run = || {
        let net = DeepConvNet::new(digits.seed);
        let accuracy = learn::learn(net, &digits.digits()?, epochs as usize, digits.seed)?;
        println!("accuracy on the test digits: {accuracy:.4}");
        Ok(())
    };
    options::exit(run())
}
