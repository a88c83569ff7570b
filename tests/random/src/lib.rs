//! What holds for every network, whatever its layers, settings, shapes and graph: a build script draws some, from
//! `PLIES_SEED`, as many of each kind as `PLIES_DRAWS` says.
//!
//! ```console
//! cargo test -p random-networks
//! PLIES_SEED=$RANDOM PLIES_DRAWS=30 cargo test -p random-networks
//! ```

#![cfg(test)]
// What is drawn at random is not what a reviewer would write.
#![allow(deprecated)]

mod draw;

use draw::Draw;
use plies::*;

include!(concat!(env!("OUT_DIR"), "/networks.rs"));

/// Backpropagation agrees with central differences, and predicting several samples with predicting each.
#[track_caller]
fn check<P, const OUT: usize>(declared: &str, samples: usize, seed: u64)
where
    P: Network<Scalar = f64, In: Draw + Entries, Out = [f64; OUT]>,
{
    let mut random = Random::new(seed);
    let net = network::<P>(&mut random);
    let (x, dy) = (P::In::draw(&mut random, samples), reals::<OUT>(&mut random, samples));
    let check = gradient_check_output(&*net, P::In::batch_of(&x), &dy, &mut P::tape::<8>());
    assert!(check.relative_error() < 1e-7, "{declared}\n{check}");
    predicts_alike(&*net, P::In::batch_of(&x), declared);
    comes_back(&*net, declared);
}

/// The same for a network with a loss.
#[track_caller]
fn check_loss<P, Target, const OUT: usize>(
    declared: &str,
    samples: usize,
    seed: u64,
    targets: fn(&mut Random, usize) -> Vec<Target>,
) where
    P: Network<Scalar = f64, In: Draw + Entries, Out = [f64; OUT], Loss: Loss<[f64; OUT], Target>>,
{
    let mut random = Random::new(seed);
    let net = network::<P>(&mut random);
    let (x, targets) = (P::In::draw(&mut random, samples), targets(&mut random, samples));
    let mut tape = P::tape::<8>();
    let check = gradient_check(&*net, P::In::batch_of(&x), &targets, &mut tape);
    assert!(check.relative_error() < 1e-7, "{declared}\n{check}");
    predicts_alike(&*net, P::In::batch_of(&x), declared);
    comes_back(&*net, declared);

    takes_the_step_of_its_gradient(&*net, P::In::batch_of(&x), &targets, declared);

    // In blocks of other sizes, the loss is the same.
    let [whole, parts] = [
        net.gradient(P::In::batch_of(&x), &targets, &mut P::zeros(), &mut tape),
        net.loss(P::In::batch_of(&x), &targets, &mut P::workspace::<2>()),
    ];
    assert!((whole - parts).abs() <= 1e-12 * whole.abs(), "{declared}\n{whole} is not {parts}");
}

/// A step in one go has the bits of a gradient and a step, whatever lies in the room for a gradient.
#[track_caller]
fn takes_the_step_of_its_gradient<P, Target>(
    net: &P,
    x: <P::In as Samples>::Batch<'_>,
    targets: &[Target],
    declared: &str,
) where
    P: Network<Scalar = f64, Loss: Loss<P::Out, Target>>,
{
    let [mut one, mut other] = [net.copied(), net.copied()];
    let (mut gradient, mut room) = (P::zeros(), P::zeros());
    P::walk([], [&mut room], Path::ROOT, &mut |_, [], [entries]| entries.fill(f64::NAN));
    let (mut sgd, mut tape) = (Sgd::new(0.3), P::tape::<8>());
    let loss = one.gradient(P::In::slice(x, 0..P::In::len(x)), targets, &mut gradient, &mut tape);
    one.step(&gradient, &mut sgd);
    tape.set_random(Random::new(0));
    let found = other.train_step(P::In::slice(x, 0..P::In::len(x)), targets, &mut room, &mut tape, &mut sgd);
    assert_eq!(loss.to_bits(), found.to_bits(), "{declared}");
    assert!(one.to_bytes() == other.to_bytes(), "{declared}");
}

/// What is saved is loaded again, to the last bit.
#[track_caller]
fn comes_back<P: Network>(net: &P, declared: &str) {
    let (bytes, mut loaded) = (net.to_bytes(), P::zeros());
    let result = Weights::of_bytes(&bytes).and_then(|weights| weights.finite().load_into(&mut *loaded));
    assert!(result.is_ok(), "{declared}\n{}", result.unwrap_err());
    assert!(loaded.to_bytes() == bytes, "{declared}");
}

/// A network whose every parameter is drawn, also what begins as zeros or ones.
fn network<P: Network<Scalar = f64>>(random: &mut Random) -> Box<P> {
    let mut net = P::new(random.normal().to_bits());
    P::each_trained([], [&mut net], |_, [], [parameters]| {
        for parameter in parameters {
            *parameter += 0.2 * random.normal();
        }
    });
    net
}

#[track_caller]
fn predicts_alike<P, const OUT: usize>(net: &P, x: <P::In as Samples>::Batch<'_>, declared: &str)
where
    P: Network<Scalar = f64, Out = [f64; OUT]>,
{
    let samples = P::In::len(x);
    let (mut together, mut alone) = (vec![[0.0; OUT]; samples], vec![[0.0; OUT]; samples]);
    net.predict(x, &mut together, &mut P::workspace::<3>());
    net.predict(x, &mut alone, &mut P::workspace::<1>());
    assert_eq!(together, alone, "{declared}");
}

fn reals<const F: usize>(random: &mut Random, samples: usize) -> Vec<[f64; F]> {
    (0..samples).map(|_| std::array::from_fn(|_| random.normal())).collect()
}

/// Shares of 1 for each entry by itself.
fn shares<const F: usize>(random: &mut Random, samples: usize) -> Vec<[f64; F]> {
    (0..samples).map(|_| std::array::from_fn(|_| random.uniform())).collect()
}

/// Shares of 1 for all entries together.
fn probabilities<const F: usize>(random: &mut Random, samples: usize) -> Vec<[f64; F]> {
    let parts = shares::<F>(random, samples).into_iter();
    parts.map(|parts| parts.map(|part| part / parts.iter().sum::<f64>())).collect()
}

fn classes<const C: usize>(random: &mut Random, samples: usize) -> Vec<Class<C>> {
    let class = |share: f64| Class::new((share * C as f64) as usize).expect("a share is below 1");
    (0..samples).map(|_| class(random.uniform())).collect()
}
