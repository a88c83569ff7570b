//! Trains the network, from the beginning or from where it was interrupted.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use plies::{Batches, Checkpoint, Class, Digits, Init, Mnist, Network, Sgd, Trainer};

use super::chart::{self, Chart};
use super::figure::Figure;
use super::means::means;
use super::progress::{Progress, fingerprint};
use super::{Output, Resuming, Training, TwoLayerNet};

/// How many samples a step learns from.
const BATCH: usize = 100;

/// How many steps the book's experiment takes.
const STEPS: usize = 10_000;

/// Over how many steps the loss that is drawn is averaged.
const SMOOTHED: usize = 100;

/// Whether somebody pressed Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// All that changes while the network is trained.
struct Run<'a> {
    trainer: Trainer<TwoLayerNet, Sgd, BATCH>,
    batches: Batches<'a, [f32; 784], Class<10>>,
    progress: Progress,
    /// How many digits it was told to learn from.
    samples: Option<u32>,
}

/// Trains a network that was drawn.
pub fn start(options: &Training) -> Result<(), Box<dyn Error>> {
    let (mnist, seed) = (options.digits.digits()?, options.digits.seed);
    let mut batches = Batches::new(&mnist.train.images, &mnist.train.labels, BATCH, seed);
    let steps = options.epochs.map_or(STEPS, |epochs| epochs as usize * batches.batches());
    batches.shuffle();
    let net = TwoLayerNet::with_init(Init::Normal(0.01), seed);
    let trainer = Trainer::with_batch(net, Sgd::new(options.learning_rate));
    let progress = Progress { steps, digits: fingerprint(&mnist.train), ..Progress::default() };
    Run { trainer, batches, progress, samples: options.digits.samples }.train(&mnist, &options.output)
}

/// Goes on with a run, bit for bit as if it had not been interrupted.
pub fn resume(Resuming { digits, output }: &Resuming) -> Result<(), Box<dyn Error>> {
    let file = output.checkpoint();
    if !file.exists() {
        return Err(format!("there is nothing to go on with in `{}`: train first", file.display()).into());
    }
    let checkpoint = Checkpoint::read(&file)?;
    let progress = Progress::read(&checkpoint).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let mnist = digits.digits()?;
    if progress.digits != fingerprint(&mnist.train) {
        let (file, found) = (file.display(), fingerprint(&mnist.train));
        return Err(format!("`{file}` is of {}, but these are {found}", progress.digits).into());
    }
    let mut batches = Batches::new(&mnist.train.images, &mnist.train.labels, BATCH, 0);
    let mut trainer = Trainer::with_batch(TwoLayerNet::zeros(), Sgd::new(0.0));
    checkpoint.load_into(&mut trainer, &mut batches)?;
    println!("going on after step {} of {}", trainer.steps, progress.steps);
    Run { trainer, batches, progress, samples: digits.samples }.train(&mnist, output)
}

impl Run<'_> {
    fn train(mut self, Mnist { train, test }: &Mnist, output: &Output) -> Result<(), Box<dyn Error>> {
        // Whether there is a place for all files is found out before training, not after.
        let figure = Figure::create(&output.folder, "mnist.svg")?;
        self.try_room(&output.folder)?;
        ctrlc::set_handler(|| {
            // Whoever cannot wait for the end of a step presses it again.
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        })?;

        let bar = ProgressBar::new(self.progress.steps as u64).with_style(style());
        bar.set_position(self.trainer.steps as u64);
        let (first, mut seconds, mut samples) = (self.trainer.steps, 0.0, 0);
        // The last thing that happens is that what was learnt by all steps is measured.
        let is_measured =
            |progress: &Progress| progress.accuracies.last().is_some_and(|(step, _)| *step >= progress.steps);
        while !is_measured(&self.progress) {
            let started = Instant::now();
            samples += self.epoch(&bar);
            seconds += started.elapsed().as_secs_f64();
            if INTERRUPTED.load(Ordering::Relaxed) {
                bar.finish_and_clear();
                return self.interrupted(output);
            }
            self.measure(train, test, &bar);
            if self.trainer.steps < self.progress.steps {
                self.batches.shuffle();
                self.save(&output.checkpoint())?;
            }
        }
        bar.finish_and_clear();
        self.save(&output.checkpoint())?;
        self.trainer.network.save(output.network())?;
        let steps = self.trainer.steps - first;
        if steps > 0 {
            println!("{steps} steps in {seconds:.2} s, {:.0} samples a second", samples as f64 / seconds);
        }
        self.draw(&figure)?;
        println!("learning curves: {}, network: {}", figure.file().display(), output.network().display());
        Ok(())
    }

    /// The steps that are left of an epoch, until somebody interrupts them. Returns how many samples they learnt from.
    fn epoch(&mut self, bar: &ProgressBar) -> usize {
        let (Trainer { network, optimizer, gradient, tape, steps, .. }, mut samples) = (&mut self.trainer, 0);
        while *steps < self.progress.steps
            && !INTERRUPTED.load(Ordering::Relaxed)
            && let Some((images, labels)) = self.batches.next_batch()
        {
            let loss = network.train_step(images, labels, gradient, tape, optimizer);
            self.progress.losses.push(f64::from(loss));
            bar.inc(1);
            (*steps, samples) = (*steps + 1, samples + images.len());
        }
        samples
    }

    fn measure(&mut self, train: &Digits, test: &Digits, bar: &ProgressBar) {
        let Trainer { network, workspace, steps, epochs_done, .. } = &mut self.trainer;
        *epochs_done += 1;
        let measured =
            [train, test].map(|digits| network.accuracy(&digits.images, &digits.labels, &mut **workspace));
        self.progress.accuracies.push((*steps, measured));
        let ([on_train, on_test], epoch) = (measured, epochs_done);
        let losses = &self.progress.losses[(*epoch - 1) * self.batches.batches()..];
        let loss = losses.iter().sum::<f64>() / losses.len() as f64;
        bar.suspend(|| {
            println!("epoch {epoch:2}  loss {loss:.4}  accuracy: train {on_train:.4}, test {on_test:.4}");
        });
    }

    fn save(&self, file: &Path) -> Result<(), Box<dyn Error>> {
        Ok(self.progress.write(self.trainer.snapshot(&self.batches)).save(file)?)
    }

    /// Writes the most that lies in the folder at a time, and takes it away again: the last two checkpoints, of which one replaces
    /// the other, and the network.
    fn try_room(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        // No number is longer.
        let last =
            Progress { losses: vec![-f64::MIN_POSITIVE; self.progress.steps], ..self.progress.clone() };
        let files = ["room1", "room2", "room3"].map(|name| folder.join(format!("{name}.safetensors")));
        let written =
            files.iter().try_for_each(|file| last.write(self.trainer.snapshot(&self.batches)).save(file));
        files.iter().for_each(|file| drop(fs::remove_file(file)));
        written.map_err(|error| {
            format!("there is no room in `{}` for what is kept: {error}", folder.display()).into()
        })
    }

    fn interrupted(&self, output: &Output) -> Result<(), Box<dyn Error>> {
        self.save(&output.checkpoint())?;
        let (step, steps, folder) = (self.trainer.steps, self.progress.steps, output.folder.display());
        let samples = self.samples.map(|samples| format!(" --samples {samples}")).unwrap_or_default();
        println!("interrupted after step {step} of {steps}; go on with");
        println!("  cargo run --release --example mnist -- resume --output {folder}{samples}");
        Ok(())
    }

    fn draw(&self, figure: &Figure) -> Result<(), Box<dyn Error>> {
        let Progress { losses, accuracies, .. } = &self.progress;
        let line =
            |i: usize| accuracies.iter().map(move |(step, of)| (*step as f64, of[i])).collect::<Vec<_>>();
        let lowest = accuracies.iter().flat_map(|(_, of)| of).fold(1.0, |lowest: f64, of| lowest.min(*of));
        let charts = [
            Chart::new("loss").x("steps").line("loss", means(losses, SMOOTHED)),
            Chart::new("accuracy")
                .x("steps")
                .y((lowest * 100.0).floor() / 100.0..1.0)
                .line("train", line(0))
                .line("test", line(1)),
        ];
        chart::draw(figure, 2, &charts)
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len} steps, {eta} left").expect("the template is right")
}
