//! The learning rate of each step.

use plies::Schedule;

use crate::fixtures::Case;

pub const NAMES: &[&str] = &["step_decay", "exponential", "cosine", "one_cycle", "warm_up"];

fn compare(name: &'static str, steps: usize, schedule: Schedule) {
    let rates: Vec<_> = (0..steps).map(|step| schedule.at(step)).collect();
    Case::<f64>::new(name).compare("rates", &rates);
}

#[test]
fn give_the_rates_of_pytorch() {
    compare("step_decay", 50, Schedule::step_decay(0.1, 0.5, 7));
    compare("exponential", 50, Schedule::exponential(0.1, 0.9));
    compare("cosine", 41, Schedule::cosine(0.1, 0.01, 40));
    compare("one_cycle", 50, Schedule::one_cycle(0.1, 51));
    compare("warm_up", 45, Schedule::cosine(0.1, 0.0, 40).warm_up(5));
}
