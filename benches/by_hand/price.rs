//! The price of apples and oranges.

/// Apple, number of apples, orange, number of oranges, tax; or the gradient for each.
pub type Price = ([f64; 1], [f64; 1], [f64; 1], [f64; 1], [f64; 1]);

/// The price, and its gradient for each number.
#[inline(never)]
pub fn by_hand(x: &Price) -> (f64, Price) {
    let ([apple], [apple_num], [orange], [orange_num], [tax]) = *x;
    let (apple_price, orange_price) = (apple * apple_num, orange * orange_num);
    let all_price = apple_price + orange_price;
    let gradient = ([tax * apple_num], [tax * apple], [tax * orange_num], [tax * orange], [all_price]);
    std::hint::black_box((all_price * tax, gradient))
}
