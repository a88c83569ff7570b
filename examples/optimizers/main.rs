//! The book's section 6.1.8: four optimizers train the same five-layer network, and their losses are drawn.
//!
//! ```text
//! cargo run --release --example optimizers
//! cargo run --release --example optimizers -- --help
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

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use chart::Chart;
use clap::Parser;
use figure::Figure;
use means::means;
use plies::{
    AdaGrad, Adam, Affine, Batches, Digits, Init, Momentum, Network, Optimizer, Relu, Sgd, SoftmaxWithLoss,
    network,
};

network! {
    /// Four layers of 100 neurons, and one that tells the digits apart.
    pub struct FiveLayerNet(x: [784]) -> [10] {
        affine1: Affine::to(100),
        relu1: Relu,
        affine2: Affine::to(100),
        relu2: Relu,
        affine3: Affine::to(100),
        relu3: Relu,
        affine4: Affine::to(100),
        relu4: Relu,
        affine5: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

/// How many samples a step learns from.
const BATCH: usize = 128;

/// Over how many steps the loss that is drawn is averaged.
const SMOOTHED: usize = 20;

/// Compares four optimizers on one network.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How many steps each of them makes
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
    /// Folder for the plot
    #[arg(long, value_name = "DIR", default_value = "target/optimizers")]
    output: PathBuf,
}

fn main() -> ExitCode {
    options::exit(run(Options::parse()))
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let digits = options.digits.digits()?.train;
    let figure = Figure::create(&options.output, "optimizers.svg")?;

    let (steps, seed) = (options.steps as usize, options.digits.seed);
    let lines = [
        ("Sgd", losses(Sgd::new(0.01), &digits, steps, seed)),
        ("Momentum", losses(Momentum::new(0.01, 0.9), &digits, steps, seed)),
        ("AdaGrad", losses(AdaGrad::new(0.01), &digits, steps, seed)),
        ("Adam", losses(Adam::new(0.001), &digits, steps, seed)),
    ];
    let mut chart = Chart::new("loss").x("steps").y(0.0..1.0);
    for (name, losses) in &lines {
        let (_, last) = means(losses, SMOOTHED).last().expect("there is at least one step");
        println!("{name:8}  loss {last:.4}");
        chart = chart.line(name, means(losses, SMOOTHED));
    }
    chart::draw(&figure, 1, &[chart])?;
    println!("their losses: {}", figure.file().display());
    Ok(())
}

/// The loss of each step. All optimizers begin with the same network, and see the same batches.
fn losses(mut optimizer: impl Optimizer<FiveLayerNet>, digits: &Digits, steps: usize, seed: u64) -> Vec<f64> {
    let mut net = FiveLayerNet::with_init(Init::He, seed);
    let (mut gradient, mut tape) = (FiveLayerNet::zeros(), FiveLayerNet::tape::<BATCH>());
    let mut batches = Batches::new(&digits.images, &digits.labels, BATCH, seed);
    let mut losses = Vec::with_capacity(steps);
    while losses.len() < steps {
        match batches.next_batch() {
            Some((images, labels)) => {
                let loss = net.train_step(images, labels, &mut gradient, &mut tape, &mut optimizer);
                losses.push(f64::from(loss));
            }
            None => batches.shuffle(),
        }
    }
    losses
}
