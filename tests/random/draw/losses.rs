//! Losses. They are fed by a layer with parameters, so that a gradient goes through to some.

use crate::Kind;
use crate::dice::Dice;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[
    ("softmax_with_loss", |dice| {
        let targets = dice.one_of(&["classes", "probabilities"]);
        of(dice, "SoftmaxWithLoss".to_owned(), targets, "Affine")
    }),
    ("cross_entropy", |dice| {
        let (outputs, targets) = (dice.number(2..=6), dice.one_of(&["classes", "probabilities"]));
        let smoothing = format!(".label_smoothing({:?})", dice.decimal(0.0..=0.9));
        let weights: Vec<_> = (0..outputs).map(|_| dice.decimal(0.0..=3.0)).collect();
        let weights = format!(".class_weights(&{weights:?})");
        let loss =
            ["CrossEntropy::new()", maybe(dice, &smoothing), maybe(dice, &weights), maybe(dice, ".sum()")];
        to(dice, outputs, loss.concat(), targets, "Affine")
    }),
    ("binary_cross_entropy", |dice| {
        let loss = format!("BinaryCrossEntropyWithLogits::new(){}", maybe(dice, ".sum()"));
        of(dice, loss, "shares", "Affine")
    }),
    ("kl_divergence", |dice| {
        let loss = format!("KlDivergence::new(){}", maybe(dice, ".sum()"));
        of(dice, loss, "probabilities", "LogSoftmax")
    }),
    ("huber", |dice| {
        let loss = format!("Huber::new({:?}){}", dice.decimal(0.1..=2.0), maybe(dice, ".sum()"));
        of(dice, loss, "reals", "Affine")
    }),
    ("errors", |dice| {
        let loss =
            dice.one_of(&["MeanSquaredError", "SumSquaredError", "MeanAbsoluteError", "SumAbsoluteError"]);
        of(dice, loss.to_owned(), "reals", "Affine")
    }),
];

/// An option, or not.
fn maybe<'a>(dice: &mut Dice, option: &'a str) -> &'a str {
    if dice.coin() { option } else { "" }
}

fn of(dice: &mut Dice, loss: String, targets: &'static str, last: &str) -> Network {
    // A softmax of one is always 1.
    let outputs = dice.size().max(2);
    to(dice, outputs, loss, targets, last)
}

fn to(dice: &mut Dice, outputs: usize, loss: String, targets: &'static str, last: &str) -> Network {
    let mut lines = vec![format!("affine1: Affine::to({outputs})")];
    if last != "Affine" {
        lines.push(format!("last: {last}"));
    }
    Network::new(&[dice.shape(1)], &[outputs], &lines).loss(loss, targets)
}
