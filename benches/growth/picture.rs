//! Time above, bytes below; a column for each thing that grows.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axes::{LEFT, RIGHT};
use super::charts::{self, BLUE, GREEN, GREY, ORANGE, RED};
use super::figure::{Area, Figure};
use super::legend::{self, Entry};
use super::series::Series;
use super::text::text;

/// Width of a column; height of its heading, of what stands above a row, and of a chart.
const COLUMN: u32 = 370;
const HEADING: u32 = 62;
const LEGEND: u32 = 38;
const CHART: u32 = 290;

/// Draws all series; without a peak, there is no line of it.
pub fn draw(figure: &Figure, all: &[Series], peak: Option<f64>) -> Result<(), Box<dyn Error>> {
    let area = figure.area([COLUMN * all.len() as u32, HEADING + 2 * (LEGEND + CHART)])?;
    let (headings, rows) = area.split_vertically(HEADING);
    let (times, bytes) = rows.split_vertically(LEGEND + CHART);
    let (times_legend, times) = times.split_vertically(LEGEND);
    let (bytes_legend, bytes) = bytes.split_vertically(LEGEND);

    let line = |name, color: RGBColor, width| Entry { name, style: color.stroke_width(width), dashed: false };
    let dashed = |name, color: RGBColor, width| Entry { dashed: true, ..line(name, color, width) };
    let mut entries = vec![line("measured", BLUE, 2)];
    if peak.is_some() {
        entries[0].name = "measured, and how many per cent of the peak that is";
        entries.push(dashed("its multiply-adds at the peak of the core", RED, 2));
    }
    legend::draw(&times_legend, LEFT as i32, "Time per sample", &entries)?;
    let entries = [
        line("all that is allocated for a step", BLUE, 2),
        line("network and gradient", GREEN, 1),
        line("tape", ORANGE, 1),
        line("inputs", RED, 1),
        dashed("caches", GREY, 1),
    ];
    legend::draw(&bytes_legend, LEFT as i32, "Memory", &entries)?;

    let [headings, times, bytes] = [headings, times, bytes].map(|row| row.split_evenly((1, all.len())));
    for (i, series) in all.iter().enumerate() {
        heading(&headings[i], series)?;
        charts::times(&times[i], series, peak)?;
        charts::bytes(&bytes[i], series)?;
    }
    area.present()?;
    Ok(())
}

/// What grows, and of which networks.
fn heading(area: &Area<'_>, series: &Series) -> Result<(), Box<dyn Error>> {
    let middle = (LEFT + COLUMN - RIGHT) as i32 / 2;
    let at = Pos::new(HPos::Center, VPos::Center);
    area.draw(&Text::new(format!("Growing {}", series.name), (middle, 24), text(19.0, BLACK, at)))?;
    area.draw(&Text::new(series.networks, (middle, 48), text(14.0, GREY, at)))?;
    Ok(())
}
