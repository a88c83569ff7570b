//! Eight windows at a time, or four, on a machine with AVX2.
//!
//! Portable vectors have no way to take pairs apart, and of arrays the compiler makes one window after the other.

use std::arch::x86_64::{__m128, __m256, __m256d, _CMP_GT_OQ, _CMP_ORD_Q};

use pulp::bytemuck::cast;
use pulp::x86::{V3, V4};

use super::{Given, Pairs, Samples, avx512};

impl Pairs for f32 {
    fn pool_vectors(samples: Samples<'_, f32>) -> Option<bool> {
        if let Some(simd) = V4::try_new() {
            return Some(avx512::pool(simd, samples));
        }
        match samples.columns {
            8.. => V3::try_new().map(|simd| pool::<__m256, 8>(simd, samples)),
            4.. => V3::try_new().map(|simd| pool::<__m128, 4>(simd, samples)),
            _ => None,
        }
    }

    fn unpool_vectors(given: Given<'_, f32>) -> Result<(), Given<'_, f32>> {
        match V4::try_new() {
            Some(simd) => avx512::unpool(simd, given),
            None => return Err(given),
        }
        Ok(())
    }
}

impl Pairs for f64 {
    fn pool_vectors(samples: Samples<'_, f64>) -> Option<bool> {
        match samples.columns {
            4.. => V3::try_new().map(|simd| pool::<__m256d, 4>(simd, samples)),
            _ => None,
        }
    }

    fn unpool_vectors(given: Given<'_, f64>) -> Result<(), Given<'_, f64>> {
        Err(given)
    }
}

/// A vector with an entry for each window.
trait Vector<const WINDOWS: usize>: Copy {
    type Entry;

    /// The left pixels, and the right ones.
    fn split(simd: V3, pairs: &[[Self::Entry; 2]; WINDOWS]) -> [Self; 2];
    /// Where `a` is larger than `b`.
    fn is_larger(simd: V3, a: Self, b: Self) -> Self;
    /// Where both are numbers.
    fn are_numbers(simd: V3, a: Self, b: Self) -> Self;
    fn choose(simd: V3, is: Self, yes: Self, no: Self) -> Self;
    fn entries(self) -> [Self::Entry; WINDOWS];
    /// Ones where it is so, else zeros.
    fn bits(self) -> [u32; WINDOWS];
}

fn pool<V: Vector<WINDOWS>, const WINDOWS: usize>(simd: V3, samples: Samples<'_, V::Entry>) -> bool {
    simd.vectorize(
        #[inline(always)]
        || {
            let (down, mut numbers) = (2 * samples.columns as u32, [!0; WINDOWS]);
            samples.each_block(
                #[inline(always)]
                |above, below, place, y, places| {
                    let ([a, b], [c, d]) = (V::split(simd, above), V::split(simd, below));
                    // Of several the first.
                    let (right, right_below) = (V::is_larger(simd, b, a), V::is_larger(simd, d, c));
                    let (top, bottom) = (V::choose(simd, right, b, a), V::choose(simd, right_below, d, c));
                    let is_below = V::is_larger(simd, bottom, top);
                    *y = V::choose(simd, is_below, bottom, top).entries();
                    if let Some(places) = places {
                        let right = V::choose(simd, is_below, right_below, right).bits();
                        let is_below = is_below.bits();
                        for i in 0..WINDOWS {
                            places[i] = place + 2 * i as u32 + (right[i] & 1) + (is_below[i] & down);
                        }
                    }
                    let (upper, lower) =
                        (V::are_numbers(simd, a, b).bits(), V::are_numbers(simd, c, d).bits());
                    for i in 0..WINDOWS {
                        numbers[i] &= upper[i] & lower[i];
                    }
                },
            );
            numbers == [!0; WINDOWS]
        },
    )
}

impl Vector<8> for __m256 {
    type Entry = f32;

    #[inline(always)]
    fn split(simd: V3, pairs: &[[f32; 2]; 8]) -> [__m256; 2] {
        let [first, second]: [__m256; 2] = cast(*pairs);
        let halves = [
            simd.avx._mm256_shuffle_ps::<0b10_00_10_00>(first, second),
            simd.avx._mm256_shuffle_ps::<0b11_01_11_01>(first, second),
        ];
        // Each half of a vector has two of the first and two of the second.
        halves.map(|half| cast(simd.avx2._mm256_permute4x64_pd::<0b11_01_10_00>(cast(half))))
    }

    #[inline(always)]
    fn is_larger(simd: V3, a: __m256, b: __m256) -> __m256 {
        simd.avx._mm256_cmp_ps::<_CMP_GT_OQ>(a, b)
    }

    #[inline(always)]
    fn are_numbers(simd: V3, a: __m256, b: __m256) -> __m256 {
        simd.avx._mm256_cmp_ps::<_CMP_ORD_Q>(a, b)
    }

    #[inline(always)]
    fn choose(simd: V3, is: __m256, yes: __m256, no: __m256) -> __m256 {
        simd.avx._mm256_blendv_ps(no, yes, is)
    }

    #[inline(always)]
    fn entries(self) -> [f32; 8] {
        cast(self)
    }

    #[inline(always)]
    fn bits(self) -> [u32; 8] {
        cast(self)
    }
}

impl Vector<4> for __m128 {
    type Entry = f32;

    #[inline(always)]
    fn split(simd: V3, pairs: &[[f32; 2]; 4]) -> [__m128; 2] {
        let [first, second]: [__m128; 2] = cast(*pairs);
        [
            simd.sse._mm_shuffle_ps::<0b10_00_10_00>(first, second),
            simd.sse._mm_shuffle_ps::<0b11_01_11_01>(first, second),
        ]
    }

    #[inline(always)]
    fn is_larger(simd: V3, a: __m128, b: __m128) -> __m128 {
        simd.sse._mm_cmpgt_ps(a, b)
    }

    #[inline(always)]
    fn are_numbers(simd: V3, a: __m128, b: __m128) -> __m128 {
        simd.sse._mm_cmpord_ps(a, b)
    }

    #[inline(always)]
    fn choose(simd: V3, is: __m128, yes: __m128, no: __m128) -> __m128 {
        simd.sse4_1._mm_blendv_ps(no, yes, is)
    }

    #[inline(always)]
    fn entries(self) -> [f32; 4] {
        cast(self)
    }

    #[inline(always)]
    fn bits(self) -> [u32; 4] {
        cast(self)
    }
}

impl Vector<4> for __m256d {
    type Entry = f64;

    #[inline(always)]
    fn split(simd: V3, pairs: &[[f64; 2]; 4]) -> [__m256d; 2] {
        let [first, second]: [__m256d; 2] = cast(*pairs);
        let halves = [simd.avx._mm256_unpacklo_pd(first, second), simd.avx._mm256_unpackhi_pd(first, second)];
        halves.map(|half| simd.avx2._mm256_permute4x64_pd::<0b11_01_10_00>(half))
    }

    #[inline(always)]
    fn is_larger(simd: V3, a: __m256d, b: __m256d) -> __m256d {
        simd.avx._mm256_cmp_pd::<_CMP_GT_OQ>(a, b)
    }

    #[inline(always)]
    fn are_numbers(simd: V3, a: __m256d, b: __m256d) -> __m256d {
        simd.avx._mm256_cmp_pd::<_CMP_ORD_Q>(a, b)
    }

    #[inline(always)]
    fn choose(simd: V3, is: __m256d, yes: __m256d, no: __m256d) -> __m256d {
        simd.avx._mm256_blendv_pd(no, yes, is)
    }

    #[inline(always)]
    fn entries(self) -> [f64; 4] {
        cast(self)
    }

    #[inline(always)]
    fn bits(self) -> [u32; 4] {
        let bits: [u64; 4] = cast(self);
        bits.map(|bits| bits as u32)
    }
}
