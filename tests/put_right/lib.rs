//! The mistakes of `tests/ui`, each changed as its file says: what users are told to write compiles.

#![cfg(test)]
#![allow(deprecated, unused, reason = "what only compiles is used by nobody")]
#![allow(clippy::all, reason = "users write it, each in a way of their own")]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
