//! What nothing reads is declared, and costs nothing; and what is warned of can be meant.

#![allow(unused_variables)]
#![deny(deprecated)]

use plies::{Adam, Affine, Mul, Network, Relu, Softmax, SoftmaxWithLoss, Tape, network};

network! {
    /// A branch that goes nowhere, and an input that only it reads.
    #[derive(Clone, PartialEq)]
    struct Net(x: [4], aside: [3]) -> [2] {
        affine1: Affine::to(8) from x,
        relu1: Relu,
        branch: Affine::to(5) from aside,
        unread: Affine::to(6) from branch,
        affine2: Affine::to(2) from relu1,
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// The same without them.
    struct Without(x: [4]) -> [2] {
        affine1: Affine::to(8),
        relu1: Relu,
        affine2: Affine::to(2),
        loss: SoftmaxWithLoss,
    }
}

network! {
    struct Product(a: [], b: [], c: []) -> [] {
        product: Mul from (a, b),
    }
}

network! {
    struct Meant(x: [4]) -> [2] {
        relu1: Relu,
        #[allow(deprecated)]
        relu2: Relu,
        affine1: Affine::to(2),
        softmax1: Softmax,
        #[allow(deprecated)]
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn what_is_warned_of_can_be_meant() {
    assert_eq!(Meant::<f32>::NODES.len(), 4);
}

#[test]
fn a_branch_that_nothing_reads_changes_nothing() {
    let (mut net, mut without) = (Net::<f64>::new(1), Without::<f64>::new(2));
    without.affine1.clone_from(&net.affine1);
    without.affine2.clone_from(&net.affine2);
    let (mut gradient, mut tape) = (Net::zeros(), Net::tape::<1>());
    let (x, aside, t) = ([1.0, -2.0, 0.5, 3.0], [f64::NAN; 3], [0.0, 1.0]);
    let loss = net.gradient((&[x], &[aside]), &[t], &mut gradient, &mut tape);
    assert_eq!(loss, without.gradient(&[x], &[t], &mut Without::zeros(), &mut Without::tape::<1>()));
    let y = net.predict_one(&(x, aside), &mut Net::workspace::<1>());
    assert_eq!(y, without.predict_one(&x, &mut Without::workspace::<1>()));
    // Its parameters are drawn, and stay as they are.
    assert!(net.branch.weight.amax() > 0.0 && gradient.branch.weight.amax() == 0.0);
    let before = net.clone();
    net.step(&gradient, &mut Adam::new(0.1).weight_decay(0.1));
    assert!(net.branch == before.branch && net.unread == before.unread && net.affine1 != before.affine1);
}

#[test]
fn a_tape_has_no_room_for_it() {
    assert_eq!(size_of::<Tape<Net<f64>, 10>>(), size_of::<Tape<Without<f64>, 10>>());
    assert_eq!(Net::<f64>::MULTIPLY_ADDS, Without::<f64>::MULTIPLY_ADDS);
}

#[test]
fn an_input_that_nothing_reads_has_no_gradient() {
    let tape = &mut Tape::<_, 1>::new();
    let (y, (a, b, c)) = Product::<f64>::zeros().value_and_gradient(&([2.0], [3.0], [5.0]), tape);
    assert_eq!((y, a, b, c), (6.0, [3.0], [2.0], [0.0]));
}
