//! What pulls weights towards zero.

use crate::Entry;

/// Weight decay, and what it is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decay {
    pub strength: f64,
    pub all: bool,
}

impl Decay {
    pub const fn of(strength: f64) -> Self {
        Decay { strength, all: false }
    }

    /// What a checkpoint compares.
    #[cfg(feature = "weights")]
    pub fn settings(self) -> [(&'static str, f64); 2] {
        [("weight_decay", self.strength), ("decay_all", f64::from(self.all))]
    }

    /// How strongly the entries of one matrix are pulled.
    #[inline]
    pub fn at(self, entry: &Entry<'_>) -> f64 {
        if self.all || entry.path.decays() { self.strength } else { 0.0 }
    }
}
