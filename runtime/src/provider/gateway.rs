//! Shared code of the gateways' adapters: reads the headers with routing metadata, and asks each
//! adapter for its verdict.

use super::{Failure, Headers, Reply, Request};
use crate::catalogue;
use crate::metadata::{AttemptMetadata, RoutingMetadata};
use crate::served::{Served, ServedEvidence};

/// The verdict on a gateway's answer, from its own evidence; the first contradiction ends the
/// search.
pub(super) type Judged = Result<ServedEvidence, ServedEvidence>;

/// Records what `by` finds in the metadata of an attempt with `result`. Where nothing was answered,
/// there is nothing to judge.
pub(super) fn judge(
    request: &Request<'_>,
    result: &Result<Reply, Failure>,
    by: impl FnOnce(&AttemptMetadata, &RoutingMetadata) -> Judged,
) {
    request.recorder().update(|metadata| {
        if result.is_err() && metadata.served_model.is_none() {
            return;
        }
        let routing = metadata.routing.take().unwrap_or_default();
        let (Ok(evidence) | Err(evidence)) = by(metadata, &routing);
        metadata.evidence = Some(evidence);
    });
}

/// Returns the only value of a header with routing metadata. Two values contradict each other, and
/// a second, equal one was added by somebody else.
pub(super) fn once<'h>(
    headers: &'h Headers,
    name: &str,
) -> Result<Option<&'h str>, ServedEvidence> {
    let values = headers.every(name);
    match values.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        many => {
            let count = many.len();
            let many = many.join(", ");
            Err(ServedEvidence::Detour(format!(
                "`{name}` has {count} values: {many}"
            )))
        }
    }
}

/// Returns `true` if `found` is the model `asked` or a snapshot of it.
pub(super) fn is_same(asked: &str, found: &str) -> bool {
    matches!(
        catalogue::served(asked, Some(found)),
        Served::AsRequested | Served::Snapshot
    )
}

pub(super) fn detour<T>(reason: impl Into<String>) -> Result<T, ServedEvidence> {
    Err(ServedEvidence::Detour(reason.into()))
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the counterpart of `detour`, so that a verdict ends in either"
)]
pub(super) fn hidden(reason: impl Into<String>) -> Judged {
    Ok(ServedEvidence::Hidden(reason.into()))
}
