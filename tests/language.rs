//! What a `network!` block may say, and where it may stand.

#![deny(missing_docs, warnings)]
// Which layers stand beside each other says nothing here.
#![allow(deprecated)]
#![forbid(unsafe_code)]

use plies::{Add, Affine, Class, Mul, Network, Relu, Sigmoid, SoftmaxWithLoss, gradient_check, network};

const HIDDEN: usize = 4 + 4;

network! {
    /// Constants, attributes and documentation.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Documented(x: [2 * 3, HIDDEN / 4]) -> [HIDDEN - 5] {
        /// The hidden layer.
        affine1: Affine::new(12, HIDDEN),
        relu1: plies::Relu,
        #[doc = "The head."]
        #[cfg_attr(all(), allow(dead_code))]
        affine2: <Affine>::new(HIDDEN, 3),
        /// Documented like everything else.
        loss: plies::SoftmaxWithLoss,
    }
}

// Several in one module.
network! { struct One(x: [2]) -> [2] { affine1: Affine::to(2) } }
network! { struct Two(x: [2]) -> [2] { affine1: Affine::to(2), } }

mod inner {
    use plies::{Relu, network};

    network! { pub(crate) struct Net(x: [2]) -> [2] { relu1: Relu } }
    network! { pub(super) struct Other(x: [2]) -> [2] { relu1: Relu } }
    network! { struct Private(x: [2]) -> [2] { relu1: Relu } }

    #[test]
    fn private() {
        use plies::Network;
        assert_eq!(
            Private::<f32>::zeros().predict_one(&[-1.0, 1.0], &mut Private::workspace::<1>()),
            [0.0, 1.0]
        );
    }
}

#[test]
fn attributes_and_visibility_are_passed_on() {
    let net = Documented::<f32>::new(3);
    let copy: Box<Documented> = net.clone();
    assert_eq!(net, copy);
    assert_eq!(net, net.copied());
    assert_ne!(net, Documented::new(4));
    assert!(format!("{net:?}").contains("affine2: WeightAndBias"));
    let x = [-1.0, 1.0];
    assert_eq!(inner::Net::<f32>::zeros().predict_one(&x, &mut inner::Net::workspace::<1>()), [0.0, 1.0]);
    assert_eq!(inner::Other::<f32>::zeros().predict_one(&x, &mut inner::Other::workspace::<1>()), [0.0, 1.0]);
    assert_ne!(One::<f32>::new(1).affine1, Two::new(2).affine1);
}

#[test]
fn a_network_may_stand_in_a_function_and_use_what_is_there() {
    const WIDTH: usize = 3;
    #[derive(Clone, Copy)]
    struct Double;
    impl Double {
        const fn shape_rule(self, inputs: plies::Inputs) -> plies::Rule {
            plies::Rule::takes([inputs.one()]).gives(inputs.one())
        }
    }
    impl plies::Activation for Double {
        fn activate<T: plies::Scalar>(self, x: T) -> T {
            x + x
        }
        fn slope<T: plies::Scalar>(self, _: T, _: T) -> T {
            T::of(2.0)
        }
    }
    network! { struct Local(x: [WIDTH]) -> [WIDTH] { double: Double, again: Double } }
    let y = Local::<f64>::zeros().predict_one(&[1.0, 2.0, 3.0], &mut Local::workspace::<1>());
    assert_eq!(y, [4.0, 8.0, 12.0]);
}

const SETTINGS: Affine = Affine::new(3, 3).init(plies::Init::He);

network! {
    /// A constant's type is written beside it.
    struct Constant(x: [3]) -> [3] { affine1: Affine = SETTINGS, affine2: Affine = if HIDDEN > 3 { SETTINGS } else { Affine::to(3) } }
}

network! {
    /// Names that generated code might use, too.
    #[allow(non_snake_case)]
    struct Names(x: [3], dx: [3]) -> [3] {
        y: Affine::to(3) from x,
        input: Sigmoid,
        gradient: Add from (input, dx),
        tape: Relu,
        type_: Add from (tape, x),
        r#type: Sigmoid,
        net: Sigmoid,
        context: Sigmoid,
        n: Affine::to(3),
        scratch: Sigmoid,
        cache: Sigmoid,
        wants: Affine::to(3),
        dy: Mul from (wants, n),
        T: Sigmoid,
        N: Sigmoid,
        values: Sigmoid,
        room0: Add from (values, y),
        asked: Sigmoid,
        i: Sigmoid,
        pass: Sigmoid,
        parameters: Affine::to(3),
        path: Sigmoid,
        from: Sigmoid from parameters,
        read: Add from (from, path),
        write: Sigmoid,
        visit: Sigmoid,
        f32: Sigmoid,
        Some: Sigmoid,
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn any_name_will_do() {
    let x = [[0.3, -0.2, 1.0], [2.0, 0.1, -0.5]];
    let labels = [0, 2].map(|label| Class::<3>::new(label).unwrap());
    let check = gradient_check(&*Names::new(1), (&x, &x), &labels, &mut Names::tape::<2>());
    assert!(check.relative_error() < 1e-7, "{check}");
    assert_eq!(Constant::<f32>::new(1).affine2.weight.shape(), (3, 3));
}

#[test]
fn a_network_is_named_without_its_macro() {
    plies::network! { struct Net(x: [1]) -> [1] { relu1: plies::Relu } }
    fn takes(_: &Net) {}
    takes(&Net::zeros());
    assert_eq!(size_of::<Net>(), 0);
    assert_eq!(size_of::<Net<f64>>(), 0);
}

mod scope {
    //! Names that generated code might stumble over, as types, constants and networks of the user's.
    #![allow(dead_code, non_upper_case_globals, non_camel_case_types)]

    use plies::{Add, Affine, Network, network};

    struct N;
    struct T;
    struct W;
    struct Option;
    struct Some;
    struct None;
    struct Scalar;
    const n: usize = 3;
    const x: usize = 3;
    const y: usize = 3;
    const tape: usize = 3;
    static values: usize = 3;
    const value: usize = 3;
    const read: usize = 3;

    network! {
        pub(super) struct Net(a: [x]) -> [y] {
            affine1: Affine::to(n),
            sum: Add from (affine1, a),
        }
    }

    pub(super) fn generic<N: Network, T>(_: &N, _: T) -> f64 {
        network! { struct Inside(a: [2]) -> [2] { affine1: Affine::to(2) } }
        Inside::<f64>::zeros().predict_one(&[0.0; 2], &mut Inside::workspace::<1>())[0]
    }
}

mod named {
    use plies::{Relu, network};

    network! { pub struct T(x: [2]) -> [2] { relu1: Relu } }
    network! { pub struct N(x: [2]) -> [2] { relu1: Relu } }
    network! { pub struct Some(x: [2]) -> [2] { relu1: Relu } }
    network! { pub struct Option(x: [2]) -> [2] { relu1: Relu } }
}

#[test]
fn any_name_may_be_in_scope() {
    let net = scope::Net::<f64>::new(1);
    assert_eq!(scope::generic(&*net, ()), 0.0);
    let x = [-1.0, 1.0];
    assert_eq!(named::T::<f32>::zeros().predict_one(&x, &mut named::T::workspace::<1>()), [0.0, 1.0]);
    assert_eq!(named::N::<f32>::zeros().predict_one(&x, &mut named::N::workspace::<1>()), [0.0, 1.0]);
    assert_eq!(named::Some::<f32>::zeros().predict_one(&x, &mut named::Some::workspace::<1>()), [0.0, 1.0]);
    assert_eq!(
        named::Option::<f32>::zeros().predict_one(&x, &mut named::Option::workspace::<1>()),
        [0.0, 1.0]
    );
}

macro_rules! with {
    ($name:ident, $by_type:ty, $by_path:path, $by_expression:expr, $size:expr) => {
        network! {
            struct $name(x: [$size]) -> [$size] {
                a: $by_type,
                b: $by_path,
                c: $by_expression,
                d: (Affine::to($size)),
            }
        }
    };
}

with!(FromFragments, Relu, plies::Sigmoid, Affine::new(3, 3), 3);

#[test]
fn a_network_may_come_from_a_macro() {
    assert_eq!(FromFragments::<f32>::new(1).d.weight.shape(), (3, 3));
}

network! {
    #[cfg(any())]
    struct Never(x: [1]) -> [1] { relu1: Relu }
}

#[test]
fn a_name_may_be_one_that_the_macro_has_a_use_for() {
    network! {
        struct Net(output_shape0: [2], output: [2]) -> [2] {
            output0: Add from (output_shape0, output),
            shape_of_output0: Relu,
        }
    }
    let y = Net::<f32>::zeros().predict_one(&([1.0, -3.0], [2.0, 1.0]), &mut Net::workspace::<1>());
    assert_eq!(y, [3.0, 0.0]);
}
