//! Letters.

use plotters::prelude::*;
use plotters::style::text_anchor::Pos;

/// An SVG gets letters that are smaller than asked for, by so much.
const SMALLER: f64 = 1.24;

/// Letters of so many pixels, at a place.
pub fn text(pixels: f64, color: RGBColor, at: Pos) -> TextStyle<'static> {
    ("sans-serif", SMALLER * pixels).into_font().color(&color).pos(at)
}
