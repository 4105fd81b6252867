//! A provider's way through a cassette: from a recording, or to the network and onto the cassette.

use std::sync::Arc;

use crate::transport::{BoxFuture, HttpRequest, HttpResponse, Stage, Transport, TransportError};

use super::entry::Asked;
use super::record::record;
use super::replay::replay;
use super::shared::Found;
use super::stale::Stale;
use super::{Cassette, CassetteMode};

/// One provider's part of a cassette.
#[derive(Debug)]
pub(crate) struct Track {
    cassette: Cassette,
    provider: String,
    /// The response headers that adapters read, which are kept.
    read_headers: Vec<&'static str>,
    /// The transport whose exchanges are recorded.
    network: Arc<dyn Transport>,
    /// The variable that holds no key, without which nothing can be recorded.
    without_key: Option<&'static str>,
}

impl Track {
    pub(crate) fn new(
        cassette: &Cassette,
        provider: &str,
        read_headers: Vec<&'static str>,
        network: Arc<dyn Transport>,
    ) -> Self {
        Self {
            cassette: cassette.clone(),
            provider: provider.to_owned(),
            read_headers,
            network,
            without_key: None,
        }
    }

    /// Notes that the environment variable `name` holds no key.
    pub(crate) fn without_key(mut self, name: &'static str) -> Self {
        self.without_key = Some(name);
        self
    }
}

impl Transport for Track {
    fn exchange<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let shared = &self.cassette.0;
            shared.check()?;
            let asked = Asked::new(&self.provider, &request, &shared.allowed, &request.keys)?;
            let found = match shared.mode {
                CassetteMode::Record => Found::Nothing(Vec::new()),
                _ => shared.find(&asked),
            };
            let used = match found {
                Found::Recording(recording) => return replay(recording, shared.pace).await,
                Found::Nothing(used) => used,
            };
            let remedy = match (shared.mode, self.without_key) {
                (CassetteMode::Replay, _) => how_to_record(shared.in_ci).to_owned(),
                (_, Some(name)) => format!("set {name}, so that it can be recorded"),
                (_, None) => {
                    return record(
                        shared.clone(),
                        &*self.network,
                        request,
                        &self.read_headers,
                        asked,
                    )
                    .await;
                }
            };
            let stale = Stale::new(&shared.path, shared.recordings(), &asked, used, remedy);
            Err(TransportError {
                stage: Stage::Request,
                message: stale.summary(),
                limit: None,
                source: Some(Box::new(stale)),
            })
        })
    }
}

/// Returns the remedy for a missing recording.
pub(super) fn how_to_record(in_ci: bool) -> &'static str {
    if in_ci {
        "record it where `CI` isn't set, and commit the cassette"
    } else {
        "record it with `CassetteMode::RecordNew`"
    }
}
