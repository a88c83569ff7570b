//! A step in one go is a gradient and a step, to the bit: whatever the layers, the optimizer and the number of samples.

use plies::*;

network! {
    struct Dense(x: [40]) -> [10] {
        affine1: Affine::to(30),
        relu1: Relu,
        affine2: Affine::to(20),
        sigmoid1: Sigmoid,
        affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    struct Block(x: [30]) -> [30] { affine1: Affine::to(30), #[frozen] affine2: Affine::to(30), tanh1: Tanh, sum: Add from (tanh1, x) }
}

network! {
    /// Statistics, what is drawn at random, what is frozen, networks in it and layers in a row.
    struct Mixed(image: [1, 6, 6], more: [7]) -> [10] {
        conv1: Conv2d::new(3, 3).padding(1) from image,
        norm1: BatchNorm::new(),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        #[frozen]
        affine1: Affine::to(23),
        both: Concat from (affine1, more),
        dropout1: Dropout::new(0.3),
        block1: Block,
        blocks: [Block; 2],
        rows: [Affine::new(30, 30); 3],
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

fn drawn<T: Scalar, const F: usize>(random: &mut Random, samples: usize) -> Vec<[T; F]> {
    (0..samples).map(|_| std::array::from_fn(|_| T::of(random.normal()))).collect()
}

fn labels(samples: usize) -> Vec<Class<10>> {
    (0..samples).map(|n| Class::new(n % 10).unwrap()).collect()
}

/// Takes three steps either way.
fn check<P, O>(x: &<P::In as Samples>::Gathered, samples: usize, optimizer: fn() -> O, name: &str)
where
    P: Network<Out = [<P as Network>::Scalar; 10], Loss: Loss<<P as Network>::Out, Class<10>>>,
    O: Optimizer<P>,
{
    let labels = labels(samples);
    let [mut one, mut other] = [P::new(1), P::new(1)];
    let [mut of_one, mut of_other] = [optimizer(), optimizer()];
    let (mut gradient, mut room) = (P::zeros(), P::zeros());
    P::walk([], [&mut room], Path::ROOT, &mut |_, [], [entries]| entries.fill(P::Scalar::of(f64::NAN)));
    let [mut tape, mut of_room] = [P::tape::<200>(), P::tape::<200>()];
    for _ in 0..3 {
        let loss = one.gradient(P::In::batch_of(x), &labels, &mut gradient, &mut tape);
        one.step(&gradient, &mut of_one);
        let found = other.train_step(P::In::batch_of(x), &labels, &mut room, &mut of_room, &mut of_other);
        assert!(loss == found && loss.is_finite(), "{name}, {samples} samples");
        let differ = differing::<P>(&one, &other);
        assert!(differ.is_empty(), "{name}, {samples} samples: {differ:?}");
    }
    assert!(!differing::<P>(&P::new(1), &one).is_empty());
}

/// The matrices that are not alike.
fn differing<P: Network>(one: &P, other: &P) -> Vec<String> {
    let mut differ = vec![];
    P::walk([one, other], [], Path::ROOT, &mut |entry, [a, b], []| {
        if a != b {
            differ.push(entry.path.to_string());
        }
    });
    differ
}

fn check_all<T: Scalar>() {
    let random = &mut Random::new(1);
    // As many as are added in one go, and one more.
    for samples in [1, 2, 3, 128, 129, 200] {
        let x = drawn::<T, 40>(random, samples);
        check::<Dense<T>, _>(&x, samples, || Sgd::new(0.1), "Sgd");
        check::<Dense<T>, _>(&x, samples, || Sgd::new(0.1).weight_decay(0.1), "Sgd with decay");
        check::<Dense<T>, _>(&x, samples, || Adam::new(0.01), "Adam");
        let x = (drawn::<T, 36>(random, samples), drawn::<T, 7>(random, samples));
        // A batch of one has no variance.
        if samples > 1 {
            check::<Mixed<T>, _>(&x, samples, || Sgd::new(0.1), "Sgd, mixed");
            check::<Mixed<T>, _>(&x, samples, || Momentum::new(0.1, 0.9), "Momentum, mixed");
        }
    }
}

#[test]
fn a_step_in_one_go_has_the_bits_of_a_gradient_and_a_step() {
    check_all::<f32>();
    check_all::<f64>();
}

/// Several outputs, and networks that stay as they are.
#[test]
fn every_output_has_its_loss_and_what_is_frozen_stays() {
    network! {
        struct Two(x: [40]) -> (class: [10], size: [1]) {
            #[frozen]
            block: [Inner; 2],
            hidden: Affine::to(30),
            class: Affine::to(10),
            size: Affine::to(1) from hidden,
            loss: SoftmaxWithLoss from class,
            loss: 0.5 * MeanSquaredError from size,
        }
    }
    network! { struct Inner(x: [40]) -> [40] { affine1: Affine::to(40), norm1: BatchNorm::new() } }
    let x = drawn::<f32, 40>(&mut Random::new(1), 20);
    let targets: Vec<_> = labels(20).into_iter().map(|label| (label, [0.3])).collect();
    let [mut one, mut other] = [Two::<f32>::new(1), Two::new(1)];
    let (mut gradient, mut room, mut tape) = (Two::zeros(), Two::zeros(), Two::tape::<20>());
    for _ in 0..3 {
        let loss = one.gradient(&x, &targets, &mut gradient, &mut tape);
        one.step(&gradient, &mut Sgd::new(0.1));
        assert_eq!(other.train_step(&x, &targets, &mut room, &mut tape, &mut Sgd::new(0.1)), loss);
        assert!(differing::<Two<f32>>(&one, &other).is_empty());
    }
    let changed = differing::<Two<f32>>(&Two::new(1), &one);
    assert!(changed.iter().all(|path| !path.contains("affine1")), "{changed:?}");
    assert!(changed.contains(&"hidden.weight".to_owned()));
}

/// An optimizer of one's own that is plain descent.
#[test]
fn an_optimizer_of_ones_own_can_be_plain_descent() {
    struct Halving(f64, usize);

    impl<N: Network> Optimizer<N> for Halving {
        fn step(&mut self, network: &mut N, gradient: &N) {
            self.1 += 1;
            let rate = N::Scalar::of(self.0);
            N::each_trained([gradient], [network], |_, [g], [w]| product::add_scaled(w, -rate, g));
        }

        fn plain_rate(&self) -> Option<f64> {
            Some(self.0)
        }

        fn learning_rate_mut(&mut self) -> &mut f64 {
            &mut self.0
        }
    }

    check::<Dense<f32>, _>(&drawn(&mut Random::new(1), 50), 50, || Halving(0.1, 0), "an own optimizer");
    let (mut net, mut halving) = (Dense::<f32>::new(1), Halving(0.1, 0));
    net.train_step(&[[0.5; 40]], &labels(1), &mut Dense::zeros(), &mut Dense::tape::<1>(), &mut halving);
    assert_eq!(halving.1, 0, "it is not asked to step");
}

/// An own layer that offers it, and says so in what it leaves.
#[derive(Clone, Copy)]
struct Shift;

impl Shift {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for Shift {
    type Parameters = SVector<T, F>;
    type Cache<const N: usize> = ();

    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
        let Forward { parameters, x, y, .. } = pass;
        for (y, x) in y.iter_mut().zip(x) {
            *y = (SVector::from(*x) + parameters).into();
        }
    }

    fn backward<const N: usize>(self, _: Backward<'_, Self, [T; F], [T; F], N>) {
        panic!("it descends");
    }

    fn descend<const N: usize>(self, pass: Descent<'_, Self, [T; F], [T; F], N>) {
        let Descent { parameters, rate, dy, dx, .. } = pass;
        for dy in dy {
            *parameters -= SVector::from(*dy) * rate;
        }
        if let Some(dx) = dx {
            dx.copy_from_slice(dy);
        }
    }
}

#[test]
fn a_layer_of_ones_own_can_offer_it() {
    network! { struct Net(x: [2]) -> [2] { shift1: Shift, shift2: Shift, loss: SumSquaredError } }
    let (mut net, mut room, mut tape) = (Net::<f64>::zeros(), Net::zeros(), Net::tape::<2>());
    let (x, t) = ([[1.0, 0.0], [3.0, 0.0]], [[0.0, 0.0], [0.0, 4.0]]);
    let loss = net.train_step(&x, &t, &mut room, &mut tape, &mut Sgd::new(0.25));
    // The sum of squares, whose gradient is twice what is squared.
    assert_eq!(loss, 1.0 + 9.0 + 16.0);
    assert_eq!(net.shift1, net.shift2);
    assert_eq!(net.shift1.as_slice(), [-2.0, 2.0]);
}

#[test]
#[should_panic(expected = "there are 2 samples, and 1 targets")]
fn a_missing_target_is_said() {
    let mut net = Dense::<f32>::new(1);
    net.train_step(
        &[[0.0; 40]; 2],
        &labels(1),
        &mut Dense::zeros(),
        &mut Dense::tape::<2>(),
        &mut Sgd::new(0.1),
    );
}
