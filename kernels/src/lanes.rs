//! The two scalars behind one name, for kernels that are generic over scalar and vector.

#[cfg(target_arch = "x86_64")]
use std::any::Any;
use std::ops::{Add, AddAssign, Mul};
use std::slice;

#[cfg(target_arch = "x86_64")]
use pulp::bytemuck::cast;
use pulp::bytemuck::{Pod, cast_slice, cast_slice_mut};
#[cfg(target_arch = "x86_64")]
use pulp::x86::V4;
use pulp::{MemMask, Simd};

use crate::IS_OPTIMISED;

/// A scalar of which a vector holds several.
pub trait Lanes: Pod + Default + Add<Output = Self> + Mul<Output = Self> + AddAssign {
    /// A vector of the instruction set `S`.
    type Vector<S: Simd>: Pod;
    /// Which lanes of a vector are meant.
    type Mask<S: Simd>: Copy;
    /// Of which of two vectors each lane is.
    type Choice<S: Simd>: Copy;

    fn splat<S: Simd>(simd: S, value: Self) -> Self::Vector<S>;
    fn plus<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// `a b + c`, rounded once where the machine can.
    fn mul_add<S: Simd>(
        simd: S,
        a: Self::Vector<S>,
        b: Self::Vector<S>,
        c: Self::Vector<S>,
    ) -> Self::Vector<S>;
    fn sum<S: Simd>(simd: S, vector: Self::Vector<S>) -> Self;
    /// The lanes from `run` on, and then those before.
    fn rotate_left<S: Simd>(simd: S, vector: Self::Vector<S>, run: usize) -> Self::Vector<S>;
    /// Every other `run` lanes, from the first on.
    fn runs<S: Simd>(simd: S, run: usize) -> Self::Choice<S>;
    /// Of each `2 run` lanes, the last `run` of `a`, and then the first `run` of `b`.
    fn crossed<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>, run: usize) -> Self::Vector<S>;
    /// Of `a` where the lane is chosen, of `b` elsewhere.
    fn select<S: Simd>(
        simd: S,
        choice: Self::Choice<S>,
        a: Self::Vector<S>,
        b: Self::Vector<S>,
    ) -> Self::Vector<S>;
    /// The vectors that a slice holds, and what is left behind them.
    fn vectors<S: Simd>(slice: &[Self]) -> (&[Self::Vector<S>], &[Self]);
    fn vectors_mut<S: Simd>(slice: &mut [Self]) -> (&mut [Self::Vector<S>], &mut [Self]);

    /// The first `n` lanes.
    fn first<S: Simd>(simd: S, n: usize) -> Self::Mask<S>;
    /// Loads the lanes of the mask; the others are zero.
    ///
    /// # Safety
    /// `from` can be read at the lanes of the mask.
    unsafe fn load<S: Simd>(simd: S, mask: Self::Mask<S>, from: *const Self) -> Self::Vector<S>;
    /// Stores the lanes of the mask.
    ///
    /// # Safety
    /// `to` can be written at the lanes of the mask.
    unsafe fn store<S: Simd>(simd: S, mask: Self::Mask<S>, to: *mut Self, vector: Self::Vector<S>);
}

/// The most that a vector holds.
pub const MOST_LANES: usize = 16;

/// Whether there is code for what can be computed otherwise, too, with the same bits of finite numbers, such as large tiles of sums: not where nothing is
/// optimised, as in a debug build, where it would gain little and take long to compile.
pub const IS_THOROUGH: bool = IS_OPTIMISED || cfg!(test);

/// How many scalars a vector holds.
#[inline(always)]
pub const fn count<S: Simd, T: Lanes>() -> usize {
    size_of::<T::Vector<S>>() / size_of::<T>()
}

/// Whether a machine has vectors, of up to eight scalars, and keeps so few sums in its registers that what they read has to lie
/// well.
pub const fn has_few_registers<S: Simd, T: Lanes>() -> bool {
    S::REGISTER_COUNT < 32 && count::<S, T>() > 1
}

/// Whether a vector is as wide as a line of the cache, so that each that does not begin with a line is read from two.
pub const fn fills_a_line<S: Simd, T: Lanes>() -> bool {
    size_of::<T::Vector<S>>() == 64
}

/// How many entries of a slice lie before a line of the cache begins, or the whole of it.
#[inline(always)]
pub fn before_line<T>(slice: &[T]) -> usize {
    (slice.as_ptr().addr().wrapping_neg() % 64 / size_of::<T>()).min(slice.len())
}

/// Asks for the line of the cache that has the entry `at`, which may lie behind the slice.
#[inline(always)]
pub fn prefetch<T>(slice: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch neither reads nor writes, so it is free to name any address; and every such processor has it.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(slice.as_ptr().wrapping_add(at).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (slice, at);
}

/// The first `n` lanes of a vector: what is left at the end of a row.
#[derive(Clone, Copy)]
pub struct Tail<S: Simd, T: Lanes> {
    simd: S,
    mask: T::Mask<S>,
    n: usize,
}

impl<S: Simd, T: Lanes> Tail<S, T> {
    #[inline(always)]
    pub fn new(simd: S, n: usize) -> Self {
        assert!(n <= count::<S, T>());
        Tail { simd, mask: T::first(simd, n), n }
    }

    #[inline(always)]
    pub fn simd(self) -> S {
        self.simd
    }

    #[inline(always)]
    pub fn len(self) -> usize {
        self.n
    }

    #[inline(always)]
    pub fn mask(self) -> T::Mask<S> {
        self.mask
    }

    #[inline(always)]
    pub fn is_whole(self) -> bool {
        self.n == count::<S, T>()
    }

    /// The first `n` of a slice; the other lanes are zero.
    #[inline(always)]
    pub fn load(self, from: &[T]) -> T::Vector<S> {
        if self.is_whole() {
            return T::vectors::<S>(&from[..count::<S, T>()]).0[0];
        }
        assert!(from.len() >= self.n);
        // SAFETY: the mask has the first `n` lanes, and there are as many scalars.
        unsafe { T::load(self.simd, self.mask, from.as_ptr()) }
    }

    /// Overwrites the first `n` of a slice.
    #[inline(always)]
    pub fn store(self, to: &mut [T], vector: T::Vector<S>) {
        if self.is_whole() {
            T::vectors_mut::<S>(&mut to[..count::<S, T>()]).0[0] = vector;
            return;
        }
        if const { has_few_registers::<S, T>() } {
            const { assert!(!has_few_registers::<S, T>() || count::<S, T>() <= 8) };
            // Many of AMD's processors with AVX2 take some twenty cycles to store by a mask.
            copy_few(&mut to[..self.n], cast_slice(slice::from_ref(&vector)));
            return;
        }
        assert!(to.len() >= self.n);
        // SAFETY: the mask has the first `n` lanes, and there are as many scalars.
        unsafe { T::store(self.simd, self.mask, to.as_mut_ptr(), vector) }
    }
}

/// Copies the first `to.len()` scalars, fewer than eight: four, two and one at a time, as a loop or a call would take longer.
#[inline(always)]
fn copy_few<T: Copy>(to: &mut [T], from: &[T]) {
    let mut at = 0;
    for count in [4, 2, 1] {
        if to.len() & count > 0 {
            to[at..at + count].copy_from_slice(&from[at..at + count]);
            at += count;
        }
    }
}

macro_rules! lanes {
    (
        $scalar:ident, $index:ident, $vector:ident, $mask:ident, $splat:ident, $add:ident, $mul_add:ident,
        $sum:ident, $splat_index:ident, $less:ident, $rotate:ident, $select:ident, $vectors:ident,
        $vectors_mut:ident, $between:ident, $load:ident, $store:ident, $permute:ident
    ) => {
        impl Lanes for $scalar {
            type Vector<S: Simd> = S::$vector;
            type Mask<S: Simd> = MemMask<S::$mask>;
            type Choice<S: Simd> = S::$mask;

            #[inline(always)]
            fn splat<S: Simd>(simd: S, value: Self) -> S::$vector {
                simd.$splat(value)
            }

            #[inline(always)]
            fn plus<S: Simd>(simd: S, a: S::$vector, b: S::$vector) -> S::$vector {
                simd.$add(a, b)
            }

            #[inline(always)]
            fn mul_add<S: Simd>(simd: S, a: S::$vector, b: S::$vector, c: S::$vector) -> S::$vector {
                simd.$mul_add(a, b, c)
            }

            #[inline(always)]
            fn sum<S: Simd>(simd: S, vector: S::$vector) -> Self {
                simd.$sum(vector)
            }

            #[inline(always)]
            fn rotate_left<S: Simd>(simd: S, vector: S::$vector, run: usize) -> S::$vector {
                simd.$rotate(vector, run)
            }

            #[inline(always)]
            fn runs<S: Simd>(simd: S, run: usize) -> S::$mask {
                let mut places = simd.$splat_index(0);
                for (lane, place) in
                    cast_slice_mut::<_, $index>(slice::from_mut(&mut places)).iter_mut().enumerate()
                {
                    *place = (lane % (2 * run)) as $index;
                }
                simd.$less(places, simd.$splat_index(run as $index))
            }

            #[inline(always)]
            fn crossed<S: Simd>(simd: S, a: S::$vector, b: S::$vector, run: usize) -> S::$vector {
                let lanes = count::<S, Self>();
                // Where each is, in one behind the other.
                let mut places = simd.$splat_index(0);
                for (lane, place) in
                    cast_slice_mut::<_, $index>(slice::from_mut(&mut places)).iter_mut().enumerate()
                {
                    *place = (if lane % (2 * run) < run { lane + run } else { lanes + lane - run }) as $index;
                }
                // One instruction, which pulp has for one machine alone: the one that asks for this, which the compiler knows. Any other
                // gets the same, lane by lane.
                #[cfg(target_arch = "x86_64")]
                if let Some(simd) = (&simd as &dyn Any).downcast_ref::<V4>() {
                    return cast(simd.avx512f.$permute(cast(a), cast(places), cast(b)));
                }
                let both = [a, b];
                let (both, mut crossed) = (cast_slice::<_, Self>(&both), a);
                let places = cast_slice::<_, $index>(slice::from_ref(&places));
                for (lane, place) in cast_slice_mut(slice::from_mut(&mut crossed)).iter_mut().zip(places) {
                    *lane = both[*place as usize];
                }
                crossed
            }

            #[inline(always)]
            fn select<S: Simd>(simd: S, choice: S::$mask, a: S::$vector, b: S::$vector) -> S::$vector {
                simd.$select(choice, a, b)
            }

            #[inline(always)]
            fn vectors<S: Simd>(slice: &[Self]) -> (&[S::$vector], &[Self]) {
                S::$vectors(slice)
            }

            #[inline(always)]
            fn vectors_mut<S: Simd>(slice: &mut [Self]) -> (&mut [S::$vector], &mut [Self]) {
                S::$vectors_mut(slice)
            }

            #[inline(always)]
            fn first<S: Simd>(simd: S, n: usize) -> Self::Mask<S> {
                // Of the mask alone: what pulp adds to it for AVX-512 is a call for each load.
                MemMask::new(simd.$between(0, n as $index).mask())
            }

            #[inline(always)]
            unsafe fn load<S: Simd>(simd: S, mask: Self::Mask<S>, from: *const Self) -> S::$vector {
                // SAFETY: as the caller promises.
                unsafe { simd.$load(mask, from) }
            }

            #[inline(always)]
            unsafe fn store<S: Simd>(simd: S, mask: Self::Mask<S>, to: *mut Self, vector: S::$vector) {
                // SAFETY: as the caller promises.
                unsafe { simd.$store(mask, to, vector) }
            }
        }
    };
}

lanes!(
    f32,
    u32,
    f32s,
    m32s,
    splat_f32s,
    add_f32s,
    mul_add_e_f32s,
    reduce_sum_f32s,
    splat_u32s,
    less_than_u32s,
    rotate_left_f32s,
    select_f32s,
    as_simd_f32s,
    as_mut_simd_f32s,
    mask_between_m32s,
    mask_load_ptr_f32s,
    mask_store_ptr_f32s,
    _mm512_permutex2var_ps
);
lanes!(
    f64,
    u64,
    f64s,
    m64s,
    splat_f64s,
    add_f64s,
    mul_add_e_f64s,
    reduce_sum_f64s,
    splat_u64s,
    less_than_u64s,
    rotate_left_f64s,
    select_f64s,
    as_simd_f64s,
    as_mut_simd_f64s,
    mask_between_m64s,
    mask_load_ptr_f64s,
    mask_store_ptr_f64s,
    _mm512_permutex2var_pd
);
