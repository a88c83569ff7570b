//! Any bytes are loaded into a network, or refused; then it is as it was.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use plies::{Network, Weights};
use plies_fuzz::{Net, bits, both, measured};

fuzz_target!(|data: &[u8]| {
    for file in both(data) {
        for is_strict in [true, false] {
            let mut net = Net::new(1);
            let before = bits(&net);
            let result = measured(&file, || {
                let mut weights = Weights::of_bytes(&file)?;
                if !is_strict {
                    weights = weights.rename(|name| name.replace("fc", "affine")).convert().finite();
                }
                weights.load_into(&mut *net)
            });
            match result {
                Ok(()) => assert!(is_strict || bits(&net).iter().all(|bits| f32::from_bits(*bits).is_finite())),
                Err(error) => {
                    assert_eq!(bits(&net), before);
                    black_box(error.to_string());
                }
            }
        }
    }
});
