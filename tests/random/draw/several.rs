//! Layers that are fed by several values.

use crate::Kind;
use crate::dice::Dice;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[
    ("add", |dice| alike(dice, "Add")),
    ("sub", |dice| alike(dice, "Sub")),
    ("mul", |dice| alike(dice, "Mul")),
    ("div", |dice| {
        let shape = dice.any_shape(0);
        let lines = ["below: Exp from x1", "y: Div from (x0, below)"].map(str::to_owned);
        Network::new(&[shape.clone(), shape.clone()], &shape, &lines)
    }),
    ("dot", |dice| {
        let shape = dice.shape(1);
        Network::new(&[shape.clone(), shape], &[], &["y: Dot from (x0, x1)".to_owned()])
    }),
    ("mat_mul", |dice| {
        let [m, k, n] = [(); 3].map(|()| dice.size());
        let (b, gives) = if dice.coin() { (vec![k, n], vec![m, n]) } else { (vec![k], vec![m]) };
        Network::new(&[vec![m, k], b], &gives, &["y: MatMul from (x0, x1)".to_owned()])
    }),
    ("concat", concat),
];

fn alike(dice: &mut Dice, layer: &str) -> Network {
    let shape = dice.any_shape(0);
    Network::new(&[shape.clone(), shape.clone()], &shape, &[format!("y: {layer} from (x0, x1)")])
}

fn concat(dice: &mut Dice) -> Network {
    let (rank, count) = (dice.number(1..=4), dice.number(2..=8));
    let shape: Vec<_> = (0..rank).map(|_| dice.number(1..=3)).collect();
    let inputs: Vec<_> = (0..count)
        .map(|_| {
            let mut input = shape.clone();
            input[0] = if rank == 1 { dice.size() } else { dice.number(1..=3) };
            input
        })
        .collect();
    let mut gives = shape;
    gives[0] = inputs.iter().map(|input| input[0]).sum();
    let names: Vec<_> = (0..count).map(|i| format!("x{i}")).collect();
    Network::new(&inputs, &gives, &[format!("y: Concat from ({})", names.join(", "))])
}
