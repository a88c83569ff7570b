//! Where values lie on the tape, from forward until backward has read them for the last time.

use std::ops::Range;

use crate::{Layer, Relu, Rule, Scalar};

/// Values that lie one after the other, in the order in which they are computed. On the way back the last of them is the first
/// that nobody needs any more.
#[derive(Clone, Copy, Debug)]
pub struct Values<const NODES: usize> {
    /// Where each ends, for each sample.
    ends: [usize; NODES],
}

impl<const NODES: usize> Values<NODES> {
    /// Values of so many entries for each sample, 0 of what lies elsewhere.
    pub const fn new(lens: [usize; NODES]) -> Self {
        let (mut ends, mut end, mut i) = ([0; NODES], 0usize, 0);
        while i < NODES {
            end = end.saturating_add(lens[i]);
            ends[i] = end;
            i += 1;
        }
        Values { ends }
    }

    /// How many entries the first so many values have, for each sample.
    pub const fn up_to(&self, count: usize) -> usize {
        if count == 0 { 0 } else { self.ends[count - 1] }
    }

    /// Where a value begins and ends, for so many samples.
    #[inline]
    pub const fn range(&self, node: usize, samples: usize) -> Range<usize> {
        self.up_to(node) * samples..self.ends[node] * samples
    }
}

/// Whether a layer writes its value over that of the one below.
pub const fn is_over(rule: &Rule, below: &Rule) -> bool {
    rule.is_over(below)
}

/// Whether a layer that writes over the value below leaves that as it is, and the value of the next layer is rectified instead: there
/// are fewer of the largest than there are of all.
pub const fn is_deferred(is_over: bool, rectifies: bool, next_is_of_largest: bool) -> bool {
    is_over && rectifies && next_is_of_largest
}

/// What was deferred, with values that are the largest of some.
#[inline]
pub fn rectify<T: Scalar, const F: usize>(y: &mut [[T; F]]) {
    Layer::<[T; F], [T; F]>::forward_in_place(Relu, y);
}

/// What was deferred, on the way back: before the gradient goes to the largest. Where that is cut off, it is a zero that goes to it,
/// whose sign may be another than where the rectifier is the first.
#[inline]
pub fn rectify_back<T: Scalar, const F: usize>(y: &[[T; F]], dy: &mut [[T; F]]) {
    Layer::<[T; F], [T; F]>::backward_in_place(Relu, y, dy);
}

/// Checks that a layer has nothing of its own, if it works in place here.
pub const fn check_in_place<Parameters, Cache>(is_over: bool) {
    assert!(
        !is_over || size_of::<Parameters>() == 0 && size_of::<Cache>() == 0,
        "a layer whose rule says `in_place` has neither parameters nor a cache"
    );
}

#[cfg(test)]
mod tests {
    use crate::testing::check_gradient;
    use crate::*;

    /// Checks the gradient of a network whose second layer writes over the value of the first.
    macro_rules! check {
        ([$($shape:literal),*] -> [$($gives:literal),*], $($below:tt)*) => {{
            network! {
                struct Net(x: [$($shape),*]) -> [$($gives),*] { below: $($below)*, over: Tanh, scale1: Scale::by(0.5) }
            }
            network! {
                struct Beside(x: [$($shape),*]) -> [$($gives),*] { below: $($below)*, beside: LeakyRelu::new(0.1), scale1: Scale::by(0.5) }
            }
            const IN: usize = 1 $(* $shape)*;
            const OUT: usize = 1 $(* $gives)*;
            check_gradient::<Net<f64>, IN, OUT>();
            // One value less, and one gradient; of what reads `x` twice, a gradient for that takes as much.
            let saved = size_of::<Tape<Beside, 4>>() - size_of::<Tape<Net, 4>>();
            let below = stringify!($($below)*);
            assert!(saved >= 2 * size_of::<[[f32; OUT]; 4]>() || below.contains("from"), "{below}: {saved} bytes less");
        }};
    }

    #[test]
    #[allow(deprecated, reason = "one activation after another")]
    fn who_does_not_read_its_value_goes_back_right_without_it() {
        check!([6] -> [4], Affine::to(4));
        check!([2, 5, 4] -> [3, 5, 4], Conv2d::new(3, 3).padding(1));
        check!([2, 9] -> [3, 7], Conv1d::new(3, 3));
        check!([2, 3, 3] -> [3, 5, 5], ConvTranspose2d::new(3, 3));
        check!([2, 4, 4] -> [2, 2, 2], MaxPool2d::new(2));
        check!([2, 4, 4] -> [2, 2, 2], AvgPool2d::new(2));
        check!([2, 2, 2] -> [2, 4, 4], Upsample2d::nearest(2));
        check!([2, 2, 2] -> [2, 4, 4], ZeroPad2d::new(1));
        check!([2, 4, 4] -> [2], GlobalAvgPool);
        check!([6] -> [6], BatchNorm::new());
        check!([6] -> [6], LayerNorm::new());
        check!([6] -> [6], RmsNorm::new());
        check!([4, 2, 2] -> [4, 2, 2], GroupNorm::new(2));
        check!([6] -> [6], Prelu::shared());
        check!([6] -> [], Mean);
        check!([6] -> [], Sum);
        check!([6] -> [6], Add from (x, x));
        check!([6] -> [6], Sub from (x, x));
        check!([6] -> [6], Mul from (x, x));
        check!([6] -> [], Dot from (x, x));
        check!([6] -> [12], Concat from (x, x));
    }

    /// As `Relu`, but that nobody is told.
    #[derive(Clone, Copy)]
    struct Plain;

    impl Plain {
        const fn shape_rule(self, inputs: Inputs) -> Rule {
            Rule::takes([inputs.one()]).in_place().gives(inputs.one())
        }
    }

    impl Activation for Plain {
        fn activate<T: Scalar>(self, x: T) -> T {
            Relu.activate(x)
        }

        fn slope<T: Scalar>(self, x: T, y: T) -> T {
            Relu.slope(x, y)
        }
    }

    /// Cut off above 6, too.
    #[derive(Clone, Copy)]
    struct Six;

    impl Six {
        const fn shape_rule(self, inputs: Inputs) -> Rule {
            Relu.shape_rule(inputs)
        }
    }

    impl Activation for Six {
        fn activate<T: Scalar>(self, x: T) -> T {
            x.max(T::zero()).min(T::of(6.0))
        }

        fn slope<T: Scalar>(self, _: T, y: T) -> T {
            if y > T::zero() && y < T::of(6.0) { T::one() } else { T::zero() }
        }
    }

    /// Pools side by side, with a step that leaves a border out, and over each other, of whose windows some have no number above 0.
    #[test]
    fn a_rectifier_behind_a_pool_is_one_before_it() {
        macro_rules! check {
            ($($pool:tt)*) => {{
                network! {
                    struct Net(x: [2, 6, 6]) -> [3] {
                        conv1: Conv2d::new(3, 3).padding(1), relu1: Relu, pool1: $($pool)*,
                        affine1: Affine::to(3), loss: MeanSquaredError,
                    }
                }
                network! {
                    struct Same(x: [2, 6, 6]) -> [3] {
                        conv1: Conv2d::new(3, 3).padding(1), relu1: Plain, pool1: $($pool)*,
                        affine1: Affine::to(3), loss: MeanSquaredError,
                    }
                }
                let mut random = Random::new(1);
                let mut x = [(); 20].map(|()| [(); 72].map(|()| random.normal()));
                // A sample all of whose windows are cut off.
                x[7] = [-100.0; 72];
                let mut net = Net::<f64>::new(3);
                net.conv1.weight.column_mut(0).fill(0.1);
                let mut same = Same::zeros();
                same.conv1 = net.conv1.clone();
                same.affine1 = net.affine1.clone();
                let targets = [[0.5, -1.0, 2.0]; 20];
                let (mut gradient, mut expected) = (Net::zeros(), Same::zeros());
                let loss = net.gradient(&x, &targets, &mut gradient, &mut Net::tape::<20>());
                assert_eq!(loss, same.gradient(&x, &targets, &mut expected, &mut Same::tape::<20>()));
                assert_eq!((&gradient.conv1.weight, &gradient.conv1.bias), (&expected.conv1.weight, &expected.conv1.bias));
                assert!(gradient.conv1.weight.amax() > 0.0);
                let (mut dx, mut expected_dx) = ([[0.0; 72]; 20], [[1.0; 72]; 20]);
                let mut tape = Net::tape::<20>();
                net.forward(&x, &mut tape).backward(&targets, None, Some(&mut dx));
                let mut tape = Same::tape::<20>();
                same.forward(&x, &mut tape).backward(&targets, None, Some(&mut expected_dx));
                assert_eq!(dx, expected_dx);
                let (mut y, mut expected) = ([[0.0; 3]; 20], [[1.0; 3]; 20]);
                net.predict(&x, &mut y, &mut Net::workspace::<7>());
                same.predict(&x, &mut expected, &mut Same::workspace::<7>());
                assert_eq!(y, expected);
                for (x, y) in x.iter().zip(y) {
                    assert_eq!(net.predict_one(x, &mut Net::workspace::<1>()), y);
                }
                x[3][5] = f64::NAN;
                net.predict(&x, &mut y, &mut Net::workspace::<7>());
                assert!(y[3][0].is_nan() && !y[4][0].is_nan());
                check_gradient::<Net<f64>, 72, 3>();
            }};
        }
        // Another layer by the same rule is not taken for it.
        network! {
            struct Cut(x: [1, 2, 2]) -> [1] {
                conv1: Conv2d::new(1, 1), six1: Six, pool1: MaxPool2d::new(2), affine1: Affine::to(1),
            }
        }
        let mut net = Cut::<f64>::zeros();
        net.conv1.weight.fill(2.0);
        net.affine1.weight.fill(1.0);
        assert_eq!(net.predict_one(&[1.0, 2.0, 3.0, 50.0], &mut Cut::workspace::<1>()), [6.0]);
        check!(MaxPool2d::new(2));
        check!(MaxPool2d::new(4).stride(1).drop_border());
        check!(MaxPool2d::new(3).stride(2).padding(1).drop_border());
    }

    #[test]
    fn what_only_changes_the_shape_takes_no_memory() {
        network! { struct Net(x: [2, 3]) -> [4] { tanh1: Tanh, add1: Add from (tanh1, tanh1), flatten1: Flatten, affine1: Affine::to(4) } }
        network! { struct Without(x: [2, 3]) -> [4] { tanh1: Tanh, add1: Add from (tanh1, tanh1), affine1: Affine::to(4) } }
        check_gradient::<Net<f64>, 6, 4>();
        assert_eq!(size_of::<Tape<Net, 4>>(), size_of::<Tape<Without, 4>>());
    }

    /// Values that are read twice, above which nothing learns, or of a network inside another.
    #[test]
    fn any_graph_goes_back_right() {
        network! {
            struct Block(x: [5]) -> [5] {
                affine1: Affine::to(7), tanh1: Tanh, affine2: Affine::to(5), sigmoid1: Sigmoid, sum: Add from (sigmoid1, x),
            }
        }
        network! {
            struct Net(x: [5]) -> [3] {
                #[frozen]
                affine1: Affine::to(5),
                tanh1: Tanh,
                block: Block,
                blocks: [Block; 2],
                affine2: Affine::to(4) from tanh1,
                softplus1: Softplus,
                twice: Mul from (softplus1, softplus1),
                both: Concat from (twice, blocks, softplus1),
                head: Affine::to(3),
            }
        }
        check_gradient::<Net<f64>, 5, 3>();
    }

    /// `y = x / 2` where it is negative, from the point of view of `y`: with the loops that each activation has.
    #[derive(Clone, Copy)]
    struct Half;

    impl Half {
        const fn shape_rule(self, inputs: Inputs) -> Rule {
            Rule::takes([inputs.one()]).gives(inputs.one()).in_place()
        }
    }

    impl Activation for Half {
        fn activate<T: Scalar>(self, x: T) -> T {
            if x < T::zero() { x * T::of(0.5) } else { x }
        }

        fn slope<T: Scalar>(self, _: T, y: T) -> T {
            if y < T::zero() { T::of(0.5) } else { T::one() }
        }
    }

    #[test]
    fn the_bits_are_those_of_values_that_are_kept() {
        macro_rules! check {
            ($layer:ident) => {
                check!($layer, f32, 53);
                check!($layer, f64, 53);
                // So few that no vectors are asked for.
                check!($layer, f32, 3);
            };
            ($layer:ident, $scalar:ident, $width:literal) => {{
                network! {
                    struct Over(x: [9]) -> [$width] { affine1: Affine::to($width), over: $layer, affine2: Affine::to($width) }
                }
                network! {
                    struct Kept(x: [9]) -> (affine2: [$width], affine1: [$width]) {
                        affine1: Affine::to($width), over: $layer, affine2: Affine::to($width),
                    }
                }
                assert!(size_of::<Tape<Over, 7>>() < size_of::<Tape<Kept, 7>>());
                let (mut over, kept) = (Over::<$scalar>::new(3), Kept::<$scalar>::new(3));
                over.affine1 = kept.affine1.clone();
                over.affine2 = kept.affine2.clone();
                let mut random = Random::new(5);
                let x: [[$scalar; 9]; 7] = [(); 7].map(|()| std::array::from_fn(|_| random.normal() as $scalar));
                let dy: [[$scalar; $width]; 7] = [(); 7].map(|()| std::array::from_fn(|_| random.normal() as $scalar));
                let (mut gradient, mut dx, mut tape) = (Over::zeros(), [[0.0; 9]; 7], Over::tape::<7>());
                let pass = over.forward(&x, &mut tape);
                let y = pass.output().to_vec();
                pass.backward(&dy, Some(&mut gradient), Some(&mut dx));

                let (mut expected, mut expected_dx, mut tape) = (Kept::zeros(), [[0.0; 9]; 7], Kept::tape::<7>());
                let pass = kept.forward(&x, &mut tape);
                assert_eq!(pass.output().0, y);
                pass.backward((&dy, &[[0.0; $width]; 7]), Some(&mut expected), Some(&mut expected_dx));
                assert_eq!(dx, expected_dx);
                let mut predicted = [[0.0; $width]; 7];
                over.predict(&x, &mut predicted, &mut Over::workspace::<4>());
                assert_eq!(predicted.as_slice(), y);
                assert_eq!(gradient.affine1.weight, expected.affine1.weight);
                assert_eq!(gradient.affine2.weight, expected.affine2.weight);
            }};
        }
        check!(Relu);
        check!(Sigmoid);
        check!(Softplus);
        check!(Tanh);
        check!(Half);
    }

    #[test]
    fn a_picture_shows_the_value_that_was_written_over() {
        network! { struct Net(x: [1]) -> [1] { affine1: Affine::to(1), relu1: Relu, affine2: Affine::to(1) } }
        let mut net = Net::<f64>::zeros();
        (net.affine1.weight[0], net.affine2.weight[0], net.affine2.bias[0]) = (-2.5, 3.0, 0.25);
        let picture = net.to_svg_with_values(&[1.0]);
        assert!(picture.contains("-2.5") && picture.contains("0.25"), "{picture}");
    }
}
