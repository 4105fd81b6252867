//! The locks of the cores that are shared between calls, by one name: a model checker compiles the
//! same files with its own in this place.

pub(crate) use std::sync::Mutex;
use std::sync::{MutexGuard, PoisonError};

/// Locks, and goes on where another thread panicked while it held the lock: the cores never leave a
/// half-done change.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
