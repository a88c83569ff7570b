use plies::{Mul, network};

network! {
    pub struct Price(apple: [], apple_num: []) -> [] {
        price: Mul,
    }
}

fn main() {}
