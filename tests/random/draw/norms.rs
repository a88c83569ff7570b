//! Normalisation. Of fewer than three entries there is little left to check: one becomes 0, two become 1 and -1.

use crate::Kind;
use crate::dice::Dice;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[
    ("batch_norm", |dice| {
        let (shape, epsilon, momentum) = (dice.any_shape(1), epsilon(dice), dice.decimal(0.0..=1.0));
        Network::layer(shape.clone(), format!("BatchNorm::new(){epsilon}.momentum({momentum:?})"), shape)
            .at_least(3)
    }),
    ("layer_norm", |dice| of(dice, "LayerNorm")),
    ("rms_norm", |dice| of(dice, "RmsNorm")),
    ("group_norm", |dice| {
        let (groups, rank, epsilon) = (dice.number(1..=3), dice.number(0..=3), epsilon(dice));
        let mut shape = dice.shape(rank);
        shape.insert(0, groups * dice.number(3..=4));
        Network::layer(shape.clone(), format!("GroupNorm::new({groups}){epsilon}"), shape)
    }),
];

fn of(dice: &mut Dice, layer: &str) -> Network {
    let (mut shape, epsilon) = (dice.any_shape(1), epsilon(dice));
    shape[0] += 2;
    Network::layer(shape.clone(), format!("{layer}::new(){epsilon}"), shape)
}

fn epsilon(dice: &mut Dice) -> &'static str {
    dice.one_of(&["", ".epsilon(0.001)", ".epsilon(0.1)"])
}
