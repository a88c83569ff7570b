//! How the cost of a training step grows with the batch, with the width and with the depth of a network.
//!
//! ```text
//! cargo bench --bench growth
//! ```
//!
//! Prints a table, and draws `docs/growth.svg`. One thread.

mod axes;
mod caches;
mod charts;
#[path = "../../examples/plot/figure.rs"]
mod figure;
mod legend;
mod measure;
mod networks;
#[path = "../one_thread.rs"]
mod one_thread;
#[path = "../peak.rs"]
mod peak;
mod picture;
mod series;
mod step;
mod table;
mod text;

use std::error::Error;
use std::path::Path;

use figure::Figure;

fn main() -> Result<(), Box<dyn Error>> {
    one_thread::use_one_thread();
    let figure = Figure::create(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs"), "growth.svg")?;
    let mut all = networks::all();
    let peak = measure::fastest(all.iter_mut().flat_map(|series| &mut series.steps).collect());
    table::print(&all, peak);
    picture::draw(&figure, &all, peak)?;
    println!("\n{}", figure.file().display());
    Ok(())
}
