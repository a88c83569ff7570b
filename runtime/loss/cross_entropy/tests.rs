use super::*;
use crate::loss::entries::testing::goes_back_right;
use crate::testing::{assert_right, reals};
use crate::{Affine, Network, SoftmaxWithLoss, gradient_check, network};

const WEIGHTS: [f64; 4] = [0.5, 2.0, 1.0, 0.0];

network! { struct Plain(x: [3]) -> [4] { affine1: Affine::to(4), loss: CrossEntropy::new() } }
network! {
    struct Smooth(x: [3]) -> [4] { affine1: Affine::to(4), loss: CrossEntropy::new().label_smoothing(0.2) }
}
network! {
    struct Weighted(x: [3]) -> [4] {
        affine1: Affine::to(4),
        loss: CrossEntropy::new().class_weights(&WEIGHTS),
    }
}
network! {
    struct Both(x: [3]) -> [4] {
        affine1: Affine::to(4),
        loss: CrossEntropy::new().class_weights(&WEIGHTS).label_smoothing(0.3),
    }
}
network! {
    struct Sum(x: [3]) -> [4] {
        affine1: Affine::to(4),
        loss: CrossEntropy::new().class_weights(&WEIGHTS).label_smoothing(0.3).sum(),
    }
}

fn labels(samples: usize) -> Vec<Class<4>> {
    (0..samples).map(|n| Class::new([1, 0, 3, 2, 1][n]).unwrap()).collect()
}

fn value<T: Scalar, Target>(loss: CrossEntropy, y: &[[T; 4]], targets: &[Target]) -> T
where
    CrossEntropy: Loss<[T; 4], Target>,
{
    Loss::<[T; 4], Target>::loss(loss, y, targets)
}

fn both<T: Scalar, L: Loss<[T; 4], Class<4>>>(
    loss: L,
    y: &[[T; 4]],
    labels: &[Class<4>],
    dy: &mut [[T; 4]],
) -> T {
    loss.loss_and_gradient(y, labels, dy)
}

#[track_caller]
fn check<P>()
where
    P: Network<Scalar = f64, In = [f64; 3], Out = [f64; 4]>,
    P::Loss: Loss<[f64; 4], Class<4>> + Loss<[f64; 4], [f64; 4]>,
{
    goes_back_right::<P>(|t| t.map(f64::abs));
    for samples in [1, 5] {
        let (x, labels, net) = (reals::<3>(1, samples), labels(samples), P::new(1));
        assert_right::<P>(gradient_check(&*net, &x, &labels, &mut P::tape::<5>()));
        let loss = net.gradient(&x, &labels, &mut P::zeros(), &mut P::tape::<5>());
        // Several batches, of unlike weight.
        assert!((net.loss(&x, &labels, &mut P::workspace::<2>()) - loss).abs() < 1e-14);
    }
}

#[test]
fn gradient_is_right() {
    check::<Plain<f64>>();
    check::<Smooth<f64>>();
    check::<Weighted<f64>>();
    check::<Both<f64>>();
    check::<Sum<f64>>();
}

#[test]
fn without_settings_it_is_the_softmax_with_loss() {
    let (y, labels, mut a, mut b) = (reals::<4>(3, 5), labels(5), [[0.0_f64; 4]; 5], [[0.0; 4]; 5]);
    let plain = both(CrossEntropy::new(), &y, &labels, &mut a);
    assert!((plain - both(SoftmaxWithLoss, &y, &labels, &mut b)).abs() < 1e-15);
    assert!(a.as_flattened().iter().zip(b.as_flattened()).all(|(a, b)| (a - b).abs() < 1e-15));
}

#[test]
fn agrees_with_the_formula_of_pytorch() {
    // nll_loss and the smoothing apart, as `cross_entropy_loss_label_smoothing` of ATen adds them
    let (y, labels, smoothing) = (reals::<4>(3, 5), labels(5), 0.3);
    let (mut nll, mut smooth, mut weight) = (0.0, 0.0, 0.0);
    for (y, label) in y.iter().zip(&labels) {
        let sum: f64 = y.iter().map(|y| y.exp()).sum();
        let log = y.map(|y| (y.exp() / sum).ln());
        nll -= WEIGHTS[label.label()] * log[label.label()];
        smooth -= log.iter().zip(WEIGHTS).map(|(log, weight)| log * weight).sum::<f64>();
        weight += WEIGHTS[label.label()];
    }
    let expected = (1.0 - smoothing) * nll / weight + smoothing / 4.0 * smooth / weight;
    let loss = CrossEntropy::new().class_weights(&WEIGHTS).label_smoothing(smoothing);
    assert!((value(loss, &y, &labels) - expected).abs() < 1e-14);
    assert!((value(loss.sum(), &y, &labels) - expected * weight).abs() < 1e-14);
}

#[test]
fn any_finite_logits_give_a_finite_and_right_loss() {
    let (y, labels) = ([[1e4_f32, -1e4, 1e4, 0.0], [-1e4, 1e4, 0.0, 0.0]], labels(2));
    let mut dy = [[f32::NAN; 4]; 2];
    let loss = both(CrossEntropy::new().sum(), &y, &labels, &mut dy);
    assert_eq!((loss, dy), ((2e4 + 2.0_f32.ln()) + 2e4, [[0.5, -1.0, 0.5, 0.0], [-1.0, 1.0, 0.0, 0.0]]));
}

#[test]
fn what_weighs_nothing_counts_nothing() {
    let (loss, three) = (CrossEntropy::new().class_weights(&WEIGHTS), Class::<4>::new(3).unwrap());
    let (y, mut dy) = ([[0.0, 1.0, 2.0, f64::NEG_INFINITY]; 2], [[f64::NAN; 4]; 2]);
    assert_eq!(both(loss, &y, &[three; 2], &mut dy), 0.0);
    assert_eq!((value(loss, &y, &[three; 2]), dy), (0.0, [[0.0; 4]; 2]));
}

/// Samples whose class weighs 0 count nothing, however they are divided into batches.
#[test]
fn a_class_of_weight_0_does_not_count() {
    let labels = [3, 1, 3, 0].map(|label| Class::<4>::new(label).unwrap());
    let (x, net) = (reals::<3>(1, 4), Weighted::<f64>::new(1));
    let whole = net.gradient(&x, &labels, &mut Weighted::zeros(), &mut Weighted::tape::<4>());
    assert!((net.loss(&x, &labels, &mut Weighted::workspace::<4>()) - whole).abs() < 1e-14);
    assert!((net.loss(&x, &labels, &mut Weighted::workspace::<1>()) - whole).abs() < 1e-14);
    assert_eq!(net.loss(&x[..1], &labels[..1], &mut Weighted::workspace::<1>()), 0.0);

    // Nor in a network of two outputs.
    network! {
        struct Two(x: [3]) -> (class: [4], other: [1]) {
            class: Affine::to(4),
            #[frozen]
            other: Affine::to(1) from x,
            loss: CrossEntropy::new().class_weights(&WEIGHTS) from class,
        }
    }
    let mut two = Two::<f64>::new(2);
    two.class = net.affine1.clone();
    let targets = labels.map(|label| (label, ()));
    let (mut of_one, mut of_two) = (Weighted::zeros(), Two::zeros());
    net.gradient(&x, &labels, &mut of_one, &mut Weighted::tape::<4>());
    let loss = two.gradient(&x, &targets, &mut of_two, &mut Two::tape::<4>());
    assert!((loss - whole).abs() < 1e-14);
    assert!((of_one.affine1.weight - of_two.class.weight).amax() < 1e-14);
}
