//! Signals that the scripted server is idle, so that a timeout can fire without waiting.

use std::sync::Arc;
use std::task::{Context, Waker};

use crate::pace::Come;
use crate::sync::{Mutex, lock};

/// The silences of a server, or of several.
#[derive(Debug, Default)]
pub(crate) struct Hush(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The part that was sent before, and the number of the silence.
    silent: Option<(Come, u64)>,
    begun: u64,
    listener: Option<Waker>,
}

/// A silence that lasts as long as this value.
#[derive(Debug)]
pub(crate) struct Silence {
    hush: Arc<Hush>,
    number: u64,
}

impl Hush {
    /// Begins a silence; `sent` is what the answer had sent before.
    pub(crate) fn begin(hush: &Arc<Self>, sent: Come) -> Silence {
        let mut state = lock(&hush.0);
        state.begun = state.begun.saturating_add(1);
        let number = state.begun;
        state.silent = Some((sent, number));
        let listener = state.listener.take();
        drop(state);
        if let Some(listener) = listener {
            listener.wake();
        }
        Silence {
            hush: Arc::clone(hush),
            number,
        }
    }

    /// Returns `true` if there is a silence, all that was sent before having `come`. It is heard
    /// once. If not, `context` is woken by the next one.
    pub(crate) fn heard(&self, come: Come, context: &Context<'_>) -> bool {
        let mut state = lock(&self.0);
        if state.silent.is_some_and(|(sent, _)| sent <= come) {
            state.silent = None;
            return true;
        }
        state.listener = Some(context.waker().clone());
        false
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        let mut state = lock(&self.hush.0);
        if state
            .silent
            .is_some_and(|(_, number)| number == self.number)
        {
            state.silent = None;
        }
    }
}
