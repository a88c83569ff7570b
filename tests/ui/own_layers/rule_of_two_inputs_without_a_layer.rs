use plies::{Inputs, Rule, network};

#[derive(Clone, Copy)]
pub struct Pair;

impl Pair {
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let [a, b] = inputs.two();
        Rule::takes([a, b]).gives(a).sizes([a.len(), b.len()])
    }
}

network! {
    struct Net(a: [4], b: [6]) -> [4] {
    //~ fix: struct Net(a: [4], b: [6]) -> [10] {
        pair: Pair from (a, b),
//~           ^^^^ `pair` `Pair` [4] [6] `Layer<([T; 4], [T; 6]), [T; 4], Sizes<4, 6>>`
        //~ fix: pair: plies::Concat from (a, b),
    }
}

fn main() {}
