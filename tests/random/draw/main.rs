//! Draws networks at random and writes a test of each.
//!
//! Shapes are types, so what is random is drawn before the compiler runs. The shape that a network declares as its output is
//! computed here, from the formulas in the layers' documentation: where a layer computes another, the test does not compile.
//!
//! `PLIES_SEED` is what the networks are drawn from, `PLIES_DRAWS` how many of each kind there are.

mod dice;
mod entrywise;
mod graphs;
mod images;
mod losses;
mod network;
mod norms;
mod several;
mod shapes;

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use dice::Dice;
use network::Network;

/// Draws a network of one kind.
type Kind = fn(&mut Dice) -> Network;

fn main() {
    let (seed, draws) = (number("PLIES_SEED", 1), number("PLIES_DRAWS", 4));
    let kinds = [entrywise::KINDS, graphs::KINDS, images::KINDS, losses::KINDS, norms::KINDS, several::KINDS];
    let mut tests = String::new();
    for (name, kind) in [kinds.concat(), shapes::KINDS.to_vec()].concat() {
        writeln!(tests, "mod {name} {{\n    use super::*;").expect("a string has room");
        for draw in 1..=draws {
            // Each network is drawn by itself: it stays as it is while others are added.
            let mut dice = Dice::new(name, draw, seed);
            let network = kind(&mut dice);
            tests.push_str(&network.test(draw, &mut dice));
        }
        tests.push_str("}\n\n");
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    fs::write(folder.join("networks.rs"), tests).expect("the folder can be written");
    println!("cargo::rerun-if-changed=draw");
}

/// What a variable says, or what is usual.
fn number(name: &str, usual: u64) -> u64 {
    println!("cargo::rerun-if-env-changed={name}");
    let Ok(text) = env::var(name) else { return usual };
    text.parse().unwrap_or_else(|_| panic!("{name} is {text}, not a number"))
}
