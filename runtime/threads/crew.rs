//! Threads of a pool that stay awake between one piece of shared work and the next.
//!
//! A thread of rayon's that finds nothing to do falls asleep after some microseconds, and takes as long as much of what is shared
//! here to wake up. So each other thread gets a job that looks for work until there has been none for a while. Whatever else is
//! to be done in the pool, such a thread does meanwhile.

use std::cell::RefCell;
use std::hint::spin_loop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use rayon::Yield;

/// How long a thread waits for more: longer than anything between two steps that is computed on one thread.
const PATIENCE: Duration = Duration::from_micros(200);

/// Whether another part is done. Rayon would let a thread that waits for it fall asleep.
#[derive(Default)]
pub struct Done(AtomicBool);

impl Done {
    /// Looks for other work until the part is done, which may be found in this way, too.
    pub fn wait(&self) {
        while !self.0.load(Relaxed) {
            look_for_work();
        }
    }

    /// Says that the part is done when this is dropped, even if it panics.
    pub fn set_at_end(&self) -> impl Drop {
        struct Set<'a>(&'a AtomicBool);
        impl Drop for Set<'_> {
            fn drop(&mut self) {
                self.0.store(true, Relaxed);
            }
        }
        Set(&self.0)
    }
}

/// Does some of the work that waits in the pool, if there is any.
fn look_for_work() {
    if rayon::yield_now() != Some(Yield::Executed) {
        spin_loop();
    }
}

thread_local! {
    /// That of the pool which the thread belongs to.
    static CREW: RefCell<Option<Arc<Crew>>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Crew {
    /// How often work was shared.
    shared: AtomicUsize,
    /// How many threads are waiting for more.
    waiting: AtomicUsize,
}

/// Says on a thread of a pool that work is about to be shared.
pub fn call() {
    CREW.with_borrow_mut(|crew| crew.get_or_insert_with(Crew::of_pool).call());
}

impl Crew {
    /// One that the threads of this pool have in common. Two threads that share work for the first time at once may come to have one each,
    /// which takes longer, but changes nothing else.
    fn of_pool() -> Arc<Crew> {
        let crew = Arc::new(Crew::default());
        let known = crew.clone();
        rayon::spawn_broadcast(move |_| {
            CREW.with_borrow_mut(|crew| *crew = Some(known.clone()));
        });
        crew
    }

    fn call(self: &Arc<Self>) {
        self.shared.fetch_add(1, Relaxed);
        let others = rayon::current_num_threads() - 1;
        if self.waiting.compare_exchange(0, others, Relaxed, Relaxed).is_ok() {
            for _ in 0..others {
                let crew = self.clone();
                rayon::spawn(move || crew.wait());
            }
        }
    }

    fn wait(&self) {
        let (mut shared, mut since) = (self.shared.load(Relaxed), Instant::now());
        while since.elapsed() < PATIENCE {
            look_for_work();
            let now = self.shared.load(Relaxed);
            if now != shared {
                (shared, since) = (now, Instant::now());
            }
        }
        self.waiting.fetch_sub(1, Relaxed);
    }
}
