//! The loops of the optimizers for one scalar each, compiled once, in this crate, with the vectors of the machine.

use std::ops::Range;

use pulp::Arch;

use super::{ada_grad, adam, lion, momentum, rms_prop, sgd};
use plies_kernels::threads::{Rows, Share};

/// Updates of any number of weights. Not for use: [`Network::step`](crate::Network::step) makes them.
#[doc(hidden)]
pub trait Updates: Sized {
    fn sgd(update: sgd::Update<Self>, g: &[Self], w: &mut [Self]);
    fn momentum(update: momentum::Update<Self>, g: &[Self], w: &mut [Self], v: &mut [Self]);
    fn ada_grad(update: ada_grad::Update<Self>, g: &[Self], w: &mut [Self], s: &mut [Self]);
    fn rms_prop(update: rms_prop::Update<Self>, g: &[Self], w: &mut [Self], s: &mut [Self]);
    fn adam(update: adam::Update<Self>, g: &[Self], w: &mut [Self], m: &mut [Self], s: &mut [Self]);
    fn lion(update: lion::Update<Self>, g: &[Self], w: &mut [Self], m: &mut [Self]);
}

/// Visits gradients, weights and one value for each side by side.
///
/// The settings are moved into the loop: through a reference they might change with every weight that is written, and
/// nothing would be vectorised.
#[inline(always)]
fn each<T: Copy + Send + Sync>(
    g: &[T],
    w: &mut [T],
    memory: &mut [T],
    update: impl Fn(T, &mut T, &mut T) + Copy + Sync,
) {
    share(g, (w, memory), move |rows, (w, memory)| {
        Arch::new().dispatch(move || {
            for ((g, w), memory) in g[rows].iter().zip(w).zip(memory) {
                update(*g, w, memory);
            }
        });
    });
}

/// Shares the entries out.
fn share<R: Rows>(g: &[impl Sync], room: R, update: impl Fn(Range<usize>, R) + Sync) {
    Share::of_entries(g.len()).run(room, update);
}

macro_rules! updates {
    ($($scalar:ident),*) => {
        $(
            impl Updates for $scalar {
                #[inline(never)]
                fn sgd(update: sgd::Update<Self>, g: &[Self], w: &mut [Self]) {
                    share(g, w, move |rows, w| {
                        Arch::new().dispatch(move || {
                            for (g, w) in g[rows].iter().zip(w) {
                                update.entry(*g, w);
                            }
                        });
                    });
                }

                #[inline(never)]
                fn momentum(update: momentum::Update<Self>, g: &[Self], w: &mut [Self], v: &mut [Self]) {
                    // Two loops, so that neither asks at each entry which it is.
                    if update.nesterov {
                        each(g, w, v, move |g, w, v| update.nesterov(g, w, v));
                    } else {
                        each(g, w, v, move |g, w, v| update.entry(g, w, v));
                    }
                }

                #[inline(never)]
                fn ada_grad(update: ada_grad::Update<Self>, g: &[Self], w: &mut [Self], s: &mut [Self]) {
                    each(g, w, s, move |g, w, s| update.entry(g, w, s));
                }

                #[inline(never)]
                fn rms_prop(update: rms_prop::Update<Self>, g: &[Self], w: &mut [Self], s: &mut [Self]) {
                    each(g, w, s, move |g, w, s| update.entry(g, w, s));
                }

                #[inline(never)]
                fn adam(update: adam::Update<Self>, g: &[Self], w: &mut [Self], m: &mut [Self], s: &mut [Self]) {
                    share(g, (w, (m, s)), move |rows, (w, (m, s))| {
                        Arch::new().dispatch(move || {
                            for (((g, w), m), s) in g[rows].iter().zip(w).zip(m).zip(s) {
                                update.entry(*g, w, m, s);
                            }
                        });
                    });
                }

                #[inline(never)]
                fn lion(update: lion::Update<Self>, g: &[Self], w: &mut [Self], m: &mut [Self]) {
                    each(g, w, m, move |g, w, m| update.entry(g, w, m));
                }
            }
        )*
    };
}

updates!(f32, f64);
