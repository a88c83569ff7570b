//! Two apples of 100 and three oranges of 150, with a tax of 10 % (the book's section 5.4).
//!
//! ```text
//! cargo run --example buy_apple_orange
//! ```

use plies::{Add, Mul, Network, Tape, network};

network! {
    /// What apples and oranges cost.
    struct BuyAppleOrange(apple: [], apple_num: [], orange: [], orange_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        orange_price: Mul from (orange, orange_num),
        all_price: Add from (apple_price, orange_price),
        price: Mul from (all_price, tax),
    }
}

fn main() {
    // Forward and backward at once, for one sample: what `buy_apple` does step by step.
    let shop = BuyAppleOrange::<f64>::zeros();
    let (apple, apple_num, orange, orange_num, tax) = ([100.0], [2.0], [150.0], [3.0], [1.1]);

    let (price, ([d_apple], [d_apple_num], [d_orange], [d_orange_num], [d_tax])) =
        shop.value_and_gradient(&(apple, apple_num, orange, orange_num, tax), &mut Tape::<_, 1>::new());

    println!("{}", rounded(price));
    // In the order the book prints them.
    let gradient = [d_apple_num, d_apple, d_orange, d_orange_num, d_tax];
    println!("{}", gradient.map(|d| rounded(d).to_string()).join(" "));
}

/// Without the last digits, which are those of binary fractions.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
