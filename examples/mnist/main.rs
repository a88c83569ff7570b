//! The book's experiment of section 5.7.4: a two-layer network learns to read digits. What it learnt is kept in files, and
//! reads pictures.
//!
//! ```text
//! cargo run --release --example mnist
//! cargo run --release --example mnist -- predict seven.png
//! cargo run --release --example mnist -- --help
//! ```

#[path = "../plot/chart.rs"]
mod chart;
#[path = "../digits/mod.rs"]
mod digits;
#[path = "../plot/figure.rs"]
mod figure;
#[path = "../plot/means.rs"]
mod means;
#[path = "../digits/options.rs"]
mod options;
mod picture;
mod progress;
mod train;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use plies::{Affine, Class, Mnist, Network, Relu, SoftmaxWithLoss, network};

network! {
    /// The two-layer network of the chapter.
    pub struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

/// Trains a two-layer network on digits, and draws its learning curves; then it reads digits.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    training: Training,
}

#[derive(Subcommand)]
enum Command {
    /// Trains a network; without a command, too
    Train(Training),
    /// Goes on with training that was interrupted
    Resume(Resuming),
    /// Says how many of the test digits are read rightly
    Test(Resuming),
    /// Reads the digit of a picture, white on black or black on white
    Predict {
        /// A PNG file; what is not of 28×28 pixels is scaled
        image: PathBuf,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Args)]
struct Training {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through all the data [default: 10,000 steps]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    epochs: Option<u32>,
    /// How far a step goes
    #[arg(long, value_name = "RATE", default_value_t = 0.1, value_parser = learning_rate, allow_negative_numbers = true)]
    learning_rate: f64,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
struct Resuming {
    #[command(flatten)]
    digits: options::Options,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
struct Output {
    /// Folder for the network, the state of training, and the plot
    #[arg(long = "output", value_name = "DIR", default_value = "target/mnist")]
    folder: PathBuf,
}

impl Output {
    /// What was learnt.
    fn network(&self) -> PathBuf {
        self.folder.join("net.safetensors")
    }

    /// The state of training.
    fn checkpoint(&self) -> PathBuf {
        self.folder.join("run.safetensors")
    }

    fn trained(&self) -> Result<Box<TwoLayerNet>, Box<dyn Error>> {
        let (file, mut net) = (self.network(), TwoLayerNet::zeros());
        if !file.exists() {
            return Err(format!("there is no network in `{}` yet: train one first", file.display()).into());
        }
        net.load(file)?;
        Ok(net)
    }
}

fn main() -> ExitCode {
    let Arguments { command, training } = Arguments::parse();
    options::exit(match command.unwrap_or(Command::Train(training)) {
        Command::Train(options) => train::start(&options),
        Command::Resume(options) => train::resume(&options),
        Command::Test(options) => test(&options),
        Command::Predict { image, output } => predict(&image, &output),
    })
}

fn test(Resuming { digits, output }: &Resuming) -> Result<(), Box<dyn Error>> {
    let net = output.trained()?;
    let Mnist { test, .. } = digits.digits()?;
    let accuracy = net.accuracy(&test.images, &test.labels, &mut TwoLayerNet::workspace::<100>());
    println!("accuracy on the test digits: {accuracy:.4}");
    Ok(())
}

fn predict(image: &Path, output: &Output) -> Result<(), Box<dyn Error>> {
    let net = output.trained()?;
    let scores = net.predict_one(&picture::read(image)?, &mut TwoLayerNet::workspace::<1>());
    let digit = Class::<10>::largest(&scores).label();
    let all: f32 = scores.iter().map(|score| (score - scores[digit]).exp()).sum();
    println!("a {digit}, with a probability of {:.4}", 1.0 / all);
    Ok(())
}

fn learning_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate > 0.0 => Ok(rate),
        _ => Err("expected a number above 0".to_owned()),
    }
}
