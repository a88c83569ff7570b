//! Sixteen windows at a time, on a machine with AVX-512. What is stored behind those that are looked at is written over by what comes
//! later: no mask is needed but at the end of a batch.
//!
//! A line of the cache that is to be written is asked for early. Stores wait for it one after the other, for longer than anything
//! else takes here.

mod pool;
mod unpool;

use std::arch::x86_64::{__m512, __m512i};

use pulp::bytemuck::cast;
use pulp::x86::V4;

pub use pool::pool;
pub use unpool::unpool;

/// How many lanes a vector has.
const LANES: usize = 16;

/// Asks for the line of the cache that has the entry `at`, which may lie behind the slice, to write it. Another thread may have been
/// the last to do so: then the line is taken from it at once. Without threads, that takes longer than an ordinary prefetch.
#[inline(always)]
fn prefetch_to_write<T>(slice: &[T], at: usize) {
    #[cfg(not(feature = "rayon"))]
    crate::lanes::prefetch(slice, at);
    // The compiler makes an ordinary prefetch of `_MM_HINT_ET0`, unless it compiles for such a machine alone.
    #[cfg(feature = "rayon")]
    // SAFETY: a prefetch neither reads nor writes, so it is free to name any address; and every machine with AVX-512 has it.
    unsafe {
        std::arch::asm!("prefetchw [{}]", in(reg) slice.as_ptr().wrapping_add(at), options(nostack, preserves_flags, readonly));
    }
}

/// The first so many lanes, up to sixteen.
#[inline(always)]
fn first(lanes: usize) -> u16 {
    ((1_u32 << lanes.min(LANES)) - 1) as u16
}

/// The entries of a slice from `at` on: sixteen or, unless `WHOLE`, as many of them as there are, with zeros in the other lanes. Places
/// are moved as numbers of 32 bits, too.
///
/// # Safety
/// If `WHOLE`, there are sixteen.
#[inline(always)]
unsafe fn load<const WHOLE: bool>(simd: V4, from: &[f32], at: usize) -> __m512 {
    if WHOLE {
        debug_assert!(at + LANES <= from.len());
        // SAFETY: as the caller promises.
        return unsafe { from.as_ptr().add(at).cast::<__m512>().read_unaligned() };
    }
    let from = from.get(at..).unwrap_or_default();
    // SAFETY: the lanes of the mask are those of the slice.
    unsafe { simd.avx512f._mm512_maskz_loadu_ps(first(from.len()), from.as_ptr()) }
}

/// Overwrites entries of a slice from `at` on: sixteen or, unless `WHOLE`, as many of them as there are.
///
/// # Safety
/// If `WHOLE`, there are sixteen.
#[inline(always)]
unsafe fn store<const WHOLE: bool>(simd: V4, to: &mut [f32], at: usize, vector: __m512) {
    if WHOLE {
        debug_assert!(at + LANES <= to.len());
        // SAFETY: as the caller promises.
        return unsafe { to.as_mut_ptr().add(at).cast::<__m512>().write_unaligned(vector) };
    }
    let to = to.get_mut(at..).unwrap_or_default();
    // SAFETY: the lanes of the mask are those of the slice.
    unsafe { simd.avx512f._mm512_mask_storeu_ps(to.as_mut_ptr(), first(to.len()), vector) }
}

/// `start + lane`
#[inline(always)]
fn counted_from(simd: V4, start: usize) -> __m512i {
    let mut lanes = [0_u32; LANES];
    for lane in 0..LANES {
        lanes[lane] = lane as u32;
    }
    simd.avx512f._mm512_add_epi32(cast(lanes), cast([start as u32; LANES]))
}
