use super::*;
use crate::layers::*;
use crate::{Activation, Random};

/// The last place of a number of `digits`, of which the smallest is `2^least`.
fn last_place(y: f64, digits: i32, least: i32) -> f64 {
    let exponent = ((y.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let exponent = (exponent - digits).max(least);
    if exponent < -1022 {
        f64::from_bits(1 << (exponent + 1074))
    } else {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    }
}

/// Compares with `f64` at one of 997 of all `f32`, and says by how many units in the last place it is wrong at most.
#[track_caller]
fn check_single(f: fn(f32) -> f32, right: fn(f64) -> f64, allowed: f64) {
    let (mut worst, mut at) = (0.0, 0.0);
    for bits in (0..=u32::MAX).step_by(if cfg!(debug_assertions) { 9973 } else { 997 }) {
        let x = f32::from_bits(bits);
        let (y, right) = (f(x), right(x.into()));
        if right.is_nan() || (right as f32).is_infinite() || y.is_infinite() {
            assert!(y == right as f32 || y.is_nan() && right.is_nan(), "{y} at {x}, not {right}");
            continue;
        }
        let error = (f64::from(y) - right).abs() / last_place(right, 23, -149);
        assert!(!error.is_nan(), "{y} at {x}, not {right}");
        if error > worst {
            (worst, at) = (error, x);
        }
    }
    assert!(worst <= allowed, "wrong by {worst} units at {at:e}");
}

/// Compares at many points, of which half are around 0, with what is wrong by less than one unit itself.
#[track_caller]
fn check_double(f: fn(f64) -> f64, right: fn(f64) -> f64, ends: [f64; 2], allowed: f64) {
    let mut random = Random::new(1);
    let (mut worst, mut at) = (0.0, 0.0);
    for n in 0..200_000 {
        let share = (random.bits() >> 11) as f64 / 2.0_f64.powi(53);
        let x = if n % 2 == 0 { ends[0] + share * (ends[1] - ends[0]) } else { random.normal() };
        let x = if n % 8 == 1 { x * 2.0_f64.powi(-(n % 64)) } else { x };
        let (y, right) = (f(x), right(x));
        if right.is_nan() || right.is_infinite() {
            assert!(y == right || y.is_nan() && right.is_nan(), "{y} at {x}, not {right}");
            continue;
        }
        let error = (y - right).abs() / last_place(right, 52, -1074);
        if error > worst {
            (worst, at) = (error, x);
        }
    }
    assert!(worst <= allowed + 1.0, "wrong by {worst} units at {at:e}");
}

fn right_sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

fn right_normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

#[test]
fn singles_are_as_exact_as_they_say() {
    check_single(exp, f64::exp, 0.9);
    check_single(exp_m1, f64::exp_m1, 1.1);
    check_single(ln, f64::ln, 0.9);
    check_single(ln_1p, f64::ln_1p, 1.4);
    check_single(sigmoid, right_sigmoid, 1.6);
    check_single(tanh, f64::tanh, 1.7);
    check_single(normal, right_normal, 2.9);
}

#[test]
fn doubles_are_as_exact_as_they_say() {
    check_double(exp, f64::exp, [-746.0, 711.0], 0.8);
    check_double(exp_m1, f64::exp_m1, [-50.0, 711.0], 1.1);
    check_double(ln, f64::ln, [-0.1, 9.0], 0.8);
    check_double(ln, f64::ln, [0.0, 1e-307], 0.8);
    check_double(ln, f64::ln, [0.0, f64::MAX], 0.8);
    check_double(ln_1p, f64::ln_1p, [-1.1, 9.0], 1.3);
    check_double(ln_1p, f64::ln_1p, [0.0, f64::MAX], 1.3);
    // Theirs are made of several functions, and wrong by two units.
    check_double(sigmoid, right_sigmoid, [-746.0, 40.0], 1.5 + 1.0);
    check_double(tanh, f64::tanh, [-25.0, 25.0], 1.5 + 1.0);
    // Further below, the quotient by √2 loses more digits than there are to compare.
    check_double(|x| normal(x.max(-0.5)), |x| right_normal(x.max(-0.5)), [-0.5, 9.0], 2.6 + 1.0);
}

/// Values that mpmath computes with 160 bits.
#[test]
fn the_tail_of_the_normal_distribution_keeps_its_digits() {
    for (x, right) in TAIL {
        let error = (normal(x) - right).abs() / last_place(right, 52, -1074);
        assert!(error <= 2.6 + 0.5, "wrong by {error} units at {x}");
    }
}

const TAIL: [(f64, f64); 8] = [
    (-1.5, 0.06680720126885807),
    (-3.25, 0.000577025042390767),
    (-5.125, 1.4876887318776628e-07),
    (-8.1, 2.7479593923982286e-16),
    (-12.7, 2.95648536485205e-37),
    (-20.3, 6.429244467698346e-92),
    (-30.9, 5.972288641838264e-210),
    (-37.4, 1.9536815616489922e-306),
];

#[test]
fn ends_are_those_of_the_standard_library() {
    fn check<T: Scalar>(f: fn(T) -> T, pairs: &[(f64, f64)]) {
        for (x, y) in pairs {
            let found = f(T::of(*x)).to_f64();
            assert_eq!((found, found.is_sign_negative()), (*y, y.is_sign_negative()), "at {x}");
        }
        assert!(f(T::of(f64::NAN)).to_f64().is_nan());
    }
    fn both<T: Scalar>() {
        let infinity = f64::INFINITY;
        check::<T>(
            exp,
            &[(-infinity, 0.0), (0.0, 1.0), (-0.0, 1.0), (-1e4, 0.0), (1e4, infinity), (infinity, infinity)],
        );
        check::<T>(
            exp_m1,
            &[
                (-infinity, -1.0),
                (-1e4, -1.0),
                (0.0, 0.0),
                (-0.0, -0.0),
                (1e4, infinity),
                (infinity, infinity),
            ],
        );
        check::<T>(ln, &[(0.0, -infinity), (-0.0, -infinity), (1.0, 0.0), (infinity, infinity)]);
        check::<T>(ln_1p, &[(-1.0, -infinity), (0.0, 0.0), (-0.0, -0.0), (infinity, infinity)]);
        check::<T>(sigmoid, &[(-infinity, 0.0), (-1e4, 0.0), (0.0, 0.5), (1e4, 1.0), (infinity, 1.0)]);
        check::<T>(
            tanh,
            &[(-infinity, -1.0), (-1e4, -1.0), (0.0, 0.0), (-0.0, -0.0), (1e4, 1.0), (infinity, 1.0)],
        );
        check::<T>(normal, &[(-infinity, 0.0), (-1e4, 0.0), (0.0, 0.5), (1e4, 1.0), (infinity, 1.0)]);
        for x in [-1.0, f64::NEG_INFINITY] {
            assert!(ln(T::of(x)).to_f64().is_nan() && ln_1p(T::of(2.0 * x)).to_f64().is_nan());
        }
        // What has lost digits is itself.
        for x in [T::NORMAL * T::TINY, T::NORMAL * T::HALF, T::TINY * T::TINY] {
            assert_eq!([exp_m1(x), ln_1p(x), tanh(x)], [x; 3]);
            assert_eq!([exp_m1(-x), ln_1p(-x), tanh(-x)], [-x; 3]);
        }
    }
    both::<f32>();
    both::<f64>();
    // Too small for all digits, and the smallest there are.
    assert_eq!(exp(-745.0_f64), 5e-324);
    assert_eq!(exp(-103.0_f32), f32::from_bits(1));
    assert_eq!(ln(5e-324_f64), -1074.0 * std::f64::consts::LN_2);
}

/// All bits of many values, in one number: what they are on one machine they are on all, in debug and release builds.
#[test]
fn bits_are_the_same_everywhere() {
    fn digest<T: Scalar>(f: fn(T) -> T) -> u64 {
        let mut digest = 0_u64;
        for n in -3000..3000 {
            let bits = f(T::of(f64::from(n) / 256.0)).to_f64().to_bits();
            // There are several kinds of NaN.
            let bits = if f64::from_bits(bits).is_nan() { 0 } else { bits };
            digest = (digest ^ bits).wrapping_mul(0x100_0000_01b3).rotate_left(23);
        }
        digest
    }
    fn all<T: Scalar>() -> [u64; 7] {
        [exp, exp_m1, ln, ln_1p, sigmoid, tanh, normal].map(digest::<T>)
    }
    assert_eq!(
        all::<f32>(),
        [
            0x31546ecc177fefb6,
            0xec3fa9ed1364025f,
            0x8157caa4794effec,
            0xdd872130592446a0,
            0x7b653e876fa85c49,
            0x4c899fcde1a98c17,
            0x93a7cca2db4eaaff
        ]
    );
    assert_eq!(
        all::<f64>(),
        [
            0x3225948789be84d9,
            0xb301e597225f8d8d,
            0x5f583507a19c90d6,
            0x6d27152723c3c701,
            0x2ad548f477aa4f58,
            0xf8e12b4fc2d24abd,
            0x3a7a4b5b661c70ae
        ]
    );
}

/// Slices of any length give, bit for bit, what their entries give one by one.
#[test]
fn many_are_computed_as_one() {
    fn check<T: Scalar>(activation: impl Activation) {
        let mut random = Random::new(7);
        for n in 0..=100 {
            let mut draw = || -> Vec<T> { (0..n).map(|_| T::of(4.0 * random.normal())).collect() };
            let (x, dy) = (draw(), draw());
            let (mut y, mut dx) = (vec![T::zero(); n], vec![T::zero(); n]);
            activation.activate_all(&x, &mut y);
            let mut in_place = x.clone();
            activation.activate_all_in_place(&mut in_place);
            assert!(in_place == y);
            activation.backward_all(&x, &y, &dy, &mut dx);
            for i in 0..n {
                let alone = activation.activate(x[i]);
                assert_eq!(y[i].to_f64().to_bits(), alone.to_f64().to_bits());
                let back = dy[i] * activation.slope(x[i], alone);
                assert_eq!(dx[i].to_f64().to_bits(), back.to_f64().to_bits());
            }
        }
    }
    macro_rules! check {
        ($($activation:expr),*) => {
            $( check::<f32>($activation); check::<f64>($activation); )*
        };
    }
    check!(Elu::new(0.7), Exp, Gelu::exact(), Gelu::tanh(), HardSigmoid, HardSwish, LeakyRelu::new(0.1), Neg);
    check!(Recip, Relu, Scale::by(0.3), Sigmoid, Silu, Softplus, Tanh);
}

/// What takes long enough is shared, and each thread gets whole vectors of it.
#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_computes_the_same() {
    use crate::{Activation, Random, Tanh};

    let pools = [1, 3].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
    let mut random = Random::new(5);
    let [x, dy] = [(); 2].map(|()| -> Vec<f32> { (0..150_001).map(|_| random.normal() as f32).collect() });
    let check = |name: &str, run: &(dyn Fn(&mut [f32]) + Sync)| {
        let [alone, shared] = pools.each_ref().map(|pool| {
            let mut room = vec![0.0; x.len()];
            pool.install(|| run(&mut room));
            room
        });
        assert!(alone == shared, "{name}");
        assert!(alone.iter().any(|entry| *entry != 0.0), "{name}");
    };
    check("tanh", &|y| Tanh.activate_all(&x, y));
    check("tanh, back", &|dx| Tanh.backward_all(&x, &x, &dy, dx));
    check("tanh in place", &|y| {
        y.copy_from_slice(&x);
        Tanh.activate_all_in_place(y);
    });
    check("tanh in place, back", &|dx| {
        dx.copy_from_slice(&dy);
        Tanh.backward_all_in_place(&x, dx);
    });
}
