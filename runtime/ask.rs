//! Questions to the compiler that have an answer either way, so that one mistake is one error.

use std::marker::PhantomData;

use crate::{Backward, Forward, Inputs, Layer, MaxPool2d, Network, Output, Relu, Rule, Samples, Shape};

/// Whether something holds: an inherent constant where its bound is met, the trait's where not.
pub struct Is<Question: ?Sized>(PhantomData<Question>);

/// The answer where no bound is met.
pub trait IsNot {
    const COPY: bool = false;
    const LAYER: bool = false;
    const NETWORK: bool = false;
    const RECTIFIES: bool = false;
    const OF_LARGEST: bool = false;
}

impl<Question: ?Sized> IsNot for Is<Question> {}

impl<L: Layer<In, Out, S>, In: Samples, Out: Output, S> Is<(L, In, Out, S)> {
    pub const LAYER: bool = true;
}

/// Asks whether a type is `Copy`.
pub struct Copied<T: ?Sized>(PhantomData<T>);

impl<T: Copy> Is<Copied<T>> {
    pub const COPY: bool = true;
}

impl<N: Network> Is<N> {
    pub const NETWORK: bool = true;
}

/// Asks whether a layer is `y = max(x, 0)`, whose gradient goes through where `y > 0`. The largest `y` is that of the largest `x` then, so
/// that it can be computed behind a layer that gives this. (No rule says so, as another layer may have it, too.)
pub struct Rectifies<L>(PhantomData<L>);

impl Is<Rectifies<Relu>> {
    pub const RECTIFIES: bool = true;
}

/// Asks whether each `y` of a layer is the largest of some `x`, to which its gradient goes.
pub struct OfLargest<L>(PhantomData<L>);

impl Is<OfLargest<MaxPool2d>> {
    pub const OF_LARGEST: bool = true;
}

/// Whether a rule is of the type's own, by what it returns.
pub const fn is_rule<L, Of, R: IsRule>(_: fn(L, Of) -> R) -> bool {
    R::IS_RULE
}

/// What a rule can return.
#[diagnostic::on_unimplemented(
    message = "a rule returns a `Rule`, not a `{Self}`",
    label = "its rule returns a `{Self}`"
)]
pub trait IsRule {
    const IS_RULE: bool;
}

#[diagnostic::do_not_recommend]
impl IsRule for Rule {
    const IS_RULE: bool = true;
}

#[diagnostic::do_not_recommend]
impl IsRule for NoRule {
    const IS_RULE: bool = false;
}

/// What the rule of a type without one returns.
pub struct NoRule;

/// The rules of a type without one; an inherent one goes first.
pub trait WithoutRule: Sized {
    fn shape_rule(self, _: Inputs) -> NoRule {
        NoRule
    }

    fn loss_rule(self, _: Shape) -> NoRule {
        NoRule
    }
}

impl<L> WithoutRule for L {}

/// What is written at a node.
pub trait Written {
    type Layer;
    const LAYER: Self::Layer;
}

/// Chooses by a constant.
pub struct Choose<const YES: bool>;

/// The check of a node.
pub trait Checked {
    type Fits;
}

/// The check of a node, where its mistake is also that of another; nothing where the two differ.
pub trait SameMistake<Node> {
    type Fits;
}

impl<Node: Checked> SameMistake<Node> for Choose<true> {
    type Fits = Node::Fits;
}

impl<Node> SameMistake<Node> for Choose<false> {
    type Fits = ();
}

/// The type of the layer that a bare name stands for: its own, or, of a network, the layer that it is.
pub trait Named<Name> {
    type Layer;
}

impl<Name> Named<Name> for Choose<false> {
    type Layer = Name;
}

impl<Name: Network> Named<Name> for Choose<true> {
    type Layer = Name::Layer;
}

/// The same, by the trait that it implements: an editor follows this, but no constant. `network!` implements it for networks.
pub trait StandsFor<In, Out, S> {
    type Layer;
}

impl<L: Layer<In, Out, S>, In: Samples, Out: Output, S> StandsFor<In, Out, S> for L {
    type Layer = L;
}

/// What is written at a node if it has a rule, else a stand-in.
pub trait OrStandIn<W> {
    type Layer;
    const LAYER: Self::Layer;
}

impl<W: Written> OrStandIn<W> for Choose<true> {
    type Layer = W::Layer;
    const LAYER: W::Layer = W::LAYER;
}

impl<W> OrStandIn<W> for Choose<false> {
    type Layer = StandIn;
    const LAYER: StandIn = StandIn;
}

/// Stands where something without a rule is written, so that the lines below can still be checked.
#[derive(Clone, Copy)]
pub struct StandIn;

impl StandIn {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes_all(inputs.all()).gives(inputs.one())
    }

    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

impl<In: Samples, Out: Output, S> Layer<In, Out, S> for StandIn {
    type Parameters = ();
    type Cache<const N: usize> = ();

    // No program in which it stands is compiled to its end.
    fn forward<const N: usize>(self, _: Forward<'_, Self, In, Out, N, S>) {}

    fn backward<const N: usize>(self, _: Backward<'_, Self, In, Out, N, S>) {}
}
