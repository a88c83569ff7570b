//! Layers that work entry by entry.

use crate::Kind;
use crate::dice::Dice;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[
    ("relu", |dice| of(dice, "Relu")),
    ("sigmoid", |dice| of(dice, "Sigmoid")),
    ("tanh", |dice| of(dice, "Tanh")),
    ("gelu", |dice| one_of(dice, &["Gelu::exact()", "Gelu::tanh()"])),
    ("silu", |dice| of(dice, "Silu")),
    ("leaky_relu", |dice| set(dice, "LeakyRelu::new")),
    ("elu", |dice| set(dice, "Elu::new")),
    ("softplus", |dice| of(dice, "Softplus")),
    ("hard_sigmoid", |dice| of(dice, "HardSigmoid")),
    ("hard_swish", |dice| of(dice, "HardSwish")),
    ("neg", |dice| of(dice, "Neg")),
    ("exp", |dice| of(dice, "Exp")),
    ("scale", |dice| set(dice, "Scale::by")),
    ("powi", |dice| one_of(dice, &["Powi::new(0)", "Powi::new(1)", "Powi::new(2)", "Powi::new(5)"])),
    ("powi_of_positive", |dice| of_positive(dice, &["Powi::new(-1)", "Powi::new(-2)", "Powi::new(-3)"])),
    ("log", |dice| of_positive(dice, &["Log"])),
    ("sqrt", |dice| of_positive(dice, &["Sqrt"])),
    ("recip", |dice| of_positive(dice, &["Recip"])),
    ("prelu", prelu),
    ("dropout", |dice| {
        let rate = dice.decimal(0.0..=0.9);
        of(dice, &format!("Dropout::new({rate:?})"))
    }),
    ("softmax", |dice| one_of(dice, &["Softmax", "LogSoftmax"])),
];

/// A layer on any shape.
fn of(dice: &mut Dice, layer: &str) -> Network {
    let shape = dice.any_shape(0);
    Network::layer(shape.clone(), layer, shape)
}

fn one_of(dice: &mut Dice, layers: &[&str]) -> Network {
    let layer = dice.one_of(layers);
    of(dice, layer)
}

/// A layer with a number.
fn set(dice: &mut Dice, layer: &str) -> Network {
    let number = dice.decimal(0.01..=2.0);
    of(dice, &format!("{layer}({number:?})"))
}

/// A layer on positive numbers.
fn of_positive(dice: &mut Dice, layers: &[&str]) -> Network {
    let (shape, layer) = (dice.any_shape(0), dice.one_of(layers));
    Network::new(std::slice::from_ref(&shape), &shape, &["positive: Exp".to_owned(), format!("y: {layer}")])
}

fn prelu(dice: &mut Dice) -> Network {
    if dice.coin() {
        return of(dice, "Prelu::shared()");
    }
    let shape = dice.any_shape(1);
    Network::layer(shape.clone(), "Prelu::per_channel()", shape)
}
