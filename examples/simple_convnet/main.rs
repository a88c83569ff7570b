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

use net::SimpleConvNet;
use plies::Network;

fn main() -> ExitCode {
    learn::program(SimpleConvNet::new, 5)
}
