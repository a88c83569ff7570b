//! Sums whose order shows: however many samples or threads there are, and wherever numbers lie, they have the same bits.

use pulp::{Simd, WithSimd};

use crate::lanes::{self, Lanes};
use crate::packed::Packed;
use crate::rows::{End, Start, Weighted};
use crate::testing::{Number, Random};
use crate::{Kernels, together};

/// Wherever a weight lies, a sum has the same bits: it is rounded in the same order.
#[test]
fn bits_do_not_depend_on_where_a_weight_lies() {
    let mut random = Random::new(1);
    let mut reals = |n| random.reals::<f32>(n);
    for k in [16, 48, 784, 90] {
        let n = 11;
        let (x, weight, bias) = (reals(k), reals(n * k), reals(n));
        let y = |at: usize| {
            let mut room = vec![0.0; at + n * k];
            room[at..].copy_from_slice(&weight);
            let mut y = vec![0.0; n];
            f32::affine(k, n, &x, &room[at..], &bias, &mut y);
            y
        };
        let mut batch = vec![0.0; 13 * n];
        f32::affine(k, n, &x.repeat(13), &weight, &bias, &mut batch);
        for at in 0..16 {
            assert_eq!(y(at), batch[..n], "{at} entries further on, {k} to {n}");
        }
    }
    // Products too small for a number, and a negative zero.
    let (x, weight, bias) = ([1e-30; 32], [-1e-30; 32 * 9 + 16], [-0.0; 9]);
    for at in 0..16 {
        let mut y = [1.0; 9];
        f32::affine(32, 9, &x, &weight[at..at + 32 * 9], &bias, &mut y);
        assert_eq!(y.map(f32::to_bits), [0; 9], "{at} entries further on");
    }
}

/// Lanes that are added up with those of other vectors, and each vector by itself.
fn check_together<S: Simd, T: Number, const M: usize, const N: usize>(simd: S) {
    struct Sums<T, const M: usize, const N: usize>(Vec<T>);
    impl<T: Lanes, const M: usize, const N: usize> WithSimd for Sums<T, M, N> {
        type Output = (Vec<T>, Vec<T>);

        fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
            let all: &[[T::Vector<S>; N]] = T::vectors::<S>(&self.0).0.as_chunks().0;
            let mut sums = vec![T::default(); M * N];
            together::sums::<S, T, M, N>(simd, all.try_into().unwrap(), &mut sums);
            (sums, all.as_flattened().iter().map(|vector| T::sum(simd, *vector)).collect())
        }
    }
    let mut random = Random::new(1);
    let reals = random.reals(M * N * lanes::count::<S, T>());
    let (sums, expected) = simd.vectorize(Sums::<T, M, N>(reals));
    assert!(sums == expected, "{M} times {N}");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn lanes_are_added_up_in_one_order() {
    fn check<S: Simd>(simd: S) {
        check_together::<S, f32, 3, 8>(simd);
        check_together::<S, f32, 5, 5>(simd);
        check_together::<S, f32, 2, 1>(simd);
        check_together::<S, f64, 1, 8>(simd);
        check_together::<S, f64, 3, 4>(simd);
        check_together::<S, f64, 1, 1>(simd);
    }
    if let Some(simd) = pulp::x86::V3::try_new() {
        check(simd);
    }
    if let Some(simd) = pulp::x86::V4::try_new() {
        check(simd);
    }
}

/// Laid out or not: with one and with several strips of terms, and blocks of rows, which fill their room or do not.
fn check_bits<T: Number>([m, k, n]: [usize; 3]) {
    let mut random = Random::new(1);
    let mut reals = |n| random.reals::<T>(n);
    let (a, b) = (reals(m * k), reals(k * n));
    let turned: Vec<T> = (0..k * m).map(|i| a[i % m * k + i / m]).collect();
    let arch = pulp::Arch::new();
    let [mut plain, mut along, mut across] = [(); 3].map(|()| vec![T::default(); m * n]);
    arch.dispatch(Weighted::<_, false>::plain([m, k, n], &a, &b, Start::Zeros, &mut plain));
    arch.dispatch(Packed {
        across: false,
        m,
        k,
        n,
        pitch: k,
        a: &a,
        b: &b,
        end: End::Written,
        sums: &mut along,
    });
    arch.dispatch(Packed {
        across: true,
        m,
        k,
        n,
        pitch: m,
        a: &turned,
        b: &b,
        end: End::Written,
        sums: &mut across,
    });
    assert!(along == plain && across == plain, "{m} rows of {n} sums of {k} terms");
}

#[test]
fn what_is_laid_out_has_the_bits_of_plain_sums() {
    for sizes in [[23, 700, 101], [128, 512, 40], [400, 300, 37], [8, 64, 96]] {
        check_bits::<f32>(sizes);
        check_bits::<f64>(sizes);
    }
}

/// What is added in one go has the bits of a product that is added.
fn check_added<T: Number>([m, k, n]: [usize; 3]) {
    let mut random = Random::new(1);
    let mut reals = |n| random.reals::<T>(n);
    let (dy, x, weight, factor) = (reals(k * m), reals(k * n), reals(m * n), T::from(-0.3));
    let (mut product, mut expected, mut sum) = (vec![T::default(); m * n], weight.clone(), weight.clone());
    T::outer(m, n, &dy, &x, &mut product);
    T::add_scaled(&mut expected, factor, &product);
    let done = T::add_outer(m, n, factor, &dy, &x, &mut sum);
    assert_eq!(done, k <= 128);
    assert!(sum == if done { expected } else { weight }, "{m} rows of {n} sums of {k} terms");
}

#[test]
fn a_product_is_added_with_the_bits_of_one_after_the_other() {
    for sizes in
        [[9, 1, 90], [17, 2, 41], [50, 3, 784], [10, 100, 50], [50, 100, 784], [23, 128, 530], [8, 129, 64]]
    {
        check_added::<f32>(sizes);
        check_added::<f64>(sizes);
    }
}

/// What takes long enough is shared: of all that is dealt out here, each thread gets some.
#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_computes_the_same() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let pools = [1, 3].map(pool);
    let random = &mut Random::new(5);
    // Not exact: another order of sums would show.
    let mut number = || random.reals::<f32>(1 << 19);
    let (a, b, start) = (number(), number(), number());
    // Each is of sizes that no tile divides, and written over what was there.
    let check = |name: &str, len: usize, run: &(dyn Fn(&mut [f32]) + Sync)| {
        let [alone, shared] = pools.each_ref().map(|pool| {
            let mut sums = start[..len].to_vec();
            pool.install(|| run(&mut sums));
            sums
        });
        assert!(alone == shared, "{name}");
        assert!(alone != start[..len], "{name}");
    };
    let (m, k, n) = (101, 127, 131);
    check("affine", m * n, &|y| f32::affine(k, n, &a[..m * k], &b[..n * k], &a[..n], y));
    // Of so many samples that these are dealt out, not the outputs.
    check("affine, samples", 301 * 50, &|y| f32::affine(k, 50, &a[..301 * k], &b[..50 * k], &a[..50], y));
    check("outer", m * n, &|sum| f32::outer(m, n, &a[..k * m], &b[..k * n], sum));
    check("outer, added", m * n, &|sum| assert!(f32::add_outer(m, n, 0.5, &a[..k * m], &b[..k * n], sum)));
    check("times", m * n, &|dx| f32::times(k, n, &a[..m * k], &b[..k * n], dx));
    check("add", 200_001, &|y| f32::add_scaled(y, 3.0, &a[..200_001]));
    // 41 samples of 7 rows of 1001 entries.
    check("rows", 7, &|sums| f32::row_sums(1001, &a[..41 * 7 * 1001], sums));
    // 37 samples of 5 times 7 rows of 23 windows.
    let (columns, len) = (23, 5 * 7 * 23);
    check("pool", 37 * len, &|y| {
        assert!(f32::pool(columns, len, &a[..4 * 37 * len], y, None));
    });
}
