//! The learning curves.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use plotters::prelude::*;

/// Over how many steps the loss that is drawn is averaged.
const SMOOTHED: usize = 100;

const LOSS: RGBColor = RGBColor(31, 119, 180);
const TRAIN: RGBColor = RGBColor(44, 160, 44);
const TEST: RGBColor = RGBColor(214, 39, 40);

/// What happened while a network learnt.
pub struct Curves {
    file: PathBuf,
    losses: Vec<f32>,
    /// Step, and accuracies on the training and the test data.
    accuracies: Vec<(usize, f64, f64)>,
}

impl Curves {
    /// Curves that will be drawn into a folder, which is made if it is not there.
    pub fn create(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let file = folder.join("mnist.svg");
        let failed = |error| format!("`{}` cannot be written: {error}", file.display());
        fs::create_dir_all(folder).map_err(failed)?;
        fs::OpenOptions::new().append(true).create(true).open(&file).map_err(failed)?;
        Ok(Curves { file, losses: vec![], accuracies: vec![] })
    }

    /// The loss of a step.
    pub fn loss(&mut self, step: usize, loss: f32) {
        debug_assert_eq!(step, self.losses.len());
        self.losses.push(loss);
    }

    /// The accuracies after so many steps.
    pub fn accuracy(&mut self, steps: usize, train: f64, test: f64) {
        self.accuracies.push((steps, train, test));
    }

    /// Draws the loss beside the accuracies; returns the file.
    pub fn draw(&self) -> Result<&Path, Box<dyn Error>> {
        let area = SVGBackend::new(&self.file, (900, 340)).into_drawing_area();
        area.fill(&WHITE)?;
        let (left, right) = area.split_horizontally(450);
        self.draw_loss(&left)?;
        self.draw_accuracy(&right)?;
        area.present()?;
        Ok(&self.file)
    }

    fn draw_loss(
        &self,
        area: &DrawingArea<SVGBackend, plotters::coord::Shift>,
    ) -> Result<(), Box<dyn Error>> {
        let means =
            self.losses.chunks(SMOOTHED).enumerate().map(|(i, chunk)| {
                (i * SMOOTHED + chunk.len(), chunk.iter().sum::<f32>() / chunk.len() as f32)
            });
        let points: Vec<_> = means.collect();
        let largest = points.iter().fold(0.0, |largest: f32, point| largest.max(point.1));
        let mut chart = ChartBuilder::on(area)
            .caption("loss", ("sans-serif", 18))
            .margin(12)
            .margin_right(28)
            .x_label_area_size(36)
            .y_label_area_size(48)
            .build_cartesian_2d(0..self.losses.len(), 0.0..largest * 1.05)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(5)
            .x_desc("steps")
            .y_label_formatter(&|loss| format!("{loss:.1}"))
            .draw()?;
        chart.draw_series(LineSeries::new(points, LOSS.stroke_width(2)))?;
        Ok(())
    }

    fn draw_accuracy(
        &self,
        area: &DrawingArea<SVGBackend, plotters::coord::Shift>,
    ) -> Result<(), Box<dyn Error>> {
        let lowest =
            self.accuracies.iter().fold(1.0, |lowest: f64, (_, train, test)| lowest.min(*train).min(*test));
        let mut chart = ChartBuilder::on(area)
            .caption("accuracy", ("sans-serif", 18))
            .margin(12)
            .margin_right(28)
            .x_label_area_size(36)
            .y_label_area_size(48)
            .build_cartesian_2d(0..self.losses.len(), (lowest * 100.0).floor() / 100.0..1.0)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(5)
            .x_desc("steps")
            .y_label_formatter(&|accuracy| format!("{accuracy:.2}"))
            .draw()?;
        for (name, color, pick) in [("train", TRAIN, 0), ("test", TEST, 1)] {
            let points = self.accuracies.iter().map(|(step, train, test)| (*step, [*train, *test][pick]));
            chart
                .draw_series(LineSeries::new(points, color.stroke_width(2)))?
                .label(name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], color.stroke_width(2)));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerRight)
            .border_style(TRANSPARENT)
            .background_style(WHITE)
            .draw()?;
        Ok(())
    }
}
