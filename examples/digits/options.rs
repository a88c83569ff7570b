//! What the programs that read digits are told alike.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use plies::Mnist;

use super::digits;

/// How many digits are drawn to train on, and to test with, where MNIST is not at hand: as many as that has.
const DRAWN: [usize; 2] = [60_000, 10_000];

/// Which digits, and what is drawn at random.
#[derive(Args)]
pub struct Options {
    /// Folder with the four files of MNIST
    #[arg(long, value_name = "DIR", env = "MNIST_DIR")]
    pub data: Option<PathBuf>,
    /// Train on the first N digits alone
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub samples: Option<u32>,
    /// What the weights are drawn from, and the order of the digits
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

impl Options {
    /// The digits.
    pub fn digits(&self) -> Result<Mnist, Box<dyn Error>> {
        let mut mnist = digits::find(self.data.as_deref(), DRAWN)?;
        if let Some(samples) = self.samples {
            mnist.train.images.truncate(samples as usize);
            mnist.train.labels.truncate(samples as usize);
        }
        Ok(mnist)
    }
}

/// Ends a program, with what went wrong in one line.
pub fn exit(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
