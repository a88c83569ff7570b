//! A residual network, with concatenation, reads digits.
//!
//! ```text
//! cargo run --release --example residual
//! cargo run --release --example residual -- --help
//! ```

#[path = "../digits/mod.rs"]
mod digits;
#[path = "../digits/learn.rs"]
mod learn;
mod net;
#[path = "../digits/options.rs"]
mod options;

use std::process::ExitCode;

use net::ResidualNet;
use plies::Network;

fn main() -> ExitCode {
    learn::program(ResidualNet::new, 3)
}
