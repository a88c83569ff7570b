//! The most arithmetic that a core can do: fused multiply-adds that wait for nothing.

use crate::contender::Case;

/// How often each accumulator is added to in a run.
const ROUNDS: usize = 10_000;

/// What a run computes is the number of its flops, two for each multiply-add.
#[cfg(target_arch = "x86_64")]
pub fn case() -> Option<Case> {
    let flops = |accumulators: usize, lanes: usize| (2 * ROUNDS * accumulators * lanes) as f64;
    if is_x86_feature_detected!("avx512f") {
        Some(Box::new(move || {
            // SAFETY: this machine has AVX-512.
            unsafe { avx512() };
            flops(AVX512, 16)
        }))
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        Some(Box::new(move || {
            // SAFETY: this machine has AVX2 and FMA.
            unsafe { avx2() };
            flops(AVX2, 8)
        }))
    } else {
        None
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub fn case() -> Option<Case> {
    None
}

/// As many accumulators as fit into the registers beside the two factors.
#[cfg(target_arch = "x86_64")]
const AVX512: usize = 24;
#[cfg(target_arch = "x86_64")]
const AVX2: usize = 12;

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512() {
    use std::arch::x86_64::{_mm512_fmadd_ps, _mm512_set1_ps};
    use std::hint::black_box;

    let (a, b) = (_mm512_set1_ps(black_box(0.5)), _mm512_set1_ps(black_box(0.5)));
    let mut sums = [b; AVX512];
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(*sum, a, b);
        }
    }
    black_box(sums);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2() {
    use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps};
    use std::hint::black_box;

    let (a, b) = (_mm256_set1_ps(black_box(0.5)), _mm256_set1_ps(black_box(0.5)));
    let mut sums = [b; AVX2];
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(*sum, a, b);
        }
    }
    black_box(sums);
}
