use plies::{Affine, Rule, Shape, network};

#[derive(Clone, Copy)]
pub struct Mine;

impl Mine {
    pub const fn loss_rule(&self, output: Shape) -> Rule {
    //~ fix: pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: Mine,
//~           ^^^^ `fn(Mine, plies::Shape) -> _`
    }
}

fn main() {}
