use plies::{Affine, Rule, Shape, network};

#[derive(Clone, Copy)]
pub struct Mine;

impl Mine {
    /// Of a single number.
    pub const fn loss_rule(self, _: Shape) -> Rule {
        Rule::takes([Shape::vector(1)])
    }
}

network! {
    struct Net(x: [4]) -> [2] {
    //~ fix: struct Net(x: [4]) -> [1] {
        affine1: Affine::to(2),
        //~ fix: affine1: Affine::to(1),
        loss: Mine,
//~           ^^^^ `Mine` [1] `affine1` [2]
    }
}

fn main() {}
