//! What every contender written in Rust has in common.

// Not all of it is for each of them.
#![allow(dead_code, unused_imports)]

mod data;
mod protocol;

pub use data::{Data, Images, Points};
pub use protocol::{Case, Numbers, serve};
