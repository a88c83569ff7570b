//! Two apples of 100, with a tax of 10 %: the price, and how it changes with each number (the book's section 5.1).
//!
//! ```text
//! cargo run --example buy_apple
//! ```

use plies::{Mul, Network, network};

network! {
    /// What apples cost.
    struct BuyApple(apple: [], apple_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        price: Mul from (apple_price, tax),
    }
}

fn main() {
    // A graph of numbers has no parameters, so zeros are as good as any. The tape is where it keeps what lies between the
    // nodes; this one has room for one price at a time.
    let shop = BuyApple::<f64>::zeros();
    let mut tape = BuyApple::tape::<1>();

    // A network takes a batch of samples, each an array: here it is one sample of one number.
    let (apple, apple_num, tax) = ([[100.0]], [[2.0]], [[1.1]]);

    // Forward: from the inputs to the price.
    let pass = shop.forward((&apple, &apple_num, &tax), &mut tape);
    println!("{}", rounded(pass.output()[0][0]));

    // Backward: from the price, whose gradient for itself is 1, to each input.
    let (mut d_apple, mut d_apple_num, mut d_tax) = ([[0.0]], [[0.0]], [[0.0]]);
    pass.backward(&[[1.0]], None, (Some(&mut d_apple), Some(&mut d_apple_num), Some(&mut d_tax)));
    println!("{} {} {}", rounded(d_apple[0][0]), rounded(d_apple_num[0][0]), rounded(d_tax[0][0]));
}

/// Without the last digits, which are those of binary fractions.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
