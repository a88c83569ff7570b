use super::*;
use crate::Random;

/// Small integers: every sum of their products is exact in any order, so results are compared to the bit.
fn integers(random: &mut Random, len: usize) -> Vec<f64> {
    (0..len).map(|_| (random.uniform() * 17.0).floor() - 8.0).collect()
}

/// The products, small and large, with what they check.
fn check<const IN: usize, const OUT: usize>() {
    let random = &mut Random::new(1);
    let mut rows = || -> Vec<[f64; IN]> { integers(random, 7 * IN).as_chunks().0.to_vec() };
    let x = rows();
    let weight: [[f64; IN]; OUT] = std::array::from_fn(|_| rows()[0]);
    let bias = [3.0; OUT];
    let dy: Vec<[f64; OUT]> = integers(&mut Random::new(2), 7 * OUT).as_chunks().0.to_vec();

    let (mut y, mut dw, mut dx) = ([[f64::NAN; OUT]; 7], [[f64::NAN; IN]; OUT], [[f64::NAN; IN]; 7]);
    affine(&x, &weight, &bias, &mut y);
    outer(&dy, &x, &mut dw);
    times(&dy, &weight, &mut dx);
    for s in 0..7 {
        for o in 0..OUT {
            assert_eq!(y[s][o], (0..IN).map(|i| x[s][i] * weight[o][i]).sum::<f64>() + 3.0);
        }
        for i in 0..IN {
            assert_eq!(dx[s][i], (0..OUT).map(|o| dy[s][o] * weight[o][i]).sum::<f64>());
        }
    }
    for (o, dw) in dw.iter().enumerate() {
        for i in 0..IN {
            assert_eq!(dw[i], (0..7).map(|s| dy[s][o] * x[s][i]).sum::<f64>());
        }
    }
}

/// A step has the bits of a gradient that is added.
fn check_descent<const IN: usize, const OUT: usize>() {
    for samples in [1, 5, 130] {
        let mut random = Random::new(1);
        let mut reals = |n: usize| -> Vec<f32> { (0..n).map(|_| random.normal() as f32).collect() };
        let (x, dy, start) = (reals(samples * IN), reals(samples * OUT), reals(IN * OUT));
        let (x, dy) = (x.as_chunks::<IN>().0, dy.as_chunks::<OUT>().0);
        let start: [[f32; IN]; OUT] = start.as_chunks().0.try_into().unwrap();
        let (mut expected, mut weight, mut room) = (start, start, [[f32::NAN; IN]; OUT]);
        let mut gradient = [[f32::NAN; IN]; OUT];
        outer(dy, x, &mut gradient);
        add_scaled(expected.as_flattened_mut(), -0.3, gradient.as_flattened());
        descend(dy, x, &mut weight, 0.3, &mut room);
        assert!(weight == expected && weight != start, "{samples} samples, {IN} to {OUT}");
    }
}

#[test]
fn a_step_has_the_bits_of_a_gradient_that_is_added() {
    check_descent::<1, 1>();
    check_descent::<3, 20>();
    check_descent::<16, 16>();
    check_descent::<16, 17>();
    check_descent::<90, 33>();
}

#[test]
fn small_and_large_products_compute_what_is_defined() {
    check::<1, 1>();
    check::<16, 16>();
    check::<3, 20>();
    check::<64, 4>();
    check::<16, 17>();
    check::<257, 1>();
    check::<1, 257>();
    check::<90, 33>();
}

/// Outputs for a batch have the bits that they have alone.
fn check_batch<const IN: usize, const OUT: usize>() {
    let mut random = Random::new(1);
    let mut reals = |n: usize| -> Vec<[f32; IN]> {
        (0..n).map(|_| std::array::from_fn(|_| random.normal() as f32)).collect()
    };
    let (x, bias) = (reals(23), [0.5; OUT]);
    let weight: [[f32; IN]; OUT] = reals(OUT).try_into().unwrap();
    let mut y = vec![[0.0; OUT]; 23];
    affine(&x, &weight, &bias, &mut y);
    for (x, y) in x.iter().zip(&y) {
        let mut alone = [[0.0; OUT]];
        affine(std::slice::from_ref(x), &weight, &bias, &mut alone);
        assert_eq!(alone[0].map(f32::to_bits), y.map(f32::to_bits), "{IN} to {OUT}");
    }
}

#[test]
fn a_batch_gives_what_its_samples_give_one_by_one() {
    check_batch::<3, 5>();
    check_batch::<16, 16>();
    check_batch::<5, 50>();
    check_batch::<80, 3>();
    check_batch::<77, 41>();
    check_batch::<64, 50>();
    check_batch::<200, 10>();
    check_batch::<2100, 9>();
}

#[test]
#[should_panic(expected = "not as many samples in `y` as in `x`")]
fn a_missing_sample_is_said() {
    affine(&[[1.0_f32]; 2], &[[1.0]], &[0.0], &mut [[0.0]]);
}

#[test]
#[should_panic(expected = "not equally long")]
fn a_missing_entry_is_said() {
    add_scaled(&mut [1.0_f32], 1.0, &[]);
}
