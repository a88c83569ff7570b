//! How training went so far, as notes in a checkpoint.

use std::str::FromStr;

use plies::{Checkpoint, Digits, Sgd, Snapshot};

use super::TwoLayerNet;

/// How training went so far, and how far it is to go.
#[derive(Clone, Default)]
pub struct Progress {
    /// How many steps there will be.
    pub steps: usize,
    /// Which digits it learns from.
    pub digits: String,
    /// The loss of each step.
    pub losses: Vec<f64>,
    /// After so many steps, the accuracies on the digits to train with, and on those to test with.
    pub accuracies: Vec<(usize, [f64; 2])>,
}

impl Progress {
    /// Adds it to a checkpoint.
    pub fn write<'a>(&self, snapshot: Snapshot<'a, TwoLayerNet, Sgd>) -> Snapshot<'a, TwoLayerNet, Sgd> {
        let accuracies = self.accuracies.iter().map(|(step, [train, test])| format!("{step} {train} {test}"));
        snapshot
            .note("steps", self.steps.to_string())
            .note("digits", self.digits.clone())
            .note("losses", joined(self.losses.iter().map(f64::to_string)))
            .note("accuracies", joined(accuracies))
    }

    /// Reads it from a checkpoint.
    pub fn read(checkpoint: &Checkpoint<TwoLayerNet>) -> Result<Self, String> {
        let accuracies: Vec<f64> = numbers(checkpoint, "accuracies")?;
        let after = |&[step, train, test]: &[f64; 3]| (step as usize, [train, test]);
        Ok(Progress {
            steps: numbers(checkpoint, "steps")?.pop().ok_or("the note `steps` is empty")?,
            digits: note(checkpoint, "digits")?.to_owned(),
            losses: numbers(checkpoint, "losses")?,
            accuracies: accuracies.as_chunks().0.iter().map(after).collect(),
        })
    }
}

/// What these digits are, in short: others are most likely told from them.
pub fn fingerprint(Digits { labels, .. }: &Digits) -> String {
    let mix = |sum: u64, digit: u64| sum.wrapping_mul(31).wrapping_add(digit);
    let sum = labels.iter().map(|label| label.label() as u64).fold(0, mix);
    format!("{} digits ({sum:016x})", labels.len())
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}

fn note<'c>(checkpoint: &'c Checkpoint<TwoLayerNet>, name: &str) -> Result<&'c str, String> {
    checkpoint.note(name).ok_or_else(|| format!("there is no note `{name}`: it is not of this program"))
}

fn numbers<T: FromStr>(checkpoint: &Checkpoint<TwoLayerNet>, name: &str) -> Result<Vec<T>, String> {
    let words = note(checkpoint, name)?.split_whitespace();
    let number =
        |word: &str| word.parse().map_err(|_| format!("the note `{name}` says `{word}`, not a number"));
    words.map(number).collect()
}
