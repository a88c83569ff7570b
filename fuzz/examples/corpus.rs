//! Writes the files that fuzzing begins with, of which each target changes its own:
//!
//! ```console
//! cargo run --example corpus
//! ```

use std::fs;
use std::path::Path;

use plies::{EarlyStopping, Network};
use plies_fuzz::{Net, T, X, batches, trainer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let [weights, checkpoint] = ["weights", "checkpoint"].map(|target| corpus.join(target));
    for folder in [&weights, &checkpoint] {
        fs::create_dir_all(folder)?;
    }
    Net::<f32>::new(1).save(weights.join("f32"))?;
    Net::<f64>::new(1).save(weights.join("f64"))?;
    fs::write(weights.join("empty"), b"\x02\0\0\0\0\0\0\0{}")?;

    let (mut trainer, mut batches, mut stopping) = (trainer(), batches(), EarlyStopping::new(3));
    trainer.snapshot(&batches).note("losses", "1 2").save(checkpoint.join("start"))?;
    let save = |epoch: &mut plies::Epoch<'_, Net, _, 2>| epoch.snapshot().save(checkpoint.join("stopping"));
    let fit = trainer.fit(&mut batches).validation(&X, &T).early_stopping(&mut stopping);
    fit.each_epoch(|epoch| save(epoch).expect("the folder can be written")).epochs(2)?;
    Ok(())
}
