use plies::{Affine, Loss, Rule, Scalar, Shape, network};

pub struct Nothing;
//~ fix: #[derive(Clone, Copy)] pub struct Nothing;

impl Nothing {
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for Nothing {
//~                                                      ^^^^^^^ `Nothing` `Copy` (shows the library)
    fn loss(self, _: &[[T; F]], _: &[[T; F]]) -> T {
        T::zero()
    }

    fn loss_and_gradient(self, _: &[[T; F]], _: &[[T; F]], dy: &mut [[T; F]]) -> T {
        dy.as_flattened_mut().fill(T::zero());
        T::zero()
    }
}

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: 0.5 * Nothing,
    }
}

fn main() {}
