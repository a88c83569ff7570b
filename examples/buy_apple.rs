//! Two apples of 100, with a tax of 10 %: the price, and how it changes with each number (the book's section 5.1).
//!
//! ```text
//! cargo run --example buy_apple
//! ```

use plies::{Mul, Network, Tape, network};

network! {
    /// What apples cost.
    struct BuyApple(apple: [], apple_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        price: Mul from (apple_price, tax),
    }
}

fn main() {
    // A graph of numbers has no parameters, so zeros are as good as any.
    let shop = BuyApple::<f64>::zeros();
    let (apple, apple_num, tax) = ([100.0], [2.0], [1.1]);

    // Forward, then backward: from the price to each input.
    let (price, ([d_apple], [d_apple_num], [d_tax])) =
        shop.value_and_gradient(&(apple, apple_num, tax), &mut Tape::<_, 1>::new());

    println!("{}", rounded(price));
    println!("{} {} {}", rounded(d_apple), rounded(d_apple_num), rounded(d_tax));
}

/// Without the last digits, which are those of binary fractions.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
