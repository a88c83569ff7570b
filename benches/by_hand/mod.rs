//! The same steps, as a careful engineer writes them by hand.

pub mod matrices;
pub mod price;
pub mod product;
pub mod small;
pub mod two_layer;
