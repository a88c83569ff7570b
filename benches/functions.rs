//! Loops over functions, against the same loops over those of the standard library.
//!
//! ```text
//! cargo bench --bench functions
//! ```

mod interleave;
mod one_thread;

use std::hint::black_box;

use criterion::Criterion;
use interleave::{Contender, compare};
use plies::{Activation, Exp, Gelu, Log, Scalar, Sigmoid, Softplus, Tanh};

/// As many entries as fit in a cache.
const ENTRIES: usize = 4096;

fn main() {
    one_thread::use_one_thread();
    let mut criterion = Criterion::default().configure_from_args();
    both(&mut criterion, "exp", Exp, |x| x.exp(), |x| x.exp());
    both(&mut criterion, "ln", Log, |x| x.ln(), |x| x.ln());
    both(&mut criterion, "tanh", Tanh, |x| x.tanh(), |x| x.tanh());
    both(&mut criterion, "sigmoid", Sigmoid, |x| 1.0 / (1.0 + (-x).exp()), |x| 1.0 / (1.0 + (-x).exp()));
    both(&mut criterion, "softplus", Softplus, |x| x.exp().ln_1p(), |x| x.exp().ln_1p());
    // There is no error function in the standard library.
    let by_tanh = |x: f64| 0.5 * x * (1.0 + (0.797_884_560_802_865_4 * (x + 0.044715 * x * x * x)).tanh());
    both(&mut criterion, "gelu", Gelu::tanh(), move |x| by_tanh(x.into()) as f32, by_tanh);
}

fn both(
    criterion: &mut Criterion,
    name: &str,
    activation: impl Activation,
    single: impl Fn(f32) -> f32,
    double: impl Fn(f64) -> f64,
) {
    against(criterion, &format!("{ENTRIES} {name} of f32"), activation, single);
    against(criterion, &format!("{ENTRIES} {name} of f64"), activation, double);
}

fn against<T: Scalar>(
    criterion: &mut Criterion,
    title: &str,
    activation: impl Activation,
    f: impl Fn(T) -> T,
) {
    let x: Vec<T> = (0..ENTRIES).map(|i| T::of(0.01 + 4.0 * i as f64 / ENTRIES as f64)).collect();
    let (mut ours, mut theirs) = (vec![T::zero(); ENTRIES], vec![T::zero(); ENTRIES]);
    compare(
        criterion,
        title,
        vec![
            Contender::new("plies", || {
                activation.activate_all(black_box(&x), &mut ours);
                ours[ENTRIES / 2].to_f64()
            }),
            Contender::new("std", || {
                for (x, y) in black_box(&x).iter().zip(&mut theirs) {
                    *y = f(*x);
                }
                theirs[ENTRIES / 2].to_f64()
            }),
        ],
    );
}
