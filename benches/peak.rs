//! The most arithmetic that a core can do: fused multiply-adds that wait for nothing.

/// How often each accumulator is added to in a run.
const ROUNDS: usize = 10_000;

/// What a run computes is the number of its flops, two for each multiply-add. There is none for a machine whose vectors are not
/// known here.
#[cfg(target_arch = "x86_64")]
pub fn run() -> Option<fn() -> f64> {
    const fn flops(accumulators: usize, lanes: usize) -> f64 {
        (2 * ROUNDS * accumulators * lanes) as f64
    }
    if is_x86_feature_detected!("avx512f") {
        Some(|| {
            // SAFETY: this machine has AVX-512.
            unsafe { avx512() };
            flops(AVX512, 16)
        })
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        Some(|| {
            // SAFETY: this machine has AVX2 and FMA.
            unsafe { avx2() };
            flops(AVX2, 8)
        })
    } else {
        None
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub fn run() -> Option<fn() -> f64> {
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
