//! Predicting, and what is measured by it: the same for one sample as for a batch of any size.

use plies::{
    Add, Affine, Class, Mul, Network, Random, Relu, Sigmoid, Softmax, SoftmaxWithLoss, Tape, Workspace,
    accuracy, network,
};

network! {
    struct Net(x: [37]) -> [6] {
        affine1: Affine::to(41),
        relu1: Relu,
        affine2: Affine::to(9) from x,
        sigmoid1: Sigmoid,
        affine3: Affine::to(41),
        sum: Add from (affine3, relu1),
        product: Mul from (sum, affine1),
        affine4: Affine::to(6),
        loss: SoftmaxWithLoss,
    }
}

fn samples<const F: usize>(count: usize) -> Vec<[f32; F]> {
    let mut random = Random::new(5);
    (0..count).map(|_| std::array::from_fn(|_| random.normal() as f32)).collect()
}

fn labels(count: usize) -> Vec<Class<6>> {
    (0..count).map(|n| Class::new(n * 5 % 6).unwrap()).collect()
}

fn predict<const N: usize>(net: &Net, x: &[[f32; 37]]) -> Vec<[f32; 6]> {
    let mut y = vec![[f32::NAN; 6]; x.len()];
    net.predict(x, &mut y, &mut Net::workspace::<N>());
    y
}

#[test]
fn a_batch_of_any_size_gives_what_its_samples_give() {
    let (net, mut workspace) = (Net::new(1), Net::workspace::<1>());
    for count in [0, 1, 2, 7, 12, 13, 40] {
        let x = samples::<37>(count);
        let expected: Vec<_> = x.iter().map(|x| net.predict_one(x, &mut workspace)).collect();
        assert_eq!(predict::<1>(&net, &x), expected);
        assert_eq!(predict::<2>(&net, &x), expected);
        assert_eq!(predict::<12>(&net, &x), expected);
        assert_eq!(predict::<100>(&net, &x), expected);
    }
}

#[test]
fn training_goes_forward_to_the_same_output() {
    let (net, x) = (Net::new(1), samples::<37>(7));
    let (mut tape, mut on_the_stack) = (Net::tape::<7>(), Tape::<Net, 7>::new());
    assert_eq!(net.forward(&x, &mut tape).output(), predict::<3>(&net, &x));
    assert_eq!(net.forward(&x[..2], &mut on_the_stack).output(), &predict::<3>(&net, &x)[..2]);
}

#[test]
fn a_short_batch_is_exact() {
    let (net, x, labels) = (Net::new(1), samples::<37>(5), labels(5));
    let (mut large, mut small) = (Net::tape::<64>(), Net::tape::<5>());
    let (mut a, mut b) = (Net::zeros(), Net::zeros());
    // A longer batch before must leave no trace.
    net.gradient(&samples::<37>(64), &self::labels(64), &mut a, &mut large);
    let from_large = net.gradient(&x, &labels, &mut a, &mut large);
    let from_small = net.gradient(&x, &labels, &mut b, &mut small);
    assert_eq!(from_large, from_small);
    assert_eq!(a.affine1, b.affine1);
    assert_eq!(a.affine2, b.affine2);
    assert_eq!(a.affine3, b.affine3);
    assert_eq!(a.affine4, b.affine4);
}

#[test]
fn loss_and_accuracy_do_not_depend_on_the_blocks() {
    let (net, x, labels) = (Net::new(1), samples::<37>(53), labels(53));
    let mut workspace = Workspace::<Net, 1>::new();
    let (loss, share) = (net.loss(&x, &labels, &mut workspace), net.accuracy(&x, &labels, &mut workspace));
    let mut workspace = Net::workspace::<10>();
    assert!((net.loss(&x, &labels, &mut workspace) - loss).abs() < 1e-5);
    assert_eq!(net.accuracy(&x, &labels, &mut workspace), share);
    assert_eq!(accuracy(&predict::<8>(&net, &x), &labels), share);
    let trained = net.gradient(&x, &labels, &mut Net::zeros(), &mut Net::tape::<53>());
    assert!((trained - loss).abs() < 1e-5);
}

#[test]
fn a_single_layer_needs_no_room_between() {
    network! { struct One(x: [3]) -> [3] { softmax1: Softmax } }
    let y = One::<f64>::zeros().predict_one(&[0.0; 3], &mut One::workspace::<4>());
    assert_eq!(y, [1.0 / 3.0; 3]);
    assert_eq!(size_of::<Workspace<One<f64>, 4>>(), 4 * size_of::<[f64; 3]>());
}

#[test]
fn a_seed_means_one_network() {
    let first = Net::<f64>::new(7).affine1.weight;
    assert_eq!(first, Net::new(7).affine1.weight);
    assert_ne!(first, Net::new(8).affine1.weight);
    // The same in every precision, and on every platform.
    assert_eq!(first.map(|w| w as f32), Net::<f32>::new(7).affine1.weight);
    assert_eq!(first[(0, 0)], 0.2752098963427711);
}

#[test]
#[should_panic(expected = "there are 3 samples to predict, and room for 2")]
fn too_little_room_is_said() {
    Net::<f32>::zeros().predict(&samples::<37>(3), &mut [[0.0; 6]; 2], &mut Net::workspace::<1>());
}

#[test]
#[should_panic(expected = "a batch of 3 samples does not fit on a tape for 2")]
fn too_large_a_batch_is_said() {
    Net::<f32>::zeros().gradient(&samples::<37>(3), &labels(3), &mut Net::zeros(), &mut Net::tape::<2>());
}

#[test]
#[should_panic(expected = "there are 3 samples, and 2 targets")]
fn missing_targets_are_said() {
    Net::<f32>::zeros().gradient(&samples::<37>(3), &labels(2), &mut Net::zeros(), &mut Net::tape::<5>());
}

#[test]
#[should_panic(expected = "a batch has at least one sample")]
fn an_empty_batch_is_said() {
    Net::<f32>::zeros().gradient(&[], &labels(0), &mut Net::zeros(), &mut Net::tape::<5>());
}

#[test]
#[should_panic(expected = "the mean over no samples is not a number")]
fn a_mean_over_nothing_is_said() {
    Net::<f32>::zeros().loss(&[], &labels(0), &mut Net::workspace::<5>());
}
