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

use net::DeepConvNet;
use plies::Network;

fn main() -> ExitCode {
    learn::program(DeepConvNet::new, 10)
}
