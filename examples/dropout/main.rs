//! The book's section 6.4.3: a network learns few digits by heart, and dropout holds it back.
//!
//! ```text
//! cargo run --release --example dropout
//! cargo run --release --example dropout -- --help
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
    Affine, Batches, Digits, Dropout, Init, Mnist, Network, Relu, Sgd, SoftmaxWithLoss, Trainer, network,
};

network! {
    /// A layer that does not drop anything.
    pub struct Plain(x: [100]) -> [100] {
        affine: Affine::to(100),
        relu: Relu,
    }
}

network! {
    /// A layer that drops a fifth of what it gives while it is trained.
    pub struct Dropping(x: [100]) -> [100] {
        affine: Affine::to(100),
        relu: Relu,
        dropout: Dropout::new(0.2),
    }
}

network! {
    /// Six hidden layers.
    pub struct PlainNet(x: [784]) -> [10] {
        affine1: Affine::to(100),
        relu1: Relu,
        hidden: [Plain; 5],
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Six hidden layers, each of which drops a fifth.
    pub struct DroppingNet(x: [784]) -> [10] {
        affine1: Affine::to(100),
        relu1: Relu,
        dropout1: Dropout::new(0.2),
        hidden: [Dropping; 5],
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

/// How many digits there are to learn from, in batches of how many.
const SAMPLES: usize = 300;
const BATCH: usize = 100;

/// After how many epochs each the accuracies are measured.
const EVERY: usize = 5;

/// Epochs, and the accuracy after each.
type Line = Vec<(f64, f64)>;

/// Compares a network with one that drops part of what its layers give.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through the data
    #[arg(long, value_name = "N", default_value_t = 301, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Folder for the plot
    #[arg(long, value_name = "DIR", default_value = "target/dropout")]
    output: PathBuf,
}

fn main() -> ExitCode {
    options::exit(run(Options::parse()))
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let mut mnist = options.digits.digits()?;
    mnist.train.images.truncate(SAMPLES);
    mnist.train.labels.truncate(SAMPLES);
    let figure = Figure::create(&options.output, "dropout.svg")?;

    let (epochs, seed) = (options.epochs as usize, options.digits.seed);
    let without = accuracies(PlainNet::with_init(Init::He, seed), &mnist, epochs, seed)?;
    let with = accuracies(DroppingNet::with_init(Init::He, seed), &mnist, epochs, seed)?;
    let chart = |title, [train, test]: [Line; 2]| {
        let [on_train, on_test] = [&train, &test].map(|line: &Line| line[line.len() - 1].1);
        println!("{title}: accuracy on the digits it learnt {on_train:.3}, on others {on_test:.3}");
        Chart::new(title).x("epochs").y(0.0..1.0).line("train", train).line("test", test)
    };
    let charts = [chart("without dropout", without), chart("with dropout", with)];
    chart::draw(&figure, 2, &charts)?;
    println!("all epochs: {}", figure.file().display());
    Ok(())
}

/// The accuracies in the course of training on the digits that are learnt from, and on others.
fn accuracies<P>(net: Box<P>, mnist: &Mnist, epochs: usize, seed: u64) -> Result<[Line; 2], Box<dyn Error>>
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss>,
{
    let mut lines = [vec![], vec![]];
    let mut trainer = Trainer::with_batch::<BATCH>(net, Sgd::new(0.01));
    trainer.tape.seed(seed);
    trainer
        .fit(&mut Batches::new(&mnist.train.images, &mnist.train.labels, BATCH, seed))
        .each_epoch(|epoch| {
            if epoch.record.epoch % EVERY != 1 {
                return;
            }
            for (line, Digits { images, labels }) in lines.iter_mut().zip([&mnist.train, &mnist.test]) {
                let accuracy = epoch.network.accuracy(images, labels, epoch.workspace);
                line.push((epoch.record.epoch as f64, accuracy));
            }
        })
        .epochs(epochs)?;
    Ok(lines)
}
