//! Where values and gradients lie: on the tape while training, in a buffer that is used again and again while predicting.

mod buffer;
mod gradients;
mod tape;

pub use buffer::{plan, planned, planned_place, to_and_fro};
pub use gradients::{Gradient, Gradients, reads_y};
pub use tape::{place, tape};
