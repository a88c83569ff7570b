//! Trains a network on digits, and says after each epoch how well it reads.

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use indicatif::{ProgressBar, ProgressStyle};
use plies::{Adam, Batches, Mnist, Network, Schedule, SoftmaxWithLoss, Trainer};

use super::options;

/// How many samples a step learns from.
const BATCH: usize = 100;

/// The largest learning rate: what Adam's authors propose.
const LEARNING_RATE: f64 = 0.001;

/// Trains a network on digits.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    digits: options::Options,
    /// How often to go through all the data [default: as many as the network needs]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    epochs: Option<u32>,
}

/// A program that trains a network, drawn from a seed, for so many epochs, unless it is told otherwise.
pub fn program<P>(new: fn(u64) -> Box<P>, epochs: u32) -> ExitCode
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss>,
{
    let options = Options::parse();
    let (seed, epochs) = (options.digits.seed, options.epochs.unwrap_or(epochs));
    let run = || {
        let accuracy = learn(new(seed), &options.digits.digits()?, epochs as usize, seed)?;
        println!("accuracy on the test digits: {accuracy:.4}");
        Ok(())
    };
    options::exit(run())
}

/// Trains with Adam, at a rate that falls to nothing along a cosine. Returns the accuracy on the test digits.
fn learn<P>(net: Box<P>, mnist: &Mnist, epochs: usize, seed: u64) -> Result<f64, Box<dyn Error>>
where
    P: Network<Scalar = f32, In = [f32; 784], Out = [f32; 10], Loss = SoftmaxWithLoss>,
{
    let Mnist { train, test } = mnist;
    let mut batches = Batches::new(&train.images, &train.labels, BATCH, seed);
    let steps = epochs * batches.batches();
    let schedule = Schedule::cosine(LEARNING_RATE, 0.0, steps);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} steps, {eta} left")?;
    let bar = ProgressBar::new(steps as u64).with_style(style);

    let mut trainer = Trainer::with_batch::<BATCH>(net, Adam::new(LEARNING_RATE));
    trainer.tape.seed(seed);
    let started = Instant::now();
    let history = trainer
        .fit(&mut batches)
        .learning_rate(|step| schedule.at(step))
        .maximize(|net, workspace| net.accuracy(&test.images, &test.labels, workspace))
        .each_step(|_| bar.inc(1))
        .each_epoch(|epoch| {
            let (number, loss) = (epoch.record.epoch, epoch.record.loss);
            let (accuracy, seconds) = (epoch.record.measure.unwrap_or(0.0), started.elapsed().as_secs_f64());
            bar.suspend(|| {
                println!("epoch {number:2}  {seconds:4.0} s  loss {loss:.4}  accuracy {accuracy:.4}")
            });
        })
        .epochs(epochs)?;
    bar.finish_and_clear();
    Ok(history.measures().last().expect("every epoch is measured"))
}
