//! Progress of a download, for people or for a callback.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Progress of a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that are there.
    pub done: u64,
    /// Bytes in all, where the source says.
    pub total: Option<u64>,
}

pub(super) type Callback = Box<dyn FnMut(Progress) + Send>;

/// The caller's callback, or a bar on the standard error.
pub(super) enum Bar {
    Call(Callback),
    Draw(ProgressBar),
}

impl Bar {
    pub(super) fn new(call: Option<Callback>, id: &str) -> Self {
        call.map_or_else(
            || {
                let bar = ProgressBar::no_length();
                let layout = "{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
                if let Ok(style) = ProgressStyle::with_template(layout) {
                    bar.set_style(style);
                }
                bar.set_message(id.to_owned());
                Self::Draw(bar)
            },
            Self::Call,
        )
    }

    pub(super) fn show(&mut self, progress: Progress) {
        match self {
            Self::Call(call) => call(progress),
            Self::Draw(bar) => {
                if let Some(total) = progress.total {
                    bar.set_length(total);
                }
                bar.set_position(progress.done);
            }
        }
    }

    /// Says what is waited for where no bytes can be counted.
    pub(super) fn say(&self, words: String) {
        if let Self::Draw(bar) = self {
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            bar.set_message(words);
            bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&self) {
        if let Self::Draw(bar) = self {
            bar.finish_and_clear();
        }
    }
}
