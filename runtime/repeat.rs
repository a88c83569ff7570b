//! A layer several times in a row: what `[Block; 3]` stands for.

use crate::layer::Context;
use crate::way_back::{Along, Descending, Rest, ToGradient, WayBack};
use crate::{Backward, Descent, Forward, Initializer, Layer, Scalar, Shapes, Sizes, Zeroed};

/// A layer that gives what it takes, `COUNT` times in a row, each time with parameters of its own.
#[derive(Clone, Copy, Debug)]
pub struct Repeat<L, const COUNT: usize>(pub L);

impl<L, const COUNT: usize> Repeat<L, COUNT> {
    /// Forward without a cache, to and fro between an input that nobody reads any more and the output.
    #[inline]
    pub fn to_and_fro<T: Scalar, const F: usize, const N: usize, S>(
        self,
        parameters: &[L::Parameters; COUNT],
        x: &mut [[T; F]],
        y: &mut [[T; F]],
        shapes: &Shapes,
        context: &mut Context<'_, T>,
    ) where
        L: Layer<[T; F], [T; F], S>,
    {
        for (i, parameters) in parameters.iter().enumerate() {
            let (from, to) = if i % 2 == 0 { (&*x, &mut *y) } else { (&*y, &mut *x) };
            self.0.forward(Forward::<L, _, _, N, S>::new(parameters, from, to, None, shapes, context));
        }
        if COUNT.is_multiple_of(2) {
            y.copy_from_slice(x);
        }
    }
}

/// What backward needs of all of them.
#[derive(Zeroed)]
#[plies(crate = crate)]
pub struct Caches<T: Scalar, C: Zeroed, const F: usize, const N: usize, const COUNT: usize> {
    each: [C; COUNT],
    /// What each gives, but the last, in whose place a gradient lies.
    y: [[[T; F]; N]; COUNT],
    dy: [[T; F]; N],
}

impl<
    L,
    T: Scalar,
    const F: usize,
    const COUNT: usize,
    const A: usize,
    const B: usize,
    const C: usize,
    const D: usize,
> Layer<[T; F], [T; F], Sizes<A, B, C, D>> for Repeat<L, COUNT>
where
    L: Layer<[T; F], [T; F], Sizes<A, B, C, D>>,
{
    type Parameters = [L::Parameters; COUNT];
    type Cache<const N: usize> = Caches<T, L::Cache<N>, F, N, COUNT>;

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N, Sizes<A, B, C, D>>) {
        let Forward { parameters, x, y, cache, shapes, scratch, random } = pass;
        let n = y.len();
        let Some(cache) = cache else {
            // Sample by sample, to and fro between the output and working memory; the last writes the output.
            let (between, scratch) = scratch.split_at_mut(if COUNT > 1 { F } else { 0 });
            let between = between.as_chunks_mut::<F>().0;
            for (x, y) in x.chunks(1).zip(y.chunks_mut(1)) {
                for i in 0..COUNT {
                    let context = &mut Context { scratch: &mut *scratch, random: &mut *random };
                    let (from, to): (&[_], &mut [_]) = match (COUNT - i) % 2 {
                        1 => (&*between, &mut *y),
                        _ => (&*y, &mut *between),
                    };
                    let from = if i == 0 { x } else { from };
                    self.0.forward(Forward::<L, _, _, 1, Sizes<A, B, C, D>>::new(
                        &parameters[i],
                        from,
                        to,
                        None,
                        shapes,
                        context,
                    ));
                }
            }
            return;
        };
        for i in 0..COUNT {
            let context = &mut Context { scratch: &mut *scratch, random: &mut *random };
            let (before, from) = cache.y.split_at_mut(i);
            let x = before.last().map_or(x, |x| &x[..n]);
            let y = if i + 1 == COUNT { &mut *y } else { &mut from[0][..n] };
            let cache = Some(&mut cache.each[i]);
            self.0.forward(Forward::<L, _, _, N, Sizes<A, B, C, D>>::new(
                &parameters[i],
                x,
                y,
                cache,
                shapes,
                context,
            ));
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N, Sizes<A, B, C, D>>) {
        let Backward { parameters, x, y, cache, dy, dx, gradient, shapes, scratch } = pass;
        self.back::<T, F, N, A, B, C, D, ToGradient>(
            (parameters, gradient),
            Rest { x, y, cache, dy, dx, shapes, scratch },
        );
    }

    #[inline]
    fn descend<const N: usize>(self, pass: Descent<'_, Self, [T; F], [T; F], N, Sizes<A, B, C, D>>) {
        let Descent { parameters, gradient, rate, x, y, cache, dy, dx, shapes, scratch } = pass;
        self.back::<T, F, N, A, B, C, D, Descending>(
            Along { parameters, gradient, rate },
            Rest { x, y, cache, dy, dx, shapes, scratch },
        );
    }

    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        for parameters in parameters {
            self.0.initialize(parameters, initializer);
        }
    }
}

impl<L, const COUNT: usize> Repeat<L, COUNT> {
    /// Goes back, the last first.
    #[inline]
    fn back<
        T: Scalar,
        const F: usize,
        const N: usize,
        const A: usize,
        const B: usize,
        const C: usize,
        const D: usize,
        W: WayBack<T>,
    >(
        self,
        mut of: W::Of<'_, [L::Parameters; COUNT]>,
        rest: Rest<'_, Self, [T; F], [T; F], N, Sizes<A, B, C, D>>,
    ) where
        L: Layer<[T; F], [T; F], Sizes<A, B, C, D>>,
    {
        let Rest { x, y, cache, dy, mut dx, shapes, scratch } = rest;
        let n = y.len();
        let Caches { each, y: values, dy: room } = cache;
        let (values, last) = values.split_at_mut(COUNT - 1);
        // The gradient that comes, unless it comes from above, and room for the one that goes.
        let (mut come, mut go) = (&mut last[0], room);
        for i in (0..COUNT).rev() {
            let x = if i == 0 { x } else { &values[i - 1][..n] };
            let y = values.get(i).map_or(y, |y| &y[..n]);
            let dy = if i + 1 == COUNT { dy } else { &come[..n] };
            let dx = if i == 0 { dx.take() } else { Some(&mut go[..n]) };
            let of = W::node(&mut of, |all| &all[i], |all| &mut all[i]);
            let rest = Rest { x, y, cache: &mut each[i], dy, dx, shapes, scratch: &mut *scratch };
            W::back::<L, [T; F], [T; F], N, Sizes<A, B, C, D>>(self.0, of, rest);
            (come, go) = (go, come);
        }
    }
}
