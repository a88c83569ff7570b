//! What the tests of the optimizers share.

use crate::{Affine, Network, Optimizer, Parameters, Path, Scalar, State, network};

network! {
    pub struct Net(x: [3]) -> [3] {
        affine1: Affine::to(3),
        #[frozen]
        affine2: Affine::to(3),
    }
}

/// Where the tests begin: `affine1` has 12 entries, none of them 0.
pub fn start() -> Box<Net<f64>> {
    numbered(0.0)
}

/// Entries that all differ, of both signs.
fn numbered(shift: f64) -> Box<Net<f64>> {
    let (mut net, mut i) = (Net::<f64>::zeros(), 0.0);
    Net::walk([], [&mut *net], Path::ROOT, &mut |_, [], [values]| {
        for value in values {
            i += 1.0;
            *value = (i + shift).sin();
        }
    });
    net
}

/// Compares a few steps of an optimizer with its formula, from the gradient of an entry to the entry and two memories,
/// which begin as 0. Every gradient is another. What is frozen must stay.
#[track_caller]
pub fn check(
    mut optimizer: impl Optimizer<Net<f64>>,
    steps: usize,
    mut formula: impl FnMut(f64, &mut f64, &mut [f64; 2]),
) {
    let (mut net, mut expected, mut memory) = (start(), start(), vec![[0.0; 2]; 12]);
    for step in 0..steps {
        let gradient = numbered(100.0 + 7.0 * step as f64);
        net.step(&gradient, &mut optimizer);
        let mut memory = memory.iter_mut();
        Net::each_trained([&*gradient], [&mut *expected], |_, [g], [w]| {
            for (g, w) in g.iter().zip(w) {
                formula(*g, w, memory.next().expect("there are 12 entries"));
            }
        });
        assert!(memory.next().is_none());
    }
    assert_eq!(net.affine2, start().affine2);
    Net::walk([&*net, &*expected], [], Path::ROOT, &mut |entry, [net, expected], []| {
        for (net, expected) in net.iter().zip(expected) {
            assert!((net - expected).abs() < 1e-13, "{}: {net} is not {expected}", entry.path);
        }
    });
}

/// After a few steps, a memory of the same entries goes on the same way, bit for bit, as does a clone; and a bias does not
/// decay.
#[track_caller]
pub fn check_memory<O: Optimizer<Net<f64>> + Clone, const MOMENTS: usize>(
    fresh: O,
    state: impl Fn(&mut O) -> &mut State<Net<f64>, MOMENTS>,
) {
    let (mut net, mut optimizer) = (start(), fresh.clone());
    let step = |net: &mut Net<f64>, optimizer: &mut O, i: usize| {
        net.step(&*numbered(13.0 * i as f64), optimizer);
    };
    (0..5).for_each(|i| step(&mut net, &mut optimizer, i));
    let (mut twin, mut cloned) = (net.copied(), optimizer.clone());
    let (mut other, mut restored) = (net.copied(), fresh);
    let mut saved = vec![];
    state(&mut optimizer).each(|entry, values| saved.push((entry.path.to_string(), values.to_vec())));
    assert_eq!(saved.len(), 2 * MOMENTS);
    assert!(saved.iter().all(|(_, values)| values.iter().all(|value| *value != 0.0)));
    state(&mut restored).steps = state(&mut optimizer).steps;
    state(&mut restored).each_mut(|entry, values| {
        let (_, saved) = saved.iter().find(|(name, _)| *name == entry.path.to_string()).unwrap();
        values.copy_from_slice(saved);
    });
    for i in 5..10 {
        step(&mut net, &mut optimizer, i);
        step(&mut twin, &mut cloned, i);
        step(&mut other, &mut restored, i);
    }
    assert_eq!((net.affine1.clone(), net.affine1.clone()), (twin.affine1.clone(), other.affine1.clone()));
    assert_eq!(state(&mut optimizer).steps, 10);

    // Nothing pulls at a bias, and what does not pull at it does not show in what is remembered of it.
    state(&mut optimizer).clear();
    let before = net.affine1.bias;
    net.step(&*Net::zeros(), &mut optimizer);
    assert_eq!(net.affine1.bias, before);
    assert!(net.affine1.weight != twin.affine1.weight, "a weight decays");
    *optimizer.learning_rate_mut() = f64::of(0.0);
    let before = net.copied();
    net.step(&*numbered(1.0), &mut optimizer);
    assert_eq!(net.affine1, before.affine1);
}
