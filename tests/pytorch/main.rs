//! Layers, losses, optimizers and schedules against PyTorch, in `f64` and in `f32`.
//!
//! `make.py` wrote what PyTorch computes; a case here and one there have a name in common.

mod batches;
mod fixtures;
mod layers;
mod losses;
mod optimizers;
mod schedules;

use std::collections::BTreeSet;

#[test]
fn every_case_is_compared() {
    let compared = [layers::NAMES, losses::NAMES, optimizers::NAMES, schedules::NAMES, &["training"]];
    let compared: BTreeSet<_> = compared.concat().into_iter().collect();
    assert_eq!(compared, fixtures::names());
}
