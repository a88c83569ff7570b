//! Line charts side by side.

use std::error::Error;
use std::ops::Range;

use plotters::prelude::*;

use super::figure::{Area, Figure};

/// The colours of the lines of a chart, in order.
const COLORS: [RGBColor; 4] =
    [RGBColor(31, 119, 180), RGBColor(214, 39, 40), RGBColor(44, 160, 44), RGBColor(148, 103, 189)];

/// Width and height of a chart.
const SIZE: [u32; 2] = [450, 340];

/// A chart.
#[derive(Default)]
pub struct Chart {
    title: String,
    x: &'static str,
    y: Option<Range<f64>>,
    /// Their names, and points.
    lines: Vec<(&'static str, Vec<(f64, f64)>)>,
}

/// Draws charts row by row.
pub fn draw(figure: &Figure, columns: usize, charts: &[Chart]) -> Result<(), Box<dyn Error>> {
    let rows = charts.len().div_ceil(columns);
    let area = figure.area([SIZE[0] * columns as u32, SIZE[1] * rows as u32])?;
    for (part, chart) in area.split_evenly((rows, columns)).iter().zip(charts) {
        chart.draw(part)?;
    }
    area.present()?;
    Ok(())
}

impl Chart {
    /// A chart without lines.
    pub fn new(title: impl Into<String>) -> Self {
        Chart { title: title.into(), ..Chart::default() }
    }

    /// Names the axis from left to right.
    pub fn x(mut self, x: &'static str) -> Self {
        self.x = x;
        self
    }

    /// Shows this much of the axis upwards; unless it is said, from 0 to the largest value.
    pub fn y(mut self, y: Range<f64>) -> Self {
        self.y = Some(y);
        self
    }

    /// Adds a line.
    pub fn line(mut self, name: &'static str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.lines.push((name, points.into_iter().collect()));
        self
    }

    fn draw(&self, area: &Area<'_>) -> Result<(), Box<dyn Error>> {
        let points = || self.lines.iter().flat_map(|(_, points)| points);
        let right = points().fold(f64::MIN_POSITIVE, |most, point| most.max(point.0));
        let top = points().fold(f64::MIN_POSITIVE, |most, point| most.max(point.1));
        let Range { start: bottom, end: top } = self.y.clone().unwrap_or(0.0..top * 1.05);
        let mut chart = ChartBuilder::on(area)
            .caption(&self.title, ("sans-serif", 18))
            .margin(12)
            .margin_right(28)
            .x_label_area_size(36)
            .y_label_area_size(48)
            .build_cartesian_2d(0.0..right, bottom..top)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(5)
            .x_desc(self.x)
            .x_label_formatter(&|x| format!("{x:.0}"))
            .draw()?;
        for ((name, points), color) in self.lines.iter().zip(COLORS) {
            chart
                .draw_series(LineSeries::new(points.iter().copied(), color.stroke_width(2)))?
                .label(*name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], color.stroke_width(2)));
        }
        if self.lines.len() > 1 {
            let at = roomiest(points().map(|(x, y)| (x / right, (y - bottom) / (top - bottom))));
            chart
                .configure_series_labels()
                .position(at)
                .border_style(TRANSPARENT)
                .background_style(WHITE.mix(0.8))
                .draw()?;
        }
        Ok(())
    }
}

/// The place on the right where the fewest points lie behind the names of the lines; the axes go from 0 to 1.
fn roomiest(points: impl Iterator<Item = (f64, f64)> + Clone) -> SeriesLabelPosition {
    let places = [
        (SeriesLabelPosition::LowerRight, 0.0..0.3),
        (SeriesLabelPosition::UpperRight, 0.7..1.01),
        (SeriesLabelPosition::MiddleRight, 0.35..0.65),
    ];
    let behind = |rows: &Range<f64>| points.clone().filter(|(x, y)| *x > 0.7 && rows.contains(y)).count();
    let best = places.into_iter().min_by_key(|(_, rows)| behind(rows));
    best.map_or(SeriesLabelPosition::LowerRight, |(place, _)| place)
}
