//! What predicting needs is as large as the widest moment of the graph.

use plies::{
    Add, Affine, BatchNorm, Concat, Conv2d, GlobalAvgPool, Inputs, MaxPool2d, Mul, Network, Random, Relu,
    Rule, Shape, Sigmoid, SoftmaxWithLoss, Tanh, Workspace, network,
};

/// How many numbers a workspace for `N` samples has.
fn numbers<P: Network, const N: usize>() -> usize {
    size_of::<Workspace<P, N>>() / size_of::<P::Scalar>()
}

network! {
    struct TwoLayerNet(x: [784]) -> [10] {
        affine1: Affine::new(784, 50), relu1: Relu, affine2: Affine::new(50, 10), loss: SoftmaxWithLoss,
    }
}

network! {
    /// The widest moment is not that of the widest values of every second place.
    struct Sequence(x: [3]) -> [50] {
        a: Affine::to(70), b: Affine::to(20), c: Affine::to(40), d: Affine::to(45), e: Affine::to(1), f: Affine::to(50),
    }
}

network! {
    /// The output is the widest.
    struct Widening(x: [3]) -> [50] { a: Affine::to(5), b: Affine::to(20), c: Affine::to(50) }
}

#[test]
fn a_sequence_takes_two_neighbours() {
    // The rectifier writes over what it is fed.
    assert_eq!(numbers::<TwoLayerNet, 1>(), 50 + 10);
    assert_eq!(numbers::<TwoLayerNet<f64>, 1>(), 50 + 10);
    assert_eq!(numbers::<TwoLayerNet, 32>(), 32 * (50 + 10));
    assert_eq!(numbers::<Sequence, 1>(), 70 + 20);
    assert_eq!(numbers::<Sequence, 7>(), 7 * (70 + 20));
    assert_eq!(numbers::<Widening, 1>(), 20 + 50);
}

network! {
    struct Shopping(apple: [], apple_num: [], orange: [], orange_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        orange_price: Mul from (orange, orange_num),
        all_price: Add from (apple_price, orange_price),
        price: Mul from (all_price, tax),
    }
}

network! {
    /// Ways around layers of several sizes.
    struct Residual(x: [9]) -> [6] {
        stem: Affine::to(20),
        affine1: Affine::to(31), relu1: Relu, affine2: Affine::to(20), sum1: Add from (affine2, stem),
        affine3: Affine::to(7), relu2: Relu, affine4: Affine::to(20), sum2: Add from (affine4, sum1),
        affine5: Affine::to(40), affine6: Affine::to(20), sum3: Add from (affine6, sum2),
        head: Affine::to(6),
    }
}

network! {
    /// Three ways that are put side by side, and two outputs of which one is read.
    struct Branches(x: [9]) -> (wide: [30], place: [2]) {
        stem: Tanh,
        a: Affine::to(10) from stem, b1: Affine::to(25) from stem, b2: Affine::to(12), c: Affine::to(8) from stem,
        wide: Concat from (a, b2, c),
        tanh1: Tanh,
        place: Affine::to(2),
    }
}

#[test]
fn a_graph_takes_its_widest_moment() {
    assert_eq!(numbers::<Shopping, 1>(), 3);
    // The moment of `affine6`: beside the second sum.
    assert_eq!(numbers::<Residual, 1>(), 20 + 40 + 20);
    assert_eq!(numbers::<Residual, 5>(), 5 * (20 + 40 + 20));
    // Where the ways are put side by side, or their activation is computed.
    assert_eq!(numbers::<Branches, 1>(), 30 + 30 + 2);
}

network! {
    /// Two layers, wider than what they are fed, and a way around them.
    struct Block(x: [16]) -> [16] { affine1: Affine::to(32), tanh1: Tanh, affine2: Affine::to(16), sum: Add from (affine2, x) }
}

network! {
    struct Nested(x: [16]) -> [4] {
        affine1: Affine::to(16), block: Block, relu1: Relu, wide: Affine::to(90), head: Affine::to(4),
    }
}

network! {
    struct Spelled(x: [8]) -> [4] { affine1: Affine::to(16), block1: Block, block2: Block, block3: Block, head: Affine::to(4) }
}

network! {
    struct Repeated(x: [8]) -> [4] { affine1: Affine::to(16), blocks: [Block; 3], head: Affine::to(4) }
}

network! {
    struct Twice(x: [8]) -> [4] { affine1: Affine::to(16), blocks: [Block; 2], head: Affine::to(4) }
}

network! {
    /// Nothing can be written where the input lies.
    struct AtOnce(x: [16]) -> [4] { blocks: [Block; 3], head: Affine::to(4) }
}

network! {
    /// Nor where a value lies that is read again.
    struct Around(x: [8]) -> [16] { affine1: Affine::to(16), blocks: [Block; 3], sum: Add from (blocks, affine1) }
}

#[test]
fn a_network_inside_another_counts_when_it_runs() {
    // What a block needs beside its input and its output, for one sample.
    const INSIDE: usize = 32 + 16;
    assert_eq!(numbers::<Nested, 1>(), (16 + 16 + INSIDE).max(16 + 90));
    assert_eq!(numbers::<Spelled, 1>(), 16 + 16 + INSIDE);
    assert_eq!(numbers::<Repeated, 1>(), 16 + 16 + INSIDE);
    assert_eq!(numbers::<Twice, 1>(), 16 + 16 + INSIDE);
    assert_eq!(numbers::<AtOnce, 1>(), 16 + 16 + INSIDE);
    assert_eq!(numbers::<Around, 1>(), 16 + 16 + 16 + INSIDE);
    // Working memory is there once, and shares with values that are smaller then than at other times.
    assert_eq!(numbers::<Spelled, 10>(), 10 * (16 + 16) + INSIDE);
    assert_eq!(numbers::<Nested, 10>(), 10 * (16 + 90));
}

network! {
    struct ConvBlock(x: [16, 14, 14]) -> [16, 14, 14] {
        conv1: Conv2d::new(16, 3).padding(1), norm1: BatchNorm::new(), relu1: Relu,
        conv2: Conv2d::new(16, 3).padding(1), norm2: BatchNorm::new(),
        sum: Add from (norm2, x), relu2: Relu,
    }
}

network! {
    struct Detector(image: [1, 28, 28]) -> (class: [10], place: [2]) {
        conv1: Conv2d::new(16, 5).padding(2), pool1: MaxPool2d::new(2), blocks: [ConvBlock; 3], mean: GlobalAvgPool,
        class: Affine::to(10), place: Affine::to(2) from mean,
    }
}

#[test]
fn working_memory_counts_when_it_is_used() {
    let inputs = Inputs::new(&[Shape::image(1, 28, 28)]);
    let stem: Rule = Conv2d::new(16, 5).padding(2).shape_rule(inputs);
    let inputs = Inputs::new(&[Shape::image(16, 14, 14)]);
    let conv: Rule = Conv2d::new(16, 3).padding(1).shape_rule(inputs);
    let (large, small) = (16 * 28 * 28, 16 * 14 * 14);
    // Inside a block: what the second convolution reads and gives, and works with.
    let block = small + small + conv.scratch_len();
    let widest = (large + stem.scratch_len()).max(large + small).max(small + small + block);
    assert_eq!(numbers::<Detector, 1>(), widest);
}

fn samples<const F: usize>(count: usize) -> Vec<[f64; F]> {
    let mut random = Random::new(5);
    (0..count).map(|_| std::array::from_fn(|_| random.normal())).collect()
}

/// One by one, several at a time, and as when training: the same, though what lies where is not.
#[track_caller]
fn assert_same<P, const IN: usize, const OUT: usize>()
where
    P: Network<Scalar = f64, In = [f64; IN], Out = [f64; OUT]>,
{
    let (net, x) = (P::new(3), samples::<IN>(5));
    let mut tape = P::tape::<5>();
    let expected = net.forward(&x, &mut tape).output().to_vec();
    let mut y = vec![[f64::NAN; OUT]; 5];
    net.predict(&x, &mut y, &mut P::workspace::<3>());
    assert_eq!(y, expected);
    net.predict(&x, &mut y, &mut P::workspace::<8>());
    assert_eq!(y, expected);
    let mut workspace = P::workspace::<1>();
    assert_eq!(x.iter().map(|x| net.predict_one(x, &mut workspace)).collect::<Vec<_>>(), expected);
    y.clear();
    net.each_output(&x, &mut P::workspace::<2>(), |_, some| y.extend(some));
    assert_eq!(y, expected);
}

network! {
    struct Spread(x: [16]) -> [16] { a: Affine::to(5), b: Affine::to(16) }
}

network! {
    struct Ends(x: [16]) -> [50] { a: Affine::to(5), sigmoids: [Sigmoid; 4], c: Affine::to(50) }
}

network! {
    struct Deep(x: [16]) -> [50] { block: Block, spreads: [Spread; 2], ends: Ends, relu1: Relu }
}

#[test]
fn every_layout_predicts_the_same() {
    assert_same::<Sequence<f64>, 3, 50>();
    assert_same::<Widening<f64>, 3, 50>();
    assert_same::<Residual<f64>, 9, 6>();
    assert_same::<Nested<f64>, 16, 4>();
    assert_same::<Spelled<f64>, 8, 4>();
    assert_same::<Repeated<f64>, 8, 4>();
    assert_same::<Twice<f64>, 8, 4>();
    assert_same::<AtOnce<f64>, 16, 4>();
    assert_same::<Around<f64>, 8, 16>();
    assert_same::<Deep<f64>, 16, 50>();
}

#[test]
fn outputs_of_several_stay_until_the_end() {
    let (net, x) = (Branches::<f64>::new(3), samples::<9>(4));
    let (mut wide, mut place) = ([[0.0; 30]; 4], [[0.0; 2]; 4]);
    net.predict(&x, (&mut wide, &mut place), &mut Branches::workspace::<3>());
    net.each_output(&x, &mut Branches::workspace::<2>(), |range, (a, b)| {
        assert_eq!((a, b), (&wide[range.clone()], &place[range]));
    });
    assert_eq!(net.predict_one(&x[3], &mut Branches::workspace::<1>()), (wide[3], place[3]));
}
