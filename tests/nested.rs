//! A network is a layer.

use plies::{
    Add, Affine, Class, MeanSquaredError, Network, Parameters, Path, Random, Sgd, Sigmoid, SoftmaxWithLoss,
    gradient_check, network,
};

network! {
    /// Two layers, and a way around them.
    #[derive(Clone, Debug, PartialEq)]
    struct Block(x: [6]) -> [6] {
        affine1: Affine::to(6),
        sigmoid1: Sigmoid,
        sum: Add from (sigmoid1, x),
    }
}

network! {
    /// Takes two, and has a loss of its own, which counts only where it stands alone.
    struct Join(a: [6], b: [6]) -> [4] {
        sum: Add from (a, b),
        block: Block,
        affine1: Affine::to(4),
        loss: MeanSquaredError,
    }
}

network! {
    struct Whole(x: [5]) -> [3] {
        affine1: Affine::to(6),
        block1: Block,
        block2: Block,
        join: Join from (block2, affine1),
        head: Affine::to(3),
        loss: SoftmaxWithLoss,
    }
}

fn samples() -> ([[f64; 5]; 4], [Class<3>; 4]) {
    let mut random = Random::new(7);
    let x = [(); 4].map(|()| std::array::from_fn(|_| random.normal()));
    (x, [0, 2, 1, 2].map(|label| Class::new(label).unwrap()))
}

#[test]
fn goes_back_right_through_all_of_them() {
    let (x, labels) = samples();
    let check = gradient_check(&*Whole::new(3), &x, &labels, &mut Whole::tape::<4>());
    assert!(check.relative_error() < 1e-7, "{check}");
}

#[test]
fn each_has_parameters_of_its_own_by_its_name() {
    let net = Whole::<f64>::new(3);
    let mut names = vec![];
    Whole::walk([&*net], [], Path::ROOT, &mut |entry, [_], []| names.push(entry.path.to_string()));
    for name in ["affine1.weight", "block1.affine1.weight", "join.block.affine1.bias", "head.bias"] {
        assert!(names.iter().any(|found| found == name), "{name} is not among {names:?}");
    }
    assert_ne!(net.block1.affine1, net.block2.affine1);
}

#[test]
fn one_by_one_is_bit_for_bit_a_batch() {
    let (x, _) = samples();
    let (net, mut y) = (Whole::<f64>::new(3), [[0.0; 3]; 4]);
    net.predict(&x, &mut y, &mut Whole::workspace::<3>());
    for (x, y) in x.iter().zip(y) {
        assert_eq!(net.predict_one(x, &mut Whole::workspace::<1>()), y);
    }
    let mut tape = Whole::tape::<4>();
    assert_eq!(net.forward(&x, &mut tape).output(), y);
}

#[test]
fn learns() {
    let (x, labels) = samples();
    let (mut net, mut gradient, mut tape) = (Whole::<f64>::new(3), Whole::zeros(), Whole::tape::<4>());
    let before = net.gradient(&x, &labels, &mut gradient, &mut tape);
    for _ in 0..200 {
        net.gradient(&x, &labels, &mut gradient, &mut tape);
        net.step(&gradient, &mut Sgd::new(0.1));
    }
    assert!(net.gradient(&x, &labels, &mut gradient, &mut tape) < before / 10.0);
}

network! {
    struct Repeated(x: [6]) -> [2] {
        blocks: [Block; 4],
        more: [Affine::to(6); 3],
        one: [Sigmoid; 1],
        head: Affine::to(2),
    }
}

network! {
    struct Spelled(x: [6]) -> [2] {
        block1: Block,
        block2: Block,
        block3: Block,
        block4: Block,
        affine1: Affine::to(6),
        affine2: Affine::to(6),
        affine3: Affine::to(6),
        sigmoid1: Sigmoid,
        head: Affine::to(2),
    }
}

/// Parameter by parameter, the numbers that both have drawn.
fn parameters<P: Network>(net: &P) -> Vec<(String, Vec<P::Scalar>)> {
    let mut all = vec![];
    P::walk([net], [], Path::ROOT, &mut |entry, [values], []| {
        all.push((entry.path.to_string(), values.to_vec()));
    });
    all
}

#[test]
fn a_line_for_several_is_a_line_for_each() {
    let (repeated, spelled) = (Repeated::<f64>::new(5), Spelled::<f64>::new(5));
    let x: Vec<_> = (0..5).map(|i| [i as f64, 0.5, -1.0, 2.0, i as f64 / 2.0, -0.3]).collect();
    let (a, b) = (parameters(&*repeated), parameters(&*spelled));
    assert!(a.iter().zip(&b).all(|((_, a), (_, b))| a == b));
    let names: Vec<_> = a.iter().map(|(name, _)| &name[..]).collect();
    assert_eq!(names[..3], ["blocks.0.affine1.weight", "blocks.0.affine1.bias", "blocks.1.affine1.weight"]);
    assert_eq!(names[8..10], ["more.0.weight", "more.0.bias"]);

    let (mut y, mut expected) = ([[0.0; 2]; 5], [[0.0; 2]; 5]);
    repeated.predict(&x, &mut y, &mut Repeated::workspace::<2>());
    spelled.predict(&x, &mut expected, &mut Spelled::workspace::<2>());
    assert_eq!(y, expected);

    let (mut a, mut b) = (Repeated::zeros(), Spelled::zeros());
    let (mut dx, mut expected) = ([[0.0; 6]; 5], [[0.0; 6]; 5]);
    let dy = [[1.0, -0.5]; 5];
    repeated.forward(&x, &mut Repeated::tape::<5>()).backward(&dy, Some(&mut a), Some(&mut dx));
    spelled.forward(&x, &mut Spelled::tape::<5>()).backward(&dy, Some(&mut b), Some(&mut expected));
    assert_eq!(dx, expected);
    let (a, b) = (parameters(&*a), parameters(&*b));
    assert!(a.iter().zip(&b).all(|((_, a), (_, b))| a == b));
}
