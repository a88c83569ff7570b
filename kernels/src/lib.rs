//! Matrix products and convolutions without allocation, on slices, with the vectors of the machine: what [`plies`] computes with.
//!
//! It knows neither networks nor their matrices, so that it is compiled beside the crates that `plies` takes those from. Everything
//! is compiled here, once for each scalar, and not where it is used. Sizes are arguments, and are not looked at twice: whoever calls
//! has checked them.
//!
//! It is not for use by itself: whatever of it has a face for others, `plies` shows as `plies::product`.
//!
//! [`plies`]: https://docs.rs/plies

mod add;
mod choice;
mod convolution;
mod dot;
mod lanes;
mod packed;
mod pairs;
mod room;
mod rows;
mod scalars;
mod strip;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg_attr(not(feature = "rayon"), allow(dead_code, reason = "there is nobody to share with"))]
pub mod threads;
mod times;
mod together;

pub use convolution::Convolution;
pub use scalars::Kernels;

/// Whether this crate is optimised: in a debug build, no code is worth the time that it takes to compile.
pub const IS_OPTIMISED: bool = cfg!(optimised);
