//! Charts with logarithmic axes.

use std::error::Error;
use std::ops::Range;

use plotters::coord::combinators::WithKeyPoints;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::figure::Area;
use super::text::text;

/// What lies left and right of a chart.
pub const LEFT: u32 = 66;
pub const RIGHT: u32 = 16;

type Axis = WithKeyPoints<LogCoord<f64>>;

/// A chart that lines can be drawn in.
pub type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<Axis, Axis>>;

/// What an axis shows.
pub struct Scale {
    pub range: Range<f64>,
    /// What is marked, and how it is written.
    pub marks: Vec<f64>,
    pub written: fn(f64) -> String,
}

/// A chart without lines; the axis from left to right has a name.
pub fn chart<'a>(area: &Area<'a>, name: &str, x: Scale, y: Scale) -> Result<Chart<'a>, Box<dyn Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin_right(RIGHT)
        .x_label_area_size(48)
        .y_label_area_size(LEFT)
        .build_cartesian_2d(
            x.range.log_scale().with_key_points(x.marks),
            y.range.log_scale().with_key_points(y.marks),
        )?;
    let at = Pos::new(HPos::Center, VPos::Top);
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.1))
        .axis_style(BLACK.mix(0.5))
        .label_style(text(13.0, BLACK, at))
        .axis_desc_style(text(14.0, BLACK, at))
        .x_desc(name)
        .x_label_formatter(&|value| (x.written)(*value))
        .y_label_formatter(&|value| (y.written)(*value))
        .draw()?;
    Ok(chart)
}

/// From the least to the largest of all values, and so many times as much to either side.
pub fn around(values: impl Iterator<Item = f64>, room: f64) -> Range<f64> {
    let (least, most) = values.fold((f64::MAX, 0.0_f64), |(least, most), x| (least.min(x), most.max(x)));
    least / room..most * room
}

/// The powers of a number in a range.
pub fn powers(range: &Range<f64>, base: f64) -> impl Iterator<Item = f64> {
    let [first, last] = [range.start, range.end].map(|end| end.log(base));
    (first.ceil() as i32..=last.floor() as i32).map(move |power| base.powi(power))
}
