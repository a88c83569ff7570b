//! How many products backward adds up: that depends on what is asked for, so that it is counted as the network asks.

use crate::Rule;

/// What the layer of a rule adds up on the way back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// As many as forward for the parameters, and again for each input.
    LikeForward,
    /// As many for the parameters, and as many for each input.
    Counted { parameters: usize, each_input: usize },
    /// What the nodes of a network add up.
    Network(&'static [Step]),
}

/// A node of a network, and what leads to it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The rule of its layer.
    pub rule: &'static Rule,
    /// Whether an output depends on it.
    pub runs: bool,
    /// Whether its own parameters are trained.
    pub trains: bool,
    /// What feeds it.
    pub feeds: &'static [Reach],
}

/// What is above a value that feeds a node.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// The inputs of the network that it comes from: input `i` is bit `i`.
    pub inputs: u8,
    /// Whether parameters that are trained lead to it.
    pub is_trained: bool,
}

impl Step {
    /// What the node adds up, where the network is asked for the gradient of its parameters, and of these of its inputs.
    pub const fn multiply_adds(&self, parameters: bool, inputs: u8) -> usize {
        if !self.runs {
            return 0;
        }
        let (mut asked, mut i) = (0, 0);
        while i < self.feeds.len() {
            if parameters && self.feeds[i].is_trained || self.feeds[i].inputs & inputs != 0 {
                asked |= 1 << i;
            }
            i += 1;
        }
        self.rule.backward_multiply_adds_count(parameters && self.trains, asked)
    }
}

/// What all nodes add up.
pub const fn multiply_adds(steps: &[Step], parameters: bool, inputs: u8) -> usize {
    let (mut sum, mut i) = (0usize, 0);
    while i < steps.len() {
        sum = sum.saturating_add(steps[i].multiply_adds(parameters, inputs));
        i += 1;
    }
    sum
}

impl Rule {
    /// How many products backward adds up for a sample, in matrix products and convolutions: as many for the gradient of the
    /// parameters, and as many for that of each input. Without this both are as many as forward's.
    pub const fn backward_multiply_adds(mut self, parameters: usize, each_input: usize) -> Self {
        self.work = Work::Counted { parameters, each_input };
        self
    }

    /// The layer is a network of these nodes.
    #[doc(hidden)]
    pub const fn steps(mut self, steps: &'static [Step]) -> Self {
        self.work = Work::Network(steps);
        self
    }

    /// How many products backward adds up for a sample, where the gradient of the parameters is asked for, and that of inputs: of
    /// input `i` if bit `i` is set.
    pub const fn backward_multiply_adds_count(&self, parameters: bool, inputs: u8) -> usize {
        if !parameters && inputs == 0 {
            return 0;
        }
        // In a row only the first is not asked for what feeds it.
        let behind = self.repeats.saturating_sub(1).saturating_mul(self.once(parameters, 1));
        behind.saturating_add(self.once(parameters, inputs))
    }

    /// The same of a layer that stands alone.
    const fn once(&self, parameters: bool, inputs: u8) -> usize {
        let (for_parameters, each_input) = match self.work {
            Work::LikeForward => {
                let forward = self.multiply_adds_count() / self.repeats;
                (forward, forward)
            }
            Work::Counted { parameters, each_input } => (parameters, each_input),
            Work::Network(steps) => return multiply_adds(steps, parameters, inputs),
        };
        let for_inputs = each_input.saturating_mul(inputs.count_ones() as usize);
        for_inputs.saturating_add(if parameters { for_parameters } else { 0 })
    }
}
