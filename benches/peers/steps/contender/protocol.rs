//! How a contender is told what to run: lines on its standard input, each answered by one on its standard output.
//!
//! ```text
//! start CASE          ready, or none if there is no such case here
//! numbers CASE RUNS   what each of so many runs computes
//! run CASE RUNS       the seconds that a run takes, on the average of so many
//! ```

use std::collections::HashMap;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use super::Data;

/// What contenders compare of what a run gives.
pub trait Numbers {
    /// As many for every contender.
    fn numbers(self) -> Vec<f64>;
}

impl Numbers for f32 {
    fn numbers(self) -> Vec<f64> {
        vec![self.into()]
    }
}

impl Numbers for f64 {
    fn numbers(self) -> Vec<f64> {
        vec![self]
    }
}

impl<const N: usize> Numbers for [f32; N] {
    fn numbers(self) -> Vec<f64> {
        self.map(f64::from).to_vec()
    }
}

impl<const N: usize> Numbers for [f64; N] {
    fn numbers(self) -> Vec<f64> {
        self.to_vec()
    }
}

/// Something that runs again and again.
pub trait Run {
    /// What one run computes.
    fn numbers(&mut self) -> Vec<f64>;
    /// How long a run takes.
    fn seconds(&mut self, runs: u64) -> f64;
}

impl<R: Numbers, F: FnMut() -> R> Run for F {
    fn numbers(&mut self) -> Vec<f64> {
        self().numbers()
    }

    fn seconds(&mut self, runs: u64) -> f64 {
        let started = Instant::now();
        for _ in 0..runs {
            black_box(self());
        }
        started.elapsed().as_secs_f64() / runs as f64
    }
}

pub type Case = Box<dyn Run>;

/// Answers until there is nothing more to read. The folder of the data is the first argument.
pub fn serve(case: impl Fn(&Data, &str) -> Option<Case>) {
    let data = Data::new(std::env::args().nth(1).expect("the folder of the data is an argument"));
    let mut cases = HashMap::new();
    for line in stdin().lock().lines() {
        let line = line.expect("a line is text");
        let words: Vec<_> = line.split(' ').collect();
        let answer = match words[..] {
            ["start", name] => match case(&data, name) {
                Some(case) => {
                    cases.insert(name.to_string(), case);
                    "ready".to_string()
                }
                None => "none".to_string(),
            },
            ["numbers", name, runs] => numbers(started(&mut cases, name), number(runs)),
            ["run", name, runs] => started(&mut cases, name).seconds(number(runs)).to_string(),
            _ => panic!("`{line}` asks for nothing that is known"),
        };
        println!("{answer}");
        stdout().flush().expect("somebody reads the answer");
    }
}

fn started<'a>(cases: &'a mut HashMap<String, Case>, name: &str) -> &'a mut Case {
    cases.get_mut(name).unwrap_or_else(|| panic!("`{name}` has not been started"))
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number of runs")
}

fn numbers(case: &mut Case, runs: u64) -> String {
    let numbers: Vec<_> = (0..runs).flat_map(|_| case.numbers()).map(|number| number.to_string()).collect();
    numbers.join(" ")
}
