//! The state that all clones of a cassette share: its recordings, the progress of their replay, and
//! the file for new ones.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::sync::lock;

use super::allow::Allowed;
use super::entry::{Asked, Entry, Recording};
use super::error::CassetteError;
use super::file::Tape;
use super::{CassetteMode, Pace, Report};

pub(super) struct Shared {
    pub(super) path: PathBuf,
    pub(super) mode: CassetteMode,
    /// `Auto` became `Replay` because the program runs in CI.
    pub(super) in_ci: bool,
    pub(super) pace: Pace,
    pub(super) repeat_last: bool,
    pub(super) allowed: Allowed,
    recordings: Vec<Arc<Recording>>,
    state: Mutex<State>,
    idle: Notify,
}

struct State {
    tape: Tape,
    /// By what a request is matched by: its recordings in their order.
    tracks: BTreeMap<String, Track>,
    /// The reason why the last recording could not be written.
    failed: Option<CassetteError>,
    under_way: usize,
    replayed: usize,
    recorded: usize,
}

#[derive(Default)]
struct Track {
    places: Vec<usize>,
    /// Number of recordings that have been replayed.
    played: usize,
}

/// The recording found for a request.
pub(super) enum Found {
    Recording(Arc<Recording>),
    /// Nothing, or nothing more: the lines of those that were there.
    Nothing(Vec<usize>),
}

impl Shared {
    pub(super) fn new(
        path: PathBuf,
        (mode, in_ci): (CassetteMode, bool),
        (pace, repeat_last): (Pace, bool),
        allowed: Allowed,
        mut tape: Tape,
    ) -> Self {
        let recordings: Vec<Arc<Recording>> = std::mem::take(&mut tape.recordings)
            .into_iter()
            .map(Arc::new)
            .collect();
        let mut tracks: BTreeMap<String, Track> = BTreeMap::new();
        for (place, recording) in recordings.iter().enumerate() {
            let track = tracks.entry(recording.request.key()).or_default();
            track.places.push(place);
        }
        Self {
            path,
            mode,
            in_ci,
            pace,
            repeat_last,
            allowed,
            recordings,
            state: Mutex::new(State {
                tape,
                tracks,
                failed: None,
                under_way: 0,
                replayed: 0,
                recorded: 0,
            }),
            idle: Notify::new(),
        }
    }

    pub(super) fn recordings(&self) -> &[Arc<Recording>] {
        &self.recordings
    }

    /// The next recording of a request.
    pub(super) fn find(&self, asked: &Asked) -> Found {
        let mut state = lock(&self.state);
        let Some(track) = state.tracks.get_mut(&asked.key()) else {
            return Found::Nothing(Vec::new());
        };
        let last = track.places.last().filter(|_| self.repeat_last);
        let place = track.places.get(track.played).or(last);
        let Some(recording) = place.and_then(|place| self.recordings.get(*place)) else {
            let recordings = track.places.iter();
            let lines = recordings.filter_map(|place| Some(self.recordings.get(*place)?.line));
            return Found::Nothing(lines.collect());
        };
        track.played = track.played.saturating_add(1);
        state.replayed = state.replayed.saturating_add(1);
        Found::Recording(Arc::clone(recording))
    }

    /// Returns `true` if recordings could be written so far.
    pub(super) fn check(&self) -> Result<(), CassetteError> {
        lock(&self.state)
            .failed
            .as_ref()
            .map_or(Ok(()), |error| Err(error.again()))
    }

    /// A recording begins.
    pub(super) fn begin(&self) {
        let mut state = lock(&self.state);
        state.under_way = state.under_way.saturating_add(1);
    }

    /// A recording is over.
    pub(super) fn over(&self) {
        let mut state = lock(&self.state);
        state.under_way = state.under_way.saturating_sub(1);
        if state.under_way == 0 {
            self.idle.notify_waiters();
        }
    }

    pub(super) fn write(&self, entry: &Entry) -> Result<(), CassetteError> {
        let mut state = lock(&self.state);
        let afresh = self.mode == CassetteMode::Record;
        match state.tape.append(&self.path, entry, afresh) {
            Ok(()) => {
                state.recorded = state.recorded.saturating_add(1);
                Ok(())
            }
            Err(error) => {
                state.failed = Some(error.again());
                Err(error)
            }
        }
    }

    /// Waits until no recording is under way.
    pub(super) async fn idle(&self) {
        loop {
            let over = self.idle.notified();
            if lock(&self.state).under_way == 0 {
                return;
            }
            over.await;
        }
    }

    pub(super) fn report(&self) -> Report {
        let state = lock(&self.state);
        let unplayed = state.tracks.values();
        let mut unused: Vec<usize> = unplayed
            .flat_map(|track| track.places.iter().skip(track.played))
            .filter_map(|place| Some(self.recordings.get(*place)?.line))
            .collect();
        unused.sort_unstable();
        Report {
            replayed: state.replayed,
            recorded: state.recorded,
            unused,
        }
    }
}
