//! What settings can be.

/// A number that is 0 or more.
#[track_caller]
pub fn not_negative(what: &str, value: f64) -> f64 {
    assert!(value >= 0.0, "{what} is 0 or more, not {value}");
    value
}

/// A number from 0 (inclusive) to 1 (exclusive): the share of something that is kept.
#[track_caller]
pub fn share(what: &str, value: f64) -> f64 {
    assert!((0.0..1.0).contains(&value), "{what} is at least 0 and below 1, not {value}");
    value
}
