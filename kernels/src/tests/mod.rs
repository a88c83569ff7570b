//! Every product against its definition: on every instruction set that the machine has, at every size around the edges of
//! a tile.

use pulp::Simd;

use super::add::{AddScaled, RowSums};
use super::dot::Dot;
use super::packed::Packed;
use super::rows::{End, Places, Start, Weighted};
use crate::testing::{Number, Random};
use crate::threads::Columns;

mod bits;

/// `Σ terms`
fn sum<T: Number>(terms: impl Iterator<Item = T>) -> T {
    terms.fold(T::default(), |a, b| a + b)
}

/// The products of `m` samples of `k` entries with a weight of `n` rows, against their definitions.
fn check<S: Simd, T: Number>(simd: S, [m, k, n]: [usize; 3]) {
    let random = &mut Random::new((m * 1000 + k * 10 + n) as u64);
    let (x, dy) = (random.integers::<T>(m * k), random.integers::<T>(m * n));
    let (weight, bias) = (random.integers::<T>(n * k), random.integers::<T>(n));
    let place = format!("{m} samples, {k} to {n}");
    let all_rows = random.integers::<T>(m.min(3) * n * k);
    // What is there before must not matter.
    let nan = T::from(f32::NAN);

    let mut y = vec![nan; m * n];
    let (weight_at, start) = (Places::every(k), Start::Each(&bias));
    simd.vectorize(Dot { k, x: &x, weight: &weight, weight_at, start, y: Columns::of_rows(&mut y, n) });
    for (i, y) in y.iter().enumerate() {
        let (s, o) = (i / n, i % n);
        assert_eq!(*y, sum((0..k).map(|i| x[s * k + i] * weight[o * k + i])) + bias[o], "dot, {place}");
    }

    let mut dw = vec![nan; n * k];
    simd.vectorize(Weighted::<_, true>::plain([n, m, k], &dy, &x, Start::Zeros, &mut dw));
    for (i, dw) in dw.iter().enumerate() {
        let (o, i) = (i / k, i % k);
        assert_eq!(*dw, sum((0..m).map(|s| dy[s * n + o] * x[s * k + i])), "across, {place}");
    }

    let mut packed = vec![nan; n * k];
    if m > 0 {
        simd.vectorize(Packed {
            across: true,
            m: n,
            k: m,
            n: k,
            pitch: n,
            a: &dy,
            b: &x,
            end: End::Written,
            sums: &mut packed,
        });
        assert!(packed == dw, "packed across, {place}");
    }

    // Some of the columns of `dy` alone.
    if m > 0 && n > 2 {
        let [columns, first] = [n - 2, 1];
        let (a, expected) = (&dy[first..], &dw[first * k..][..columns * k]);
        packed.fill(nan);
        let sums = &mut packed[..columns * k];
        simd.vectorize(Packed {
            across: true,
            m: columns,
            k: m,
            n: k,
            pitch: n,
            a,
            b: &x,
            end: End::Written,
            sums,
        });
        assert!(packed[..columns * k] == *expected, "packed across some, {place}");
        packed.fill(nan);
        let sums = &mut packed[..columns * k];
        let plain = Weighted::<_, true>::plain([columns, m, k], a, &x, Start::Zeros, sums);
        simd.vectorize(Weighted { pitch: n, ..plain });
        assert!(packed[..columns * k] == *expected, "across some, {place}");
    }

    let mut dx = vec![nan; m * k];
    simd.vectorize(Weighted::<_, false>::plain([m, n, k], &dy, &weight, Start::Zeros, &mut dx));
    for (i, dx) in dx.iter().enumerate() {
        let (s, i) = (i / k, i % k);
        assert_eq!(*dx, sum((0..n).map(|o| dy[s * n + o] * weight[o * k + i])), "along, {place}");
    }

    let mut packed = vec![nan; m * k];
    if m > 0 {
        simd.vectorize(Packed {
            across: false,
            m,
            k: n,
            n: k,
            pitch: n,
            a: &dy,
            b: &weight,
            end: End::Written,
            sums: &mut packed,
        });
        assert!(packed == dx, "packed along, {place}");
    }

    let mut y = x.clone();
    simd.vectorize(AddScaled { y: &mut y, factor: T::from(-2.0), x: &x });
    assert!(y.iter().zip(&x).all(|(y, x)| *y + *x == T::default()), "add, {place}");

    // The rows of each sample, or all but the first of them.
    for first in 0..n.min(2) {
        let mut sums = vec![T::from(1.0); n - first];
        let rows = all_rows.get(first * k..).unwrap_or_default();
        simd.vectorize(RowSums { n: k, count: n, rows, sums: &mut sums });
        for (i, of_row) in (first..n).zip(&sums) {
            let rows_of = (0..m.min(3)).map(|s| &all_rows[(s * n + i) * k..][..k]);
            assert_eq!(*of_row, T::from(1.0) + sum(rows_of.flatten().copied()), "row sums, {place}");
        }
    }
}

/// The gradient of the weight of few samples, in rows that begin anywhere.
fn check_few<T: Number>() {
    let random = &mut Random::new(1);
    for [m, k, n] in [[1, 9, 90], [2, 17, 41], [3, 17, 41], [1, 300, 1], [2, 1, 300], [1, 16, 64]] {
        let (x, dy) = (random.integers::<T>(m * n), random.integers::<T>(m * k));
        for at in 0..5 {
            let mut room = vec![T::from(f32::NAN); at + n * k];
            T::outer(k, n, &dy, &x, &mut room[at..]);
            for (i, sum) in room[at..].iter().enumerate() {
                assert_eq!(
                    *sum,
                    self::sum((0..m).map(|s| dy[s * k + i / n] * x[s * n + i % n])),
                    "{m} samples"
                );
            }
        }
    }
}

#[test]
fn few_samples_give_what_is_defined() {
    check_few::<f32>();
    check_few::<f64>();
}

fn check_sizes<S: Simd>(simd: S) {
    let edges = [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 25, 31, 32, 33, 40, 50];
    for m in [0, 1, 2, 5, 6, 13, 27] {
        for k in edges {
            for n in edges {
                check::<S, f32>(simd, [m, k, n]);
                check::<S, f64>(simd, [m, k, n]);
            }
        }
    }
    // More samples than a block, and more terms and rows than are laid out at a time.
    for [m, k, n] in [[50, 150, 9], [9, 150, 270], [520, 10, 70], [130, 40, 300]] {
        check::<S, f32>(simd, [m, k, n]);
        check::<S, f64>(simd, [m, k, n]);
    }
}

#[test]
fn plain_instructions_compute_what_is_defined() {
    check_sizes(pulp::Scalar::new());
}

#[test]
#[cfg(target_arch = "x86_64")]
fn avx2_computes_what_is_defined() {
    if let Some(simd) = pulp::x86::V3::try_new() {
        check_sizes(simd);
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn avx512_computes_what_is_defined() {
    if let Some(simd) = pulp::x86::V4::try_new() {
        check_sizes(simd);
    }
}

/// Windows of two by two, against their definition: of any number of columns and rows, and nothing else is written.
fn check_pool<T: Number + PartialOrd>() {
    let random = &mut Random::new(1);
    let sizes = (1..=40).flat_map(|columns| (1..=7).chain([40]).map(move |rows| (columns, rows)));
    for ((columns, rows), samples) in sizes.flat_map(|size| [1, 2, 5].map(|samples| (size, samples))) {
        let len = columns * rows;
        let (windows, pixels) = (samples * len, samples * 4 * len);
        let name = format!("{columns} columns, {rows} rows, {samples} samples");
        // Few different numbers, of which many are equal; some around the samples are none.
        let x = [vec![T::from(f32::NAN); 20], random.integers(pixels), vec![T::from(f32::NAN); 20]].concat();
        let x = &x[20..][..pixels];
        let guard = T::from(77.0);
        let (mut y, mut places) = (vec![guard; windows + 40], vec![77; windows + 40]);
        assert!(T::pool(columns, len, x, &mut y[20..][..windows], Some(&mut places[20..][..windows])));
        let mut dx = vec![guard; pixels + 40];
        T::unpool(columns, len, &y[20..][..windows], &places[20..][..windows], &mut dx[20..][..pixels]);
        let mut expected = vec![T::default(); pixels];
        for (i, (y, place)) in y[20..].iter().zip(&places[20..]).take(windows).enumerate() {
            let (sample, line, column) = (i / len, i % len / columns, i % columns);
            let first = line * 4 * columns + 2 * column;
            let window = [first, first + 1, first + 2 * columns, first + 2 * columns + 1];
            let x = &x[sample * 4 * len..][..4 * len];
            // The first of several.
            let largest = window.into_iter().reduce(|a, b| if x[b] > x[a] { b } else { a }).unwrap();
            assert!((*y, *place as usize) == (x[largest], largest), "{name}");
            expected[sample * 4 * len + largest] = *y;
        }
        assert!(dx[20..][..pixels] == expected, "back, {name}");
        assert!(y[..20].iter().chain(&y[20 + windows..]).all(|y| *y == guard));
        assert!(places[..20].iter().chain(&places[20 + windows..]).all(|place| *place == 77));
        assert!(dx[..20].iter().chain(&dx[20 + pixels..]).all(|dx| *dx == guard));
    }
}

#[test]
fn pools_of_any_size_compute_what_is_defined() {
    check_pool::<f32>();
    check_pool::<f64>();
}

/// By samples and by halves of the outputs, of which one or the other is chosen by size.
#[test]
fn the_way_back_through_a_layer_of_any_size_is_what_is_defined() {
    fn check<T: Number>() {
        let random = &mut Random::new(2);
        for [m, k, n] in
            [[2, 3, 5], [64, 120, 400], [61, 123, 203], [130, 120, 100], [9, 4099, 64], [1, 1100, 1000]]
        {
            let (dy, weight) = (random.integers::<T>(m * k), random.integers::<T>(k * n));
            let mut dx = vec![T::from(f32::NAN); m * n];
            T::times(k, n, &dy, &weight, &mut dx);
            for (i, dx) in dx.iter().enumerate() {
                let (s, i) = (i / n, i % n);
                let expected = sum((0..k).map(|o| dy[s * k + o] * weight[o * n + i]));
                assert_eq!(*dx, expected, "{m} samples, {n} to {k}");
            }
        }
    }
    #[cfg(feature = "rayon")]
    for threads in [2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (check::<f32>(), check::<f64>()));
    }
    check::<f32>();
    check::<f64>();
}
