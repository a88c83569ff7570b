//! The book's experiment of section 5.7.4: a two-layer network learns to read digits.
//!
//! ```text
//! cargo run --release --example mnist
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

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use chart::Chart;
use clap::Parser;
use figure::Figure;
use indicatif::{ProgressBar, ProgressStyle};
use means::means;
use plies::{Affine, Batches, Init, Mnist, Network, Relu, Sgd, SoftmaxWithLoss, network};

network! {
    /// The two-layer network of the chapter.
    pub struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

/// How many samples a step learns from.
const BATCH: usize = 100;

/// How many steps the book's experiment takes.
const STEPS: usize = 10_000;

/// Over how many steps the loss that is drawn is averaged.
const SMOOTHED: usize = 100;

/// Trains a two-layer network on digits, and draws its learning curves.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through all the data [default: 10,000 steps]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    epochs: Option<u32>,
    /// How far a step goes
    #[arg(long, value_name = "RATE", default_value_t = 0.1, value_parser = learning_rate, allow_negative_numbers = true)]
    learning_rate: f64,
    /// Folder for the plot
    #[arg(long, value_name = "DIR", default_value = "target/mnist")]
    output: PathBuf,
}

fn main() -> ExitCode {
    options::exit(run(Options::parse()))
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let Mnist { train, test } = options.digits.digits()?;
    // Whether there is a place for the plot is found out before training, not after.
    let figure = Figure::create(&options.output, "mnist.svg")?;
    let (mut losses, mut accuracies) = (vec![], [vec![], vec![]]);

    let seed = options.digits.seed;
    let mut net = TwoLayerNet::<f32>::with_init(Init::Normal(0.01), seed);
    let mut gradient = TwoLayerNet::zeros();
    let mut tape = TwoLayerNet::tape::<BATCH>();
    let mut workspace = TwoLayerNet::workspace::<BATCH>();
    let mut batches = Batches::new(&train.images, &train.labels, BATCH, seed);
    let mut sgd = Sgd::new(options.learning_rate);

    let steps = options.epochs.map_or(STEPS, |epochs| epochs as usize * batches.batches());
    let bar = ProgressBar::new(steps as u64).with_style(style());
    let (mut step, mut seconds, mut samples) = (0, 0.0, 0);
    for epoch in 1.. {
        let started = Instant::now();
        let (mut sum, mut count) = (0.0, 0);
        batches.shuffle();
        while step < steps
            && let Some((images, labels)) = batches.next_batch()
        {
            let loss = net.gradient(images, labels, &mut gradient, &mut tape);
            net.step(&gradient, &mut sgd);
            losses.push(f64::from(loss));
            bar.inc(1);
            (sum, count) = (sum + loss, count + 1);
            (step, samples) = (step + 1, samples + images.len());
        }
        seconds += started.elapsed().as_secs_f64();

        let on_train = net.accuracy(&train.images, &train.labels, &mut workspace);
        let on_test = net.accuracy(&test.images, &test.labels, &mut workspace);
        for (line, accuracy) in accuracies.iter_mut().zip([on_train, on_test]) {
            line.push((step as f64, accuracy));
        }
        let loss = sum / count as f32;
        bar.suspend(|| {
            println!("epoch {epoch:2}  loss {loss:.4}  accuracy: train {on_train:.4}, test {on_test:.4}");
        });
        if step == steps {
            break;
        }
    }
    bar.finish_and_clear();
    println!("{steps} steps in {seconds:.2} s, {:.0} samples a second", samples as f64 / seconds);
    let [on_train, on_test] = accuracies;
    let lowest =
        on_train.iter().chain(&on_test).fold(1.0, |lowest: f64, (_, accuracy)| lowest.min(*accuracy));
    let charts = [
        Chart::new("loss").x("steps").line("loss", means(&losses, SMOOTHED)),
        Chart::new("accuracy")
            .x("steps")
            .y((lowest * 100.0).floor() / 100.0..1.0)
            .line("train", on_train)
            .line("test", on_test),
    ];
    chart::draw(&figure, 2, &charts)?;
    println!("learning curves: {}", figure.file().display());
    Ok(())
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len} steps, {eta} left").expect("the template is right")
}

fn learning_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate > 0.0 => Ok(rate),
        _ => Err("expected a number above 0".to_owned()),
    }
}
