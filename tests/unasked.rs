//! Work that nobody asks for is not done.

use std::cell::RefCell;

use plies::{
    Affine, Backward, Forward, Inputs, Layer, MeanSquaredError, Network, Rule, Scalar, Sgd, network,
};

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(vec![]) };
}

/// The identity, which writes down what is asked of it.
#[derive(Clone, Copy)]
struct Spy {
    name: &'static str,
}

impl Spy {
    const fn new(name: &'static str) -> Self {
        Spy { name }
    }

    const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }

    fn note(self, what: &str) {
        SEEN.with_borrow_mut(|seen| seen.push(format!("{} {what}", self.name)));
    }
}

impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for Spy {
    type Parameters = ();
    type Cache<const N: usize> = ();

    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
        let Forward { x, y, cache, .. } = pass;
        self.note(if cache.is_some() { "trains" } else { "predicts" });
        y.copy_from_slice(x);
    }

    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N>) {
        let Backward { dy, dx, gradient, .. } = pass;
        self.note(match (dx.is_some(), gradient.is_some()) {
            (true, true) => "goes back for input and parameters",
            (true, false) => "goes back for its input",
            (false, _) => "goes back for nothing",
        });
        if let Some(dx) = dx {
            dx.copy_from_slice(dy);
        }
    }
}

network! {
    struct Net(x: [3]) -> [2] {
        first: Spy::new("first"),
        affine1: Affine::to(2),
        last: Spy::new("last"),
        loss: MeanSquaredError,
    }
}

fn seen(run: impl FnOnce(&Net)) -> Vec<String> {
    run(&Net::new(1));
    SEEN.take()
}

const X: [[f32; 3]; 1] = [[1.0, 2.0, 3.0]];

#[test]
fn training_asks_for_no_gradient_of_the_input() {
    let seen = seen(|net| {
        net.gradient(&X, &[[0.0; 2]], &mut Net::zeros(), &mut Net::tape::<1>());
    });
    assert_eq!(seen, ["first trains", "last trains", "last goes back for input and parameters"]);
}

#[test]
fn a_gradient_of_the_input_asks_for_none_of_the_parameters() {
    let seen = seen(|net| {
        net.forward(&X, &mut Net::tape::<1>()).backward(&[[1.0; 2]], None, Some(&mut [[0.0; 3]]));
    });
    let back = ["last goes back for its input", "first goes back for its input"];
    assert_eq!(seen, [&["first trains", "last trains"][..], &back].concat());
}

#[test]
fn a_loss_alone_goes_no_way_back() {
    let seen = seen(|net| {
        net.forward(&X, &mut Net::tape::<1>()).backward_from_loss(&[[1.0; 2]], None, None);
    });
    assert_eq!(seen, ["first trains", "last trains"]);
}

network! {
    struct Frozen(x: [3]) -> [2] {
        #[frozen]
        affine1: Affine::to(3),
        below: Spy::new("below"),
        affine2: Affine::to(3),
        between: Spy::new("between"),
        #[frozen]
        affine3: Affine::to(2),
        loss: MeanSquaredError,
    }
}

#[test]
fn nothing_goes_back_below_what_is_trained() {
    let (mut net, mut gradient) = (Frozen::<f32>::new(1), Frozen::zeros());
    let before = net.copied();
    net.gradient(&X, &[[0.0; 2]], &mut gradient, &mut Frozen::tape::<1>());
    let back = "between goes back for input and parameters";
    assert_eq!(SEEN.take(), ["below trains", "between trains", back]);
    net.step(&gradient, &mut Sgd::new(0.1));
    assert_eq!((&net.affine1, &net.affine3), (&before.affine1, &before.affine3));
    assert_eq!((&gradient.affine1, &gradient.affine3), (&Frozen::zeros().affine1, &Frozen::zeros().affine3));
    assert_ne!(net.affine2, before.affine2);
}

#[test]
fn predicting_keeps_nothing() {
    let seen = seen(|net| {
        net.predict_one(&X[0], &mut Net::workspace::<1>());
    });
    assert_eq!(seen, ["first predicts", "last predicts"]);
}
