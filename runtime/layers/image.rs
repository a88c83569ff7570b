//! What all layers that take an image say where there is none.

use crate::{Message, Rule, Shape};

/// Requires channels, height and width.
pub const fn require_image(rule: Rule, x: Shape) -> Rule {
    rule.require_rank(
        x,
        3,
        Message::new("takes an image `[channels, height, width]`"),
        Message::new("feed it from one, or make it one by `Reshape::to([channels, height, width])`"),
    )
}
