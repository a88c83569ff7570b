//! Working memory on the stack.

use std::mem::MaybeUninit;
use std::{ptr, slice};

use pulp::bytemuck::Pod;

/// So many bytes, aligned to a line of the cache. Those that are not asked for are not written.
#[repr(C, align(64))]
pub struct Room<const BYTES: usize>([MaybeUninit<u8>; BYTES]);

impl<const BYTES: usize> Room<BYTES> {
    #[inline(always)]
    pub const fn new() -> Self {
        Room([MaybeUninit::uninit(); BYTES])
    }

    /// The first `len` entries, cleared.
    #[inline(always)]
    pub fn cleared<T: Pod>(&mut self, len: usize) -> &mut [T] {
        assert!(len <= BYTES / size_of::<T>() && align_of::<T>() <= align_of::<Self>());
        let first = self.0.as_mut_ptr().cast::<T>();
        // SAFETY: as was asserted, the entries lie in the room, and it is aligned for them. They are cleared before there is a
        // slice of them, and zeros are a value of any `Pod`. The slice borrows the room mutably.
        unsafe {
            ptr::write_bytes(first, 0, len);
            slice::from_raw_parts_mut(first, len)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_cleared_as_far_as_it_is_used() {
        let mut room = Room::<64>::new();
        assert!(room.cleared::<u8>(1).as_ptr().addr().is_multiple_of(64));
        room.cleared::<f64>(8).fill(1.0);
        assert_eq!(room.cleared::<f32>(3), [0.0; 3]);
        assert_eq!(room.cleared::<f32>(16), [0.0; 16]);
        assert_eq!(room.cleared::<f32>(0).len(), 0);
    }

    #[test]
    #[should_panic]
    fn has_no_more_than_its_bytes() {
        Room::<64>::new().cleared::<f64>(9);
    }
}
