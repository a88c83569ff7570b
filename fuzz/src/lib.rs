//! What both targets share: a small network, and memory that is counted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use plies::{Adam, Affine, BatchNorm, Batches, MeanSquaredError, Network, Path, Relu, Trainer, network};

network! {
    /// Weights, biases and statistics.
    pub struct Net(x: [2]) -> [1] {
        affine1: Affine::to(3),
        norm1: BatchNorm::new(),
        relu1: Relu,
        affine2: Affine::to(1),
        loss: MeanSquaredError,
    }
}

/// Samples for its batches.
pub const X: [[f32; 2]; 5] = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.5], [0.0, 0.0]];
/// Their targets.
pub const T: [[f32; 1]; 5] = [[1.0], [1.0], [0.0], [0.0], [0.5]];

/// A trainer, before its first step.
pub fn trainer() -> Trainer<Net, Adam<Net>, 2> {
    Trainer::with_batch(Net::new(1), Adam::new(0.1))
}

/// Its batches.
pub fn batches() -> Batches<'static, [f32; 2], [f32; 1]> {
    Batches::new(&X, &T, 2, 1)
}

/// All bits of a network.
pub fn bits(net: &Net) -> Vec<u32> {
    let mut bits = Vec::with_capacity(Net::<f32>::PARAMETERS);
    plies::Parameters::walk([net], [], Path::ROOT, &mut |_, [values], []| {
        bits.extend(values.iter().map(|value: &f32| value.to_bits()));
    });
    bits
}

/// The file, and the same with a length that ends its header at the last brace: a change of the header is not lost at once.
pub fn both(data: &[u8]) -> [Vec<u8>; 2] {
    let mut fitted = data.to_vec();
    if let Some(end) = data.iter().rposition(|byte| *byte == b'}')
        && let Some(length) = (end + 1).checked_sub(8)
    {
        fitted[..8].copy_from_slice(&(length as u64).to_le_bytes());
    }
    [data.to_vec(), fitted]
}

/// Runs something, and asks that it takes no more memory at a time than a copy of the file, and lists of what its header describes.
pub fn measured<R>(file: &[u8], run: impl FnOnce() -> R) -> R {
    let before = NOW.load(Relaxed);
    MOST.store(before, Relaxed);
    let result = run();
    let length = file.first_chunk().map_or(0, |length| u64::from_le_bytes(*length));
    let header = file.len().min(usize::try_from(length).unwrap_or(usize::MAX));
    let (most, allowed) = (MOST.load(Relaxed) - before, file.len() + 16 * header + (16 << 10));
    assert!(most <= allowed, "{most} bytes were taken for a file of {}, {header} of them its header", file.len());
    result
}

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static COUNTING: Counting = Counting;

/// The system's memory, counted.
struct Counting;

// SAFETY: the system's allocator does all of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(NOW.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: what is asked of this is asked of that.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: what is asked of this is asked of that.
        unsafe { System.dealloc(pointer, layout) }
    }
}
