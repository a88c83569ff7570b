//! Any bytes are a run that goes on, or refused; then the run is as it was.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use plies::{Checkpoint, EarlyStopping};
use plies_fuzz::{T, X, batches, bits, both, measured, trainer};

fuzz_target!(|data: &[u8]| {
    for file in both(data) {
        for stops_early in [false, true] {
            let (mut trainer, mut batches, mut stopping) = (trainer(), batches(), EarlyStopping::new(3));
            let before = (bits(&trainer.network), trainer.steps, trainer.epochs_done);
            let result = measured(&file, || {
                let mut checkpoint = Checkpoint::of_bytes(&file)?;
                if stops_early {
                    checkpoint = checkpoint.early_stopping(&mut stopping);
                }
                checkpoint.load_into(&mut trainer, &mut batches)
            });
            match result {
                // Whatever was loaded, it can go on.
                Ok(()) => {
                    let fit = trainer.fit(&mut batches).validation(&X, &T).early_stopping(&mut stopping);
                    let _ = black_box(fit.epochs(1));
                }
                Err(error) => {
                    assert_eq!((bits(&trainer.network), trainer.steps, trainer.epochs_done), before);
                    black_box(error.to_string());
                }
            }
        }
    }
});
