//! One thread alone.

/// Has plies do all of a step on the thread that asks. Cargo builds the benches with the features that the tests of the library have,
/// `rayon` among them.
pub fn use_one_thread() {
    // SAFETY: `main` begins with it, when there is no other thread.
    unsafe { std::env::set_var("RAYON_NUM_THREADS", "1") };
}
