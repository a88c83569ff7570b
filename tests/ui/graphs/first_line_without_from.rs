use plies::{Mul, network};

network! {
    pub struct Price(apple: [], apple_num: []) -> [] {
        price: Mul,
//~     ^^^^^ `price`
        //~ fix: price: Mul from (apple, apple_num),
    }
}

fn main() {}
