//! What was measured, in Markdown.

use super::series::Series;
use super::step::{Bytes, Step};

/// Prints a table, and the peak.
pub fn print(all: &[Series], peak: Option<f64>) {
    if let Some(peak) = peak {
        println!("The peak of this core is {:.0} GFLOP/s of fused multiply-adds.\n", peak * 1e-9);
    }
    println!(
        "| | parameters | multiply-adds of a sample | µs per sample | at peak | KiB of network and gradient | tape | inputs |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for series in all {
        for step in &series.steps {
            println!("| {} {} | {} |", series.name, step.size, cells(step, peak).join(" | "));
        }
    }
}

fn cells(step: &Step, peak: Option<f64>) -> [String; 7] {
    let micros = |seconds: f64| format!("{:.3}", seconds * 1e6);
    let kibibytes = |bytes: usize| format!("{:.1}", bytes as f64 / 1024.0);
    let Bytes { network_and_gradient, tape, inputs } = step.bytes;
    [
        step.parameters.to_string(),
        step.multiply_adds.to_string(),
        micros(step.seconds_per_sample()),
        peak.map_or_else(String::new, |peak| micros(step.seconds_at(peak))),
        kibibytes(network_and_gradient),
        kibibytes(tape),
        kibibytes(inputs),
    ]
}
