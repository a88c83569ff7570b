//! The charts of one series.

use std::error::Error;
use std::ops::Range;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axes::{Chart, Scale, around, chart, powers};
use super::caches::caches;
use super::figure::Area;
use super::legend::DASH;
use super::series::Series;
use super::text::text;

pub const BLUE: RGBColor = RGBColor(31, 119, 180);
pub const RED: RGBColor = RGBColor(214, 39, 40);
pub const GREEN: RGBColor = RGBColor(44, 160, 44);
pub const ORANGE: RGBColor = RGBColor(230, 126, 20);
pub const GREY: RGBColor = RGBColor(110, 110, 110);

/// Seconds per sample, and those that the multiply-adds take at the peak.
pub fn times(area: &Area<'_>, series: &Series, peak: Option<f64>) -> Result<(), Box<dyn Error>> {
    let measured = series.points(|step| step.seconds_per_sample());
    let at_peak = peak.map(|peak| series.points(|step| step.seconds_at(peak))).unwrap_or_default();
    let range = around(measured.iter().chain(&at_peak).map(|point| point.1), 1.8);
    // Where there are few powers of ten, some between them.
    let few = range.end / range.start < 100.0;
    let between: &[f64] = if few { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let wide = range.start / 10.0..range.end;
    let marks = powers(&wide, 10.0).flat_map(|power| between.iter().map(move |times| times * power));
    let marks = marks.filter(|mark| range.contains(mark)).collect();
    let mut chart = chart(area, series.name, sizes(series), Scale { range, marks, written: duration })?;
    let style = RED.stroke_width(2);
    chart.draw_series(DashedLineSeries::new(at_peak.clone(), DASH.0, DASH.1, style))?;
    line(&mut chart, measured.clone(), BLUE)?;
    let style = text(11.5, BLUE, Pos::new(HPos::Center, VPos::Bottom));
    chart.draw_series(measured.iter().zip(&at_peak).map(|(point, at_peak)| {
        let percent = format!("{:.0}", 100.0 * at_peak.1 / point.1);
        EmptyElement::at(*point) + Text::new(percent, (0, -6), style.clone())
    }))?;
    Ok(())
}

/// What a step reads and writes, in bytes, beside the sizes of the caches.
pub fn bytes(area: &Area<'_>, series: &Series) -> Result<(), Box<dyn Error>> {
    let all = series.points(|step| step.bytes.sum() as f64);
    let parts = [
        (series.points(|step| step.bytes.network_and_gradient as f64), GREEN),
        (series.points(|step| step.bytes.tape as f64), ORANGE),
        (series.points(|step| step.bytes.inputs as f64), RED),
    ];
    let values: Vec<_> = parts.iter().flat_map(|part| &part.0).chain(&all).copied().collect();
    let range = around(values.iter().map(|point| point.1), 1.6);
    let base = if range.end / range.start < 1e4 { 4.0 } else { 16.0 };
    let marks = powers(&range, base).collect();
    let mut chart =
        chart(area, series.name, sizes(series), Scale { range: range.clone(), marks, written: size })?;
    for (name, bytes) in caches().into_iter().filter(|cache| range.contains(&cache.1)) {
        cache(&mut chart, &name, bytes, &values)?;
    }
    for (points, color) in parts {
        chart.draw_series(LineSeries::new(points, color.stroke_width(1)))?;
    }
    line(&mut chart, all, BLUE)
}

/// The size of a cache, named at the end that is farther from all points.
fn cache(chart: &mut Chart<'_>, name: &str, bytes: f64, points: &[(f64, f64)]) -> Result<(), Box<dyn Error>> {
    let Range { start: left, end: right } = around(points.iter().map(|point| point.0), 1.0);
    let third = (right / left).cbrt();
    let room = |sizes: Range<f64>| {
        let near = points.iter().filter(|point| sizes.contains(&point.0));
        near.map(|point| (point.1 / bytes).ln().abs()).fold(f64::INFINITY, f64::min)
    };
    let (end, at) = if room(0.0..third * left) > room(right / third..f64::INFINITY) {
        (left, HPos::Left)
    } else {
        (right, HPos::Right)
    };
    let line = [(left, bytes), (right, bytes)];
    chart.draw_series(DashedLineSeries::new(line, DASH.0, DASH.1, GREY.stroke_width(1)))?;
    let style = text(12.0, GREY, Pos::new(at, VPos::Bottom));
    let name = Text::new(format!("{name}, {}", size(bytes)), (0, -4), style);
    chart.draw_series([EmptyElement::at((end, bytes)) + name])?;
    Ok(())
}

/// A line with a dot at each point.
fn line(chart: &mut Chart<'_>, points: Vec<(f64, f64)>, color: RGBColor) -> Result<(), Box<dyn Error>> {
    chart.draw_series(points.iter().map(|point| Circle::new(*point, 3, color.filled())))?;
    chart.draw_series(LineSeries::new(points, color.stroke_width(2)))?;
    Ok(())
}

/// The axis of what grows. If it is marked often, half of the marks are enough.
fn sizes(series: &Series) -> Scale {
    let sizes = || series.steps.iter().map(|step| step.size as f64);
    let marks = sizes().step_by(if series.steps.len() > 6 { 2 } else { 1 }).collect();
    Scale { range: around(sizes(), 1.2), marks, written: |size| size.to_string() }
}

fn duration(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.0} ns", seconds * 1e9),
        ..1e-3 => format!("{:.0} µs", seconds * 1e6),
        _ => format!("{:.0} ms", seconds * 1e3),
    }
}

fn size(bytes: f64) -> String {
    match bytes / 1024.0 {
        kibibytes @ ..1024.0 => format!("{kibibytes:.0} KiB"),
        kibibytes => format!("{:.0} MiB", kibibytes / 1024.0),
    }
}
