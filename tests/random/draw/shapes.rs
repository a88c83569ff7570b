//! Layers that go from any shape to another.

use crate::Kind;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[
    ("affine", |dice| {
        let (shape, outputs) = (dice.any_shape(0), dice.size() * dice.one_of(&[1, 3]));
        let layer = match dice.coin() {
            true => format!("Affine::new({}, {outputs})", entries(&shape)),
            false => format!("Affine::to({outputs})"),
        };
        Network::layer(shape, layer, vec![outputs])
    }),
    ("sum", |dice| Network::layer(dice.any_shape(0), "Sum", vec![])),
    ("mean", |dice| Network::layer(dice.any_shape(0), "Mean", vec![])),
    ("flatten", |dice| {
        let shape = dice.any_shape(0);
        let gives = vec![entries(&shape)];
        Network::layer(shape, "Flatten", gives)
    }),
    ("reshape", |dice| {
        let mut gives = dice.any_shape(1);
        let shape = if dice.coin() { vec![entries(&gives)] } else { gives.clone() };
        gives.reverse();
        Network::layer(shape, format!("Reshape::to({gives:?})"), gives)
    }),
];

fn entries(shape: &[usize]) -> usize {
    shape.iter().product()
}
