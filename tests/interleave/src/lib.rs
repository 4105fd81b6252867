//! The budget, breaker and retry cores under loom: the library's own files, with loom's mutex
//! instead of the standard library's.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the modules are compiled as they are, and not all of them is used"
)]

#[path = "../../../runtime/src/breaker/mod.rs"]
pub mod breaker;
#[path = "../../../runtime/src/budget/mod.rs"]
pub mod budget;
#[path = "../../../runtime/src/clock.rs"]
pub mod clock;
#[path = "../../../runtime/src/failure/mod.rs"]
pub mod failure;
#[path = "../../../runtime/src/money.rs"]
pub mod money;
#[path = "../../../runtime/src/random.rs"]
pub mod random;
#[path = "../../../runtime/src/retry/mod.rs"]
pub mod retry;
#[path = "../../../runtime/src/settings.rs"]
pub mod settings;
#[path = "../../../runtime/src/usage.rs"]
pub mod usage;
#[path = "../../../runtime/src/window.rs"]
mod window;

pub(crate) use driftless_core::visible;

/// Replaces `runtime/src/sync.rs`.
mod sync {
    pub(crate) use loom::sync::{Mutex, MutexGuard};

    pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap()
    }
}

#[cfg(test)]
mod breakers;
#[cfg(test)]
mod budgets;
#[cfg(test)]
mod retries;
