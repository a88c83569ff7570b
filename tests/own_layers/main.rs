//! A user's layers are equal to the library's: these are of kinds that ask the most of the contract.

mod batch_norm;
mod concat;
mod conv2d;
mod dropout;
mod max_pool2d;

use batch_norm::BatchNorm;
use concat::Concat;
use conv2d::Conv2d;
use dropout::Dropout;
use max_pool2d::MaxPool2d;
use plies::{
    Affine, Class, Inputs, Network, Parameters, Path, PerSample, Random, Relu, Rule, SVector, Scalar, Sgd,
    Sigmoid, SoftmaxWithLoss, gradient_check, network,
};

network! {
    /// Everything at once.
    struct Everything(x: [2, 4, 4]) -> [5] {
        conv1: Conv2d::new(3, 3).padding(1),
        norm1: BatchNorm,
        sigmoid1: Sigmoid,
        conv2: Conv2d::new(3, 3).padding(1) from norm1,
        both: Concat from (sigmoid1, conv2, x),
        pool1: MaxPool2d::new(2),
        relu1: Relu,
        affine1: Affine::to(5),
        loss: SoftmaxWithLoss,
    }
}

fn images(seed: u64) -> [[f64; 32]; 4] {
    let mut random = Random::new(seed);
    [(); 4].map(|()| std::array::from_fn(|_| random.normal()))
}

fn labels() -> [Class<5>; 4] {
    [0, 3, 4, 1].map(|label| Class::new(label).unwrap())
}

#[test]
fn go_back_right() {
    let check = gradient_check(&*Everything::new(3), &images(7), &labels(), &mut Everything::tape::<4>());
    assert!(check.relative_error() < 1e-7, "{check}");
    let names: Vec<_> = check.checked().iter().map(|checked| &checked.name[..]).collect();
    assert!(names.contains(&"conv1.weight") && names.contains(&"norm1.gamma"));
    assert!(!names.contains(&"norm1.running_mean"), "statistics are not trained");
}

#[test]
fn have_shapes_that_the_compiler_computes() {
    let net = Everything::<f64>::new(3);
    assert_eq!(net.conv1.weight.shape(), (2 * 3 * 3, 3));
    assert_eq!(net.affine1.weight.shape(), ((3 + 3 + 2) * 2 * 2, 5));
}

#[test]
fn statistics_change_with_a_step_and_serve_to_predict() {
    let (mut net, mut gradient, mut tape) =
        (Everything::<f64>::new(3), Everything::zeros(), Everything::tape::<4>());
    let mut paths = vec![];
    Everything::walk([&*net], [], Path::ROOT, &mut |entry, [_], []| {
        paths.push((entry.path.to_string(), entry.path.is_trained()));
    });
    assert!(paths.contains(&("norm1.running_mean".to_owned(), false)));

    net.gradient(&images(7), &labels(), &mut gradient, &mut tape);
    assert!(net.norm1.running_mean.iter().all(|mean| *mean == 0.0));
    net.step(&gradient, &mut Sgd::new(0.0));
    let after_one = net.norm1.running_mean;
    assert!(after_one.iter().all(|mean| *mean != 0.0));
    // After many steps on one batch, its statistics are the running ones.
    for _ in 0..300 {
        net.gradient(&images(7), &labels(), &mut gradient, &mut tape);
        net.step(&gradient, &mut Sgd::new(0.0));
    }
    assert!((net.norm1.running_mean - after_one * 10.0).amax() < 1e-9);
}

/// Takes a running mean off; there is nothing in it to train.
#[derive(Clone, Copy)]
struct Center;

/// What it learns, without a gradient.
#[derive(Parameters)]
struct Mean<T: Scalar, const F: usize> {
    #[statistic]
    mean: SVector<T, F>,
}

impl Center {
    const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Center {
    type Parameters = Mean<T, F>;

    fn forward(self, Mean { mean }: &Mean<T, F>, x: &[T; F], y: &mut [T; F]) {
        for i in 0..F {
            y[i] = x[i] - mean[i];
        }
    }

    fn backward(self, _: &Mean<T, F>, _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        *dx = *dy;
    }

    fn add_gradient(self, change: &mut Mean<T, F>, _: &Mean<T, F>, _: &[T; F], y: &[T; F], _: &[T; F]) {
        for i in 0..F {
            change.mean[i] += y[i] * T::of(0.25);
        }
    }
}

network! {
    struct Centered(x: [2]) -> [2] { center1: Center, affine1: Affine::to(2), loss: SoftmaxWithLoss }
}

#[test]
fn statistics_alone_change_with_a_step_too_and_never_by_what_was_there() {
    let (mut net, mut gradient) = (Centered::<f64>::new(1), Centered::zeros());
    gradient.center1.mean.fill(1e6);
    let labels = [0, 1].map(|label| Class::<2>::new(label).unwrap());
    for _ in 0..100 {
        net.gradient(&[[1.0, 4.0], [3.0, 8.0]], &labels, &mut gradient, &mut Centered::tape::<2>());
        net.step(&gradient, &mut Sgd::new(0.1));
    }
    assert!((net.center1.mean - SVector::from([2.0, 6.0])).amax() < 1e-12);
}

network! {
    struct Noisy(x: [6]) -> [3] {
        affine1: Affine::to(40),
        dropout1: Dropout::new(0.5),
        affine2: Affine::to(3),
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn randomness_is_the_tapes_own() {
    let (net, mut gradient, mut tape) = (Noisy::<f64>::new(1), Noisy::zeros(), Noisy::tape::<2>());
    let (x, labels) = ([[0.5; 6]; 2], [0, 2].map(|label| Class::<3>::new(label).unwrap()));
    let mut loss = |seed: Option<u64>| {
        seed.into_iter().for_each(|seed| tape.seed(seed));
        net.gradient(&x, &labels, &mut gradient, &mut tape)
    };
    let (first, second, again) = (loss(Some(4)), loss(None), loss(Some(4)));
    assert!(first == again && first != second);
    let check = gradient_check(&*net, &x, &labels, &mut Noisy::tape::<2>());
    assert!(check.relative_error() < 1e-7, "{check}");
    // Nothing is dropped when predicting.
    let mut workspace = Noisy::workspace::<1>();
    assert_eq!(net.predict_one(&x[0], &mut workspace), net.predict_one(&x[1], &mut workspace));
}
