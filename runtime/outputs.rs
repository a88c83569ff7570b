//! Several outputs, each with its loss.

use std::ops::Range;
use std::slice;

use crate::{Loss, Scalar};

/// The loss of an output, put together from several batches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Total<T> {
    sum: T,
    divisor: T,
}

impl<T: Scalar> Total<T> {
    /// Adds the loss of a batch, and what it was divided by.
    #[inline]
    pub fn add(&mut self, loss: T, divisor: T, is_sum: bool) {
        self.sum += loss * or_one(divisor);
        self.divisor = if is_sum { T::one() } else { self.divisor + divisor };
    }

    /// The loss of them all.
    #[inline]
    pub fn loss(self) -> T {
        self.sum / or_one(self.divisor)
    }
}

/// What a sum is divided by in truth: where nothing counts, by 1.
#[inline]
pub fn or_one<T: Scalar>(divisor: T) -> T {
    if divisor == T::zero() { T::one() } else { divisor }
}

/// The losses of all outputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals<T>(pub [Total<T>; 8]);

impl<T: Scalar> Totals<T> {
    /// Their sum.
    #[inline]
    pub fn loss(&self) -> T {
        let mut loss = T::zero();
        for total in &self.0 {
            loss += total.loss();
        }
        loss
    }
}

/// A loss that counts more or less than others.
#[derive(Clone, Copy, Debug)]
pub struct Weighted<L> {
    /// What it is multiplied by.
    pub weight: f64,
    /// The loss itself.
    pub loss: L,
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, L: Loss<[T; F], Target>, Target, const F: usize> Loss<[T; F], Target> for Weighted<L> {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[Target]) -> T {
        T::of(self.weight) * self.loss.loss(y, targets)
    }

    #[inline]
    fn divisor(self, targets: &[Target]) -> T {
        self.loss.divisor(targets)
    }

    #[inline]
    fn is_sum(self) -> bool {
        self.loss.is_sum()
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[Target], dy: &mut [[T; F]]) -> T {
        let (weight, loss) = (T::of(self.weight), self.loss.loss_and_gradient(y, targets, dy));
        scale(dy, weight);
        weight * loss
    }
}

/// Stands for the loss of an output that none compares.
#[derive(Clone, Copy, Debug)]
pub struct Unjudged;

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], ()> for Unjudged {
    #[inline]
    fn loss(self, _: &[[T; F]], _: &[()]) -> T {
        T::zero()
    }

    #[inline]
    fn loss_and_gradient(self, _: &[[T; F]], _: &[()], dy: &mut [[T; F]]) -> T {
        dy.as_flattened_mut().fill(T::zero());
        T::zero()
    }
}

/// The losses of several outputs, of which the sum counts. A target is a tuple with one for each output, so each sample is
/// compared by itself.
macro_rules! losses {
    ($($L:ident $Target:ident $F:ident $i:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<T: Scalar, $($L: Loss<[T; $F], $Target>, $Target, const $F: usize),*>
            Loss<($([T; $F],)*), ($($Target,)*)> for ($($L,)*)
        {
            fn loss(self, y: ($(&[[T; $F]],)*), targets: &[($($Target,)*)]) -> T {
                let mut totals = Totals::default();
                self.add_to(y, targets, &mut totals);
                totals.loss()
            }

            fn add_to(self, y: ($(&[[T; $F]],)*), targets: &[($($Target,)*)], totals: &mut Totals<T>) {
                $(
                    for (n, target) in targets.iter().enumerate() {
                        let target = slice::from_ref(&target.$i);
                        let loss = self.$i.loss(&y.$i[one(n)], target);
                        totals.0[$i].add(loss, self.$i.divisor(target), self.$i.is_sum());
                    }
                )*
            }

            fn loss_and_gradient(
                self,
                y: ($(&[[T; $F]],)*),
                targets: &[($($Target,)*)],
                dy: ($(&mut [[T; $F]],)*),
            ) -> T {
                let mut totals = Totals::default();
                $(
                    let (total, room) = (&mut totals.0[$i], &mut *dy.$i);
                    for (n, target) in targets.iter().enumerate() {
                        let target = slice::from_ref(&target.$i);
                        let loss = self.$i.loss_and_gradient(&y.$i[one(n)], target, &mut room[one(n)]);
                        total.add(loss, self.$i.divisor(target), self.$i.is_sum());
                    }
                    for (n, target) in targets.iter().enumerate() {
                        let divisor = or_one(self.$i.divisor(slice::from_ref(&target.$i)));
                        scale(&mut room[one(n)], divisor / or_one(total.divisor));
                    }
                )*
                totals.loss()
            }
        }
    };
}

losses!(L0 T0 F0 0, L1 T1 F1 1);
losses!(L0 T0 F0 0, L1 T1 F1 1, L2 T2 F2 2);
losses!(L0 T0 F0 0, L1 T1 F1 1, L2 T2 F2 2, L3 T3 F3 3);
losses!(L0 T0 F0 0, L1 T1 F1 1, L2 T2 F2 2, L3 T3 F3 3, L4 T4 F4 4);
losses!(L0 T0 F0 0, L1 T1 F1 1, L2 T2 F2 2, L3 T3 F3 3, L4 T4 F4 4, L5 T5 F5 5);
losses!(L0 T0 F0 0, L1 T1 F1 1, L2 T2 F2 2, L3 T3 F3 3, L4 T4 F4 4, L5 T5 F5 5, L6 T6 F6 6);
losses!(L0 T0 F0 0, L1 T1 F1 1, L2 T2 F2 2, L3 T3 F3 3, L4 T4 F4 4, L5 T5 F5 5, L6 T6 F6 6, L7 T7 F7 7);

fn one(n: usize) -> Range<usize> {
    n..n + 1
}

#[inline]
fn scale<T: Scalar, const F: usize>(dy: &mut [[T; F]], factor: T) {
    for dy in dy.as_flattened_mut() {
        *dy *= factor;
    }
}
