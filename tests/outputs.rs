//! Networks that give several values, each with its loss.

use plies::{
    Affine, Class, Loss, MeanSquaredError, Mul, Network, Random, Sgd, Sigmoid, SoftmaxWithLoss,
    SumSquaredError, gradient_check, gradient_check_output, network,
};

network! {
    /// Two values, one of which feeds the other.
    struct TwoHeads(x: [4]) -> (class: [3], size: [3]) {
        trunk: Affine::to(6),
        sigmoid1: Sigmoid,
        class: Affine::to(3),
        both: Mul from (class, class),
        size: Affine::to(3),
        loss: SoftmaxWithLoss from class,
        loss: 0.25 * MeanSquaredError from size,
    }
}

network! {
    /// A value that nobody compares, and one that counts double.
    struct Half(x: [4]) -> (hidden: [2], y: [1]) {
        hidden: Affine::to(2),
        y: Affine::to(1),
        loss: 2.0 * MeanSquaredError from y,
    }
}

network! {
    /// One, but not the last that is read.
    struct Named(x: [2], t: [2]) -> (product: [2]) {
        product: Mul from (x, t),
        loss: 3.0 * MeanSquaredError,
    }
}

fn samples() -> [[f64; 4]; 3] {
    let mut random = Random::new(7);
    [(); 3].map(|()| std::array::from_fn(|_| random.normal()))
}

fn targets() -> [(Class<3>, [f64; 3]); 3] {
    [(0, [0.1, 0.2, 0.3]), (2, [1.0, -1.0, 0.0]), (1, [0.5, 0.0, 2.0])]
        .map(|(label, size)| (Class::new(label).unwrap(), size))
}

#[test]
fn go_back_right() {
    let mut tape = TwoHeads::tape::<3>();
    let check = gradient_check(&*TwoHeads::new(1), &samples(), &targets(), &mut tape);
    assert!(check.relative_error() < 1e-7, "{check}");
    let dy = ([[1.0, 0.5, -1.0]; 3], [[0.3, -2.0, 1.0]; 3]);
    let check = gradient_check_output(&*TwoHeads::new(1), &samples(), (&dy.0, &dy.1), &mut tape);
    assert!(check.relative_error() < 1e-7, "{check}");
    let targets = [((), [1.0]), ((), [0.5]), ((), [-1.0])];
    let check = gradient_check(&*Half::new(1), &samples(), &targets, &mut Half::tape::<3>());
    assert!(check.relative_error() < 1e-7, "{check}");
    let x = ([[1.0, 2.0]], [[3.0, 0.5]]);
    let check = gradient_check(&*Named::zeros(), (&x.0, &x.1), &[[1.0, 1.0]], &mut Named::tape::<1>());
    assert!(check.relative_error() < 1e-7, "{check}");
}

#[test]
fn the_loss_is_the_weighted_sum() {
    let (net, x, targets) = (TwoHeads::<f64>::new(1), samples(), targets());
    let (mut class, mut size) = ([[0.0; 3]; 3], [[0.0; 3]; 3]);
    net.predict(&x, (&mut class, &mut size), &mut TwoHeads::workspace::<2>());
    let classes = targets.map(|(class, _)| class);
    let sizes = targets.map(|(_, size)| size);
    let expected =
        SoftmaxWithLoss.loss(&class[..], &classes) + 0.25 * MeanSquaredError.loss(&size[..], &sizes);
    let loss = net.loss(&x, &targets, &mut TwoHeads::workspace::<2>());
    assert!((loss - expected).abs() < 1e-14);
    let loss = net.gradient(&x, &targets, &mut TwoHeads::zeros(), &mut TwoHeads::tape::<3>());
    assert!((loss - expected).abs() < 1e-14);
    let one = net.predict_one(&x[1], &mut TwoHeads::workspace::<1>());
    assert_eq!(one, (class[1], size[1]));
    let mut tape = TwoHeads::tape::<3>();
    assert_eq!(net.forward(&x, &mut tape).output(), (&class[..], &size[..]));
}

#[test]
fn learns_both() {
    let (mut net, mut gradient, mut tape) =
        (TwoHeads::<f64>::new(1), TwoHeads::zeros(), TwoHeads::tape::<3>());
    for _ in 0..3000 {
        net.gradient(&samples(), &targets(), &mut gradient, &mut tape);
        net.step(&gradient, &mut Sgd::new(0.1));
    }
    assert!(net.loss(&samples(), &targets(), &mut TwoHeads::workspace::<3>()) < 0.1);
}

network! {
    /// A sum and a mean.
    struct Both(x: [4]) -> (sum: [2], mean: [2]) {
        sum: Affine::to(2),
        mean: Affine::to(2) from x,
        loss: SumSquaredError from sum,
        loss: MeanSquaredError from mean,
    }
}

#[test]
fn a_sum_stays_a_sum_in_batches_of_any_size() {
    let (net, x) = (Both::<f64>::new(1), samples());
    let targets = [([0.0, 1.0], [1.0, 0.0]); 3];
    let (mut sum, mut mean) = ([[0.0; 2]; 3], [[0.0; 2]; 3]);
    net.predict(&x, (&mut sum, &mut mean), &mut Both::workspace::<3>());
    let expected =
        SumSquaredError.loss(&sum[..], &[[0.0, 1.0]; 3]) + MeanSquaredError.loss(&mean[..], &[[1.0, 0.0]; 3]);
    assert!((net.loss(&x, &targets, &mut Both::workspace::<2>()) - expected).abs() < 1e-14);
    assert!((net.loss(&x, &targets, &mut Both::workspace::<3>()) - expected).abs() < 1e-14);
    let check = gradient_check(&*net, &x, &targets, &mut Both::tape::<3>());
    assert!(check.relative_error() < 1e-7, "{check}");
}
