//! Threads of a pool that stay awake through a whole pass.
//!
//! A thread of rayon's that finds nothing to do falls asleep after some microseconds, and takes longer to wake up than most of what
//! is shared here takes. So the others of a pool look for work as long as a pass lasts: whatever is to be done in the pool, they do.

use std::cell::Cell;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use rayon::Yield;

use super::LEAST;

/// How long a thread looks for work in vain: longer than most of what a pass computes on one thread.
const PATIENCE: Duration = Duration::from_millis(1);

thread_local! {
    /// Whether the thread is in the middle of a pass, or of a part of one.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Does some work that takes about as long as so many multiply-adds, with the other threads of the pool at hand, if it is worth
/// to wake them up. On a thread of no pool, each part of the work wakes up whom it needs.
#[inline(always)]
pub fn together<R>(multiply_adds: usize, work: impl FnOnce() -> R) -> R {
    // Here, so that a pass of a few nanoseconds is no call.
    if multiply_adds < 4 * LEAST { work() } else { with_others(work) }
}

/// The same of work that is long enough.
fn with_others<R>(work: impl FnOnce() -> R) -> R {
    if rayon::current_thread_index().is_none() || IS_BUSY.get() {
        return work();
    }
    let others = rayon::current_num_threads() - 1;
    if others == 0 {
        return work();
    }
    let (done, mut result) = (Done::default(), None);
    let mut here = Here(Some(|| result = Some(work())));
    beside(others, &done, &mut || {
        let _set = done.set_at_end();
        busy(|| here.run());
    });
    result.expect("the work is done, or it has panicked")
}

/// Does a pass, with a job for each of so many other threads, all in the queue of this one: of a job that has others in its own, a
/// thread would find those first.
fn beside(others: usize, done: &Done, pass: &mut (dyn FnMut() + Send)) {
    if others == 0 {
        pass();
    } else {
        rayon::join(|| beside(others - 1, done, pass), || look_for_work(done));
    }
}

/// Does some of the work of a pass.
pub fn busy(work: impl FnOnce()) {
    let before = IS_BUSY.replace(true);
    let _restore = AtEnd(|| IS_BUSY.set(before));
    work();
}

/// Work that stays on its thread, though rayon asks for what could be sent to another.
struct Here<F>(Option<F>);

// SAFETY: `join` runs its first closure on the thread that calls it, if that is one of a pool, as rayon documents it; `together` has
// made sure that it is. So what is in here is never sent.
unsafe impl<F> Send for Here<F> {}

impl<F: FnOnce()> Here<F> {
    fn run(&mut self) {
        let work = self.0.take().expect("it is run once");
        work();
    }
}

/// Looks for work until a pass is done, or there is none for a while: the pass may wait for something that waits for this thread.
fn look_for_work(done: &Done) {
    // A part that somebody waits for is not finished while its thread is here.
    if IS_BUSY.get() {
        return;
    }
    let mut since = Instant::now();
    while !done.is_set() && since.elapsed() < PATIENCE {
        if rayon::yield_now() == Some(Yield::Executed) {
            since = Instant::now();
        } else {
            spin_loop();
        }
    }
}

/// Whether something is done. Rayon would let a thread that waits for it fall asleep.
#[derive(Default)]
pub struct Done(AtomicBool);

impl Done {
    fn is_set(&self) -> bool {
        self.0.load(Relaxed)
    }

    /// Looks for other work until it is done, which may be found in this way, too. Only for what the other closure of a `join`
    /// sets, for which rayon itself would wait in this way.
    pub fn wait(&self) {
        while !self.is_set() {
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

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::rc::Rc;

    use super::*;

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    #[test]
    fn work_stays_on_its_thread_and_gives_its_result() {
        for threads in [1, 2, 5] {
            pool(threads).install(|| {
                let (here, number) = (rayon::current_thread_index(), Rc::new(3));
                let result = together(usize::MAX, || {
                    assert_eq!(rayon::current_thread_index(), here);
                    assert_eq!(IS_BUSY.get(), threads > 1);
                    // Within a pass, there is none.
                    together(usize::MAX, || *number + 1)
                });
                assert_eq!(result, 4);
                assert!(!IS_BUSY.get());
            });
        }
        assert_eq!(together(usize::MAX, || 5), 5);
    }

    #[test]
    fn a_panic_gets_through_and_leaves_nothing_behind() {
        pool(3).install(|| {
            let caught = catch_unwind(AssertUnwindSafe(|| together(usize::MAX, || -> () { panic!("said") })));
            assert_eq!(*caught.unwrap_err().downcast::<&str>().unwrap(), "said");
            assert!(!IS_BUSY.get());
            assert_eq!(together(usize::MAX, || 6), 6);
        });
    }

    /// Several passes, their parts and other work in one pool, each of which waits for some of the others.
    #[test]
    fn passes_and_other_work_share_a_pool() {
        use super::super::{RowsOf, Share};
        fn tree(depth: usize) -> usize {
            if depth == 0 {
                let mut sums = [0; 64];
                together(usize::MAX, || {
                    let share = Share { rows: 64, cost: LEAST, step: 1 };
                    share.run(RowsOf { entries: &mut sums, width: 1 }, |_, rows| {
                        rows.entries.iter_mut().for_each(|sum| *sum += 1);
                    });
                });
                return sums.iter().sum();
            }
            let (a, b) = rayon::join(|| tree(depth - 1), || tree(depth - 1));
            a + b
        }
        for threads in [2, 3, 7] {
            pool(threads).install(|| assert_eq!(tree(8), 64 << 8));
        }
    }
}
