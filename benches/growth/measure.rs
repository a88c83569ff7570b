//! How long steps take, beside what the machine could do at the same time.

use std::time::Instant;

use super::peak;
use super::step::Step;

/// How often each step has its turn. The fastest turn counts: whatever else the machine does only adds to it.
const ROUNDS: usize = 60;

/// Seconds that a turn takes at least.
const TURN: f64 = 0.02;

/// Measures all steps, by turns; gives the peak, in flops per second, where it is known.
pub fn fastest(mut steps: Vec<&mut Step>) -> Option<f64> {
    let run_peak = peak::run();
    let mut peak: f64 = 0.0;
    for _ in 0..ROUNDS {
        if let Some(run) = run_peak {
            let mut flops = 0.0;
            let seconds = turn(&mut || flops = run());
            peak = peak.max(flops / seconds);
        }
        for step in &mut steps {
            step.seconds = step.seconds.min(turn(&mut step.run));
        }
    }
    run_peak.map(|_| peak)
}

/// Seconds of a run, on the average of a turn. The first brings what it needs into the caches, and does not count.
fn turn(run: &mut dyn FnMut()) -> f64 {
    run();
    let (mut runs, mut batch, started) = (0, 1, Instant::now());
    loop {
        // Ever more between two looks at the clock, which takes longer than the smallest step.
        for _ in 0..batch {
            run();
        }
        runs += batch;
        batch *= 2;
        let seconds = started.elapsed().as_secs_f64();
        if seconds > TURN {
            return seconds / f64::from(runs);
        }
    }
}
