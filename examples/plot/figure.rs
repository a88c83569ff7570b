//! An SVG file for a picture.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use plotters::coord::Shift;
use plotters::prelude::*;

/// A place to draw on.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A file for a picture.
pub struct Figure {
    file: PathBuf,
}

impl Figure {
    /// A figure that will be drawn into a folder, which is made if it is not there. It is found out now whether the file can be
    /// written, before hours of training.
    pub fn create(folder: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let file = folder.join(name);
        let failed = |error| format!("`{}` cannot be written: {error}", file.display());
        fs::create_dir_all(folder).map_err(failed)?;
        fs::OpenOptions::new().append(true).create(true).open(&file).map_err(failed)?;
        Ok(Figure { file })
    }

    /// An empty picture of a width and a height.
    pub fn area(&self, [width, height]: [u32; 2]) -> Result<Area<'_>, Box<dyn Error>> {
        let area = SVGBackend::new(&self.file, (width, height)).into_drawing_area();
        area.fill(&WHITE)?;
        Ok(area)
    }

    /// Where it is drawn.
    pub fn file(&self) -> &Path {
        &self.file
    }
}
