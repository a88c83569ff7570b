//! Working memory of the parts of some work.

use pulp::bytemuck::Pod;

use super::Rows;

/// Working memory that is lent to one part of the rows; another part takes memory of the thread that it runs on.
pub struct Lent<'a, T>(Option<&'a mut [T]>);

impl<'a, T> Lent<'a, T> {
    /// Memory for the first part.
    pub fn new(memory: &'a mut [T]) -> Self {
        Lent(Some(memory))
    }
}

impl<T: Send> Rows for Lent<'_, T> {
    fn split(self, _rows: usize) -> (Self, Self) {
        (self, Lent(None))
    }
}

impl<T: Pod> Lent<'_, T> {
    /// Uses `len` numbers of working memory, with anything in it.
    #[inline]
    pub fn with(self, len: usize, work: impl FnOnce(&mut [T])) {
        match self.0 {
            Some(memory) => work(memory),
            #[cfg(feature = "rayon")]
            None => own::with(len, work),
            #[cfg(not(feature = "rayon"))]
            None => unreachable!("without the feature `rayon`, nothing is dealt out, not even {len} numbers"),
        }
    }
}

#[cfg(feature = "rayon")]
pub mod own {
    //! Working memory of a thread's own. It is allocated the first time, and kept.

    use std::cell::RefCell;

    use pulp::bytemuck::{self, Pod};

    thread_local! {
        static MEMORY: RefCell<Vec<Vec<u64>>> = const { RefCell::new(vec![]) };
    }

    /// Uses `len` numbers of the thread's own working memory, with anything in it.
    ///
    /// While a thread waits for others, it may do another part, which needs memory, too: it takes the next piece.
    pub fn with<T: Pod>(len: usize, work: impl FnOnce(&mut [T])) {
        const { assert!(align_of::<T>() <= align_of::<u64>()) };
        let mut memory = MEMORY.with_borrow_mut(Vec::pop).unwrap_or_default();
        let words = (len * size_of::<T>()).div_ceil(size_of::<u64>());
        if memory.len() < words {
            memory.resize(words, 0);
        }
        work(&mut bytemuck::cast_slice_mut(&mut memory[..words])[..len]);
        MEMORY.with_borrow_mut(|kept| kept.push(memory));
    }
}
