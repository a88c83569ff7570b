//! Steps of which one thing grows.

use super::step::Step;

/// A column of the picture.
pub struct Series {
    /// What grows.
    pub name: &'static str,
    /// What its networks are.
    pub networks: &'static str,
    pub steps: Vec<Step>,
}

impl Series {
    /// What is drawn over what grows.
    pub fn points(&self, of: impl Fn(&Step) -> f64) -> Vec<(f64, f64)> {
        self.steps.iter().map(|step| (step.size as f64, of(step))).collect()
    }
}
