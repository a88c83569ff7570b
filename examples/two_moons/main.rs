//! Two half moons that no straight line divides: a small network finds the curve between them, and it is drawn.
//!
//! ```text
//! cargo run --release --example two_moons
//! cargo run --release --example two_moons -- --help
//! ```

#[path = "../plot/figure.rs"]
mod figure;
mod moons;

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;
use figure::Figure;
use plies::{Adam, Affine, Batches, BinaryCrossEntropyWithLogits, Network, Tanh, Trainer, evaluate, network};

network! {
    /// From a point to how sure it is that it lies on the lower moon: above 0 if it seems so.
    pub struct Moons(point: [2]) -> [1] {
        affine1: Affine::to(16),
        tanh1: Tanh,
        affine2: Affine::to(16),
        tanh2: Tanh,
        affine3: Affine::to(1),
        loss: BinaryCrossEntropyWithLogits::new(),
    }
}

/// Learns to tell two half moons apart.
#[derive(Parser)]
struct Options {
    /// What the points are drawn from, and the weights
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How far the points stray from their moon
    #[arg(long, value_name = "DEVIATION", default_value_t = 0.15)]
    noise: f64,
    /// Folder for the plot
    #[arg(long, value_name = "DIR", default_value = "target/two_moons")]
    output: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Options { seed, noise, output } = Options::parse();
    let figure = Figure::create(&output, "two_moons.svg")?;
    let (x, t) = moons::draw(500, noise, seed);
    let (x_test, t_test) = moons::draw(500, noise, seed + 1);

    let mut trainer = Trainer::new(Moons::<f32>::new(seed), Adam::new(0.01));
    trainer.fit(&mut Batches::new(&x, &t, 50, seed)).epochs(100)?;

    let Trainer { network: net, workspace, .. } = &mut trainer;
    let right = |y: &[[f32; 1]], t: &[[f32; 1]]| {
        y.iter().zip(t).filter(|(y, t)| (y[0] > 0.0) == (t[0] > 0.5)).count() as f64 / y.len() as f64
    };
    let on_train = evaluate(&**net, &x, &t, workspace, right);
    let on_test = evaluate(&**net, &x_test, &t_test, workspace, right);
    println!("accuracy: train {on_train:.3}, test {on_test:.3}");
    moons::plot(&figure, &x, &t, |point| net.predict_one(&point, workspace)[0])?;
    println!("the points, and what the network says between them: {}", figure.file().display());
    Ok(())
}
