//! Threads of a pool that stay awake through a whole pass.
//!
//! A thread of rayon's that finds nothing to do falls asleep after some microseconds, and takes longer to wake up than most of what
//! is shared here takes. So the others of a pool look for work as long as a pass lasts: whatever is to be done in the pool, they do.

use std::cell::Cell;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use rayon::Yield;

use super::LEAST;

thread_local! {
    /// Whether the thread is in a pass whose other threads are awake.
    static IS_AWAKE: Cell<bool> = const { Cell::new(false) };
}

/// Does some work that takes about as long as so many multiply-adds, with the other threads of the pool at hand, if it is worth
/// to wake them up. On a thread of no pool, each part of the work wakes up whom it needs.
pub fn together<R>(multiply_adds: usize, work: impl FnOnce() -> R) -> R {
    let is_long = multiply_adds >= 4 * LEAST;
    if !is_long || rayon::current_thread_index().is_none() || IS_AWAKE.get() {
        return work();
    }
    let others = rayon::current_num_threads() - 1;
    if others == 0 {
        return work();
    }
    let (done, mut result) = (Done::default(), None);
    let here = Here(|| result = Some(work()));
    rayon::join(
        || {
            let _set = done.set_at_end();
            IS_AWAKE.set(true);
            let _asleep = AtEnd(|| IS_AWAKE.set(false));
            here.run();
        },
        || wait(&done, others),
    );
    result.expect("the work is done, or it has panicked")
}

/// Work that stays on its thread, though rayon asks for what could be sent to another.
struct Here<F>(F);

// SAFETY: `join` runs its first closure on the thread that calls it, if that is one of a pool, as rayon documents it; `together` has
// made sure that it is. So what is in here is never sent.
unsafe impl<F> Send for Here<F> {}

impl<F: FnOnce()> Here<F> {
    fn run(self) {
        (self.0)();
    }
}

/// Has so many threads look for work until the pass is done.
fn wait(done: &Done, threads: usize) {
    if threads == 1 {
        done.wait();
    } else {
        rayon::join(|| wait(done, threads / 2), || wait(done, threads - threads / 2));
    }
}

/// Whether something is done. Rayon would let a thread that waits for it fall asleep.
#[derive(Default)]
pub struct Done(AtomicBool);

impl Done {
    /// Looks for other work until it is done, which may be found in this way, too.
    pub fn wait(&self) {
        while !self.0.load(Relaxed) {
            if rayon::yield_now() != Some(Yield::Executed) {
                spin_loop();
            }
        }
    }

    /// Says that it is done when this is dropped, even by a panic.
    pub fn set_at_end(&self) -> impl Drop {
        AtEnd(|| self.0.store(true, Relaxed))
    }
}

/// Does something when it is dropped.
struct AtEnd<F: FnMut()>(F);

impl<F: FnMut()> Drop for AtEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
