//! The media of a prompt, held against the models of its plan.

use super::{Checked, Planned};
use crate::catalogue::{Catalogue, Entry};
use crate::media::{MediaKind, MediaKinds, MediaProblem};
use crate::prompt::Turn;
use crate::provider::Provider;

/// The most models that an error names.
const MOST_NAMED: usize = 5;

/// Returns the problems of a model with kinds of media.
pub(super) fn problems(
    provider: &dyn Provider,
    model: &str,
    known: Option<&Entry>,
    catalogue: &Catalogue,
    kinds: MediaKinds,
) -> Vec<MediaProblem> {
    let rules = provider.media(model);
    let of_provider = |kind| rules.check_kind(provider.name(), kind).err();
    let of_model = |kind| refused(known?, catalogue, kind);
    kinds
        .iter()
        .filter_map(|kind| of_provider(kind).or_else(|| of_model(kind)))
        .collect()
}

/// Returns the problem with a kind that the model is known not to take.
fn refused(known: &Entry, catalogue: &Catalogue, kind: MediaKind) -> Option<MediaProblem> {
    if !known.takes_no_media.contains(&kind) {
        return None;
    }
    let takes = |entry: &&Entry| entry.takes_media.contains(&kind);
    let models = catalogue.models().iter();
    let mut others: Vec<&Entry> = models.filter(takes).collect();
    others.sort_by_key(|entry| entry.vendor != known.vendor);
    Some(MediaProblem::Model {
        model: known.id.clone(),
        kind,
        source: known.media_source(),
        others: others
            .into_iter()
            .take(MOST_NAMED)
            .map(|entry| format!("{}/{}", entry.vendor, entry.id))
            .collect(),
    })
}

/// Returns the kinds of which nobody knows whether the model takes them.
pub(super) fn unconfirmed(known: Option<&Entry>, kinds: MediaKinds) -> MediaKinds {
    let is_known = |kind: MediaKind| {
        known.is_some_and(|known| {
            known.takes_media.contains(&kind) || known.takes_no_media.contains(&kind)
        })
    };
    let open = kinds.iter().filter(|kind| !is_known(*kind));
    open.fold(MediaKinds::NONE, MediaKinds::with)
}

impl Planned {
    /// Checks the media of a whole conversation.
    pub(crate) fn check_media(
        &self,
        turns: &[Turn],
        catalogue: &Catalogue,
    ) -> Result<(), MediaProblem> {
        let media = turns.iter().flat_map(|turn| turn.content.media());
        for medium in media {
            let known = self.known.as_ref();
            let problem = known.and_then(|known| refused(known, catalogue, medium.kind()));
            if let Some(problem) = problem {
                return Err(problem);
            }
        }
        let rules = self.provider.media(&self.model);
        rules.check(self.provider.name(), turns)
    }
}

impl Checked {
    /// Returns the models that a call may come to.
    pub(crate) fn reachable(&self) -> &[Planned] {
        if self.mode.falls_back() {
            return &self.steps;
        }
        self.steps.get(..1).unwrap_or_default()
    }
}
