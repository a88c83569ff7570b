//! The book's section 6.3.2: the same network with batch normalisation and without, from weights of sixteen sizes.
//!
//! ```text
//! cargo run --release --example batch_norm
//! cargo run --release --example batch_norm -- --help
//! ```

#[path = "../plot/chart.rs"]
mod chart;
#[path = "../digits/mod.rs"]
mod digits;
#[path = "../plot/figure.rs"]
mod figure;
#[path = "../digits/options.rs"]
mod options;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use chart::Chart;
use clap::Parser;
use figure::Figure;
use plies::{
    Affine, BatchNorm, Batches, Digits, Init, Network, Relu, Sgd, SoftmaxWithLoss, Trainer, network,
};

network! {
    /// A layer of the network without batch normalisation.
    pub struct Plain(x: [100]) -> [100] {
        affine: Affine::to(100),
        relu: Relu,
    }
}

network! {
    /// A layer of the network with it.
    pub struct Normalised(x: [100]) -> [100] {
        affine: Affine::to(100),
        norm: BatchNorm::new(),
        relu: Relu,
    }
}

network! {
    /// Five hidden layers.
    pub struct PlainNet(x: [784]) -> [10] {
        affine1: Affine::to(100),
        relu1: Relu,
        hidden: [Plain; 4],
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Five hidden layers, each of which is normalised.
    pub struct NormalisedNet(x: [784]) -> [10] {
        affine1: Affine::to(100),
        norm1: BatchNorm::new(),
        relu1: Relu,
        hidden: [Normalised; 4],
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

/// How many digits there are to learn from, in batches of how many.
const SAMPLES: usize = 1000;
const BATCH: usize = 100;

/// How many deviations the weights are drawn from, between 1 and 0.0001.
const SCALES: u32 = 16;

/// Compares a network with one that normalises its layers.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through the data
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Folder for the plot
    #[arg(long, value_name = "DIR", default_value = "target/batch_norm")]
    output: PathBuf,
}

fn main() -> ExitCode {
    options::exit(run(Options::parse()))
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let mut digits = options.digits.digits()?.train;
    digits.images.truncate(SAMPLES);
    digits.labels.truncate(SAMPLES);
    let figure = Figure::create(&options.output, "batch_norm.svg")?;

    let (epochs, seed) = (options.epochs as usize, options.digits.seed);
    let mut charts = vec![];
    println!("deviation  accuracy: with, without");
    for i in 0..SCALES {
        let deviation = 10.0_f64.powf(-4.0 * f64::from(i) / f64::from(SCALES - 1));
        let init = Init::Normal(deviation);
        let with = accuracies(NormalisedNet::with_init(init, seed), &digits, epochs, seed);
        let without = accuracies(PlainNet::with_init(init, seed), &digits, epochs, seed);
        println!("{deviation:9.5}  {:14.3}, {:7.3}", last(&with), last(&without));
        let title = format!("accuracy, weights of {deviation:.4}");
        charts.push(Chart::new(title).x("epochs").y(0.0..1.0).line("with", with).line("without", without));
    }
    chart::draw(&figure, 4, &charts)?;
    println!("all epochs: {}", figure.file().display());
    Ok(())
}

fn last(accuracies: &[(f64, f64)]) -> f64 {
    accuracies.last().map_or(0.0, |(_, accuracy)| *accuracy)
}

/// The accuracy on the digits that are learnt from, before the first epoch and after each.
///
/// A network that begins too large overflows: it stops to learn there, at the accuracy it has.
fn accuracies<P>(net: Box<P>, digits: &Digits, epochs: usize, seed: u64) -> Vec<(f64, f64)>
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss>,
{
    let Digits { images, labels } = digits;
    let mut trainer = Trainer::with_batch::<BATCH>(net, Sgd::new(0.01));
    let mut accuracies = vec![(0.0, trainer.network.accuracy(images, labels, &mut trainer.workspace))];
    let mut batches = Batches::new(images, labels, BATCH, seed);
    let fit = trainer.fit(&mut batches).each_epoch(|epoch| {
        let accuracy = epoch.network.accuracy(images, labels, epoch.workspace);
        accuracies.push((epoch.record.epoch as f64, accuracy));
    });
    if fit.epochs(epochs).is_err() {
        let accuracy = last(&accuracies);
        accuracies.extend((accuracies.len()..=epochs).map(|epoch| (epoch as f64, accuracy)));
    }
    accuracies
}
