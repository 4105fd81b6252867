//! Counts allocations while it is asked to; else it costs a load, so that times aren't those of
//! counting.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

pub struct Counting;

static ON: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicU64 = AtomicU64::new(0);
static TAKEN: AtomicU64 = AtomicU64::new(0);
static GIVEN: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if ON.load(Relaxed) {
            COUNT.fetch_add(1, Relaxed);
            TAKEN.fetch_add(layout.size() as u64, Relaxed);
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        if ON.load(Relaxed) {
            GIVEN.fetch_add(layout.size() as u64, Relaxed);
        }
        unsafe { System.dealloc(at, layout) }
    }

    /// A block that grows is the same one.
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if ON.load(Relaxed) {
            TAKEN.fetch_add(size.saturating_sub(layout.size()) as u64, Relaxed);
            GIVEN.fetch_add(layout.size().saturating_sub(size) as u64, Relaxed);
        }
        unsafe { System.realloc(at, layout, size) }
    }
}

/// Memory that all threads allocated while something ran.
pub struct Allocated {
    pub count: u64,
    pub bytes: u64,
    /// Bytes that weren't given back.
    pub held: u64,
}

/// Returns the memory that `work` allocates.
pub async fn allocated<T>(work: impl Future<Output = T>) -> (T, Allocated) {
    for counter in [&COUNT, &TAKEN, &GIVEN] {
        counter.store(0, Relaxed);
    }
    ON.store(true, Relaxed);
    let done = work.await;
    ON.store(false, Relaxed);
    let (bytes, given) = (TAKEN.load(Relaxed), GIVEN.load(Relaxed));
    let of = Allocated {
        count: COUNT.load(Relaxed),
        bytes,
        held: bytes.saturating_sub(given),
    };
    (done, of)
}
