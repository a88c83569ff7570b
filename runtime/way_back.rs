//! What becomes of the parameters on the way back: their gradient is written, or they take a step at once.

use crate::{Backward, Descent, Layer, Output, Samples, Scalar, Shapes};

/// One of the two, for whoever goes through the nodes of a network: `network!` writes one way back for both.
pub trait WayBack<T: Scalar> {
    /// What is handed down of parameters: of the whole network first, then of each node.
    type Of<'a, P: 'a>;

    /// Whether anything becomes of them.
    fn is_asked<P>(of: &Self::Of<'_, P>) -> bool;

    /// Of a node's own.
    fn node<'a, P, Q>(
        of: &'a mut Self::Of<'_, P>,
        node: impl Fn(&P) -> &Q,
        node_mut: impl Fn(&mut P) -> &mut Q,
    ) -> Self::Of<'a, Q>;

    /// Of a node's own that stay as they are.
    fn frozen<'a, P, Q>(of: &'a mut Self::Of<'_, P>, node: impl Fn(&P) -> &Q) -> (&'a Q, Option<&'a mut Q>);

    /// A layer goes back.
    fn back<'a, L: Layer<In, Out, S>, In: Samples, Out: Output<Scalar = T>, const N: usize, S>(
        layer: L,
        of: Self::Of<'a, L::Parameters>,
        rest: Rest<'a, L, In, Out, N, S>,
    );
}

/// What a layer goes back with beside its parameters, as in [`Backward`].
pub struct Rest<'a, L: Layer<In, Out, S>, In: Samples, Out: Output, const N: usize, S> {
    /// The input.
    pub x: In::Batch<'a>,
    /// The output.
    pub y: Out::Batch<'a>,
    /// What forward kept.
    pub cache: &'a mut L::Cache<N>,
    /// The gradient for `y`.
    pub dy: Out::Batch<'a>,
    /// Where the gradient for `x` goes.
    pub dx: In::Gradient<'a>,
    /// The shapes that the rule said.
    pub shapes: &'a Shapes,
    /// Working memory.
    pub scratch: &'a mut [Out::Scalar],
}

/// The gradient is written, where there is room for it.
pub struct ToGradient;

impl<T: Scalar> WayBack<T> for ToGradient {
    type Of<'a, P: 'a> = (&'a P, Option<&'a mut P>);

    #[inline(always)]
    fn is_asked<P>((_, gradient): &Self::Of<'_, P>) -> bool {
        gradient.is_some()
    }

    #[inline(always)]
    fn node<'a, P, Q>(
        (parameters, gradient): &'a mut Self::Of<'_, P>,
        node: impl Fn(&P) -> &Q,
        node_mut: impl Fn(&mut P) -> &mut Q,
    ) -> Self::Of<'a, Q> {
        (node(parameters), gradient.as_deref_mut().map(node_mut))
    }

    #[inline(always)]
    fn frozen<'a, P, Q>(
        (parameters, _): &'a mut Self::Of<'_, P>,
        node: impl Fn(&P) -> &Q,
    ) -> (&'a Q, Option<&'a mut Q>) {
        (node(parameters), None)
    }

    #[inline(always)]
    fn back<'a, L: Layer<In, Out, S>, In: Samples, Out: Output<Scalar = T>, const N: usize, S>(
        layer: L,
        (parameters, gradient): Self::Of<'a, L::Parameters>,
        rest: Rest<'a, L, In, Out, N, S>,
    ) {
        let Rest { x, y, cache, dy, dx, shapes, scratch } = rest;
        layer.backward::<N>(Backward { parameters, x, y, cache, dy, dx, gradient, shapes, scratch });
    }
}

/// A step of plain descent is taken.
pub struct Descending;

/// Parameters, room for their gradient, and how far the step goes along it.
pub struct Along<'a, P, T> {
    /// What takes the step.
    pub parameters: &'a mut P,
    /// Room for the gradient.
    pub gradient: &'a mut P,
    /// How far the step goes.
    pub rate: T,
}

impl<T: Scalar> WayBack<T> for Descending {
    type Of<'a, P: 'a> = Along<'a, P, T>;

    #[inline(always)]
    fn is_asked<P>(_: &Self::Of<'_, P>) -> bool {
        true
    }

    #[inline(always)]
    fn node<'a, P, Q>(
        of: &'a mut Self::Of<'_, P>,
        _: impl Fn(&P) -> &Q,
        node_mut: impl Fn(&mut P) -> &mut Q,
    ) -> Self::Of<'a, Q> {
        Along { parameters: node_mut(of.parameters), gradient: node_mut(of.gradient), rate: of.rate }
    }

    #[inline(always)]
    fn frozen<'a, P, Q>(of: &'a mut Self::Of<'_, P>, node: impl Fn(&P) -> &Q) -> (&'a Q, Option<&'a mut Q>) {
        (node(of.parameters), None)
    }

    #[inline(always)]
    fn back<'a, L: Layer<In, Out, S>, In: Samples, Out: Output<Scalar = T>, const N: usize, S>(
        layer: L,
        Along { parameters, gradient, rate }: Self::Of<'a, L::Parameters>,
        rest: Rest<'a, L, In, Out, N, S>,
    ) {
        let Rest { x, y, cache, dy, dx, shapes, scratch } = rest;
        layer.descend::<N>(Descent { parameters, gradient, rate, x, y, cache, dy, dx, shapes, scratch });
    }
}
