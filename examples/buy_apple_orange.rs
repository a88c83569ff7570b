//! Two apples of 100 and three oranges of 150, with a tax of 10 % (the book's section 5.4).
//!
//! ```text
//! cargo run --example buy_apple_orange
//! cargo run --example buy_apple_orange -- --svg price.svg
//! ```

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
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

/// Says what apples and oranges cost, and what that depends on how much.
#[derive(Parser)]
struct Options {
    /// Where to draw the graph, with values and gradients on its edges
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    // Forward and backward at once, for one sample: what `buy_apple` does step by step.
    let shop = BuyAppleOrange::<f64>::zeros();
    let (apple, apple_num, orange, orange_num, tax) = ([100.0], [2.0], [150.0], [3.0], [1.1]);
    let x = (apple, apple_num, orange, orange_num, tax);

    let (price, ([d_apple], [d_apple_num], [d_orange], [d_orange_num], [d_tax])) =
        shop.value_and_gradient(&x, &mut Tape::<_, 1>::new());

    println!("{}", rounded(price));
    // In the order the book prints them.
    let gradient = [d_apple_num, d_apple, d_orange, d_orange_num, d_tax];
    println!("{}", gradient.map(|d| rounded(d).to_string()).join(" "));

    // The book's figure 5-17.
    if let Some(file) = options.svg {
        fs::write(&file, shop.to_svg_with_values(&x))
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(())
}

/// Without the last digits, which are those of binary fractions.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
