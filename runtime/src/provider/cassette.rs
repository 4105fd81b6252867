//! Providers with a cassette between them and the network.

use std::sync::Arc;

use crate::cassette::{Cassette, CassetteMode, Track};
use crate::secret::Secret;
use crate::transport::Transport;

use super::VENDORS;
use super::exchange::Endpoint;
use super::vendor::Vendor;

/// The value of the environment variable `name`; an empty one is as good as none, since CI services
/// set secrets that aren't there to nothing.
fn set(name: &str) -> Option<String> {
    // What isn't UTF-8 is no key either; the provider's check says so.
    let value = std::env::var_os(name)?.to_string_lossy().into_owned();
    (!value.is_empty()).then_some(value)
}

/// The key in the environment, if anything may be recorded.
fn key(cassette: &Cassette, name: &str) -> Option<String> {
    (cassette.mode() != CassetteMode::Replay)
        .then(|| set(name))
        .flatten()
}

/// Returns the vendor's way through `cassette`, which keeps the headers that any vendor's adapter
/// reads: a gateway may be asked by another provider than its own.
pub(super) fn track(cassette: &Cassette, vendor: &Vendor, network: Arc<dyn Transport>) -> Track {
    let read = VENDORS.iter().flat_map(|row| {
        let Vendor {
            request_id,
            read_headers,
            ..
        } = row.vendor;
        std::iter::once(*request_id).chain(read_headers.iter().copied())
    });
    Track::new(cassette, vendor.name, read.collect(), network)
}

impl Endpoint {
    /// Puts `cassette` between the endpoint and its transport, with the vendor's key in the
    /// environment.
    pub(super) fn record(&mut self, cassette: &Cassette, vendor: &Vendor) {
        let name = vendor.key;
        let key = key(cassette, name);
        self.wrap_transport(|network| {
            let track = track(cassette, vendor, network);
            match key {
                Some(_) => track,
                None => track.without_key(name),
            }
        });
        self.set_recorded_key(key.map(Secret::new), name);
    }
}

/// Writes a provider's constructors of cassettes.
macro_rules! with_cassettes {
    ($provider:ident, $module:ident) => {
        impl $provider {
            /// Makes the provider with `cassette`, and the key in the environment variable that
            /// `from_env` reads. Only recording needs it: without it, requests that are recorded
            /// are answered, and others fail. A base URL is not read from the environment.
            #[must_use]
            pub fn with_cassette(cassette: &$crate::cassette::Cassette) -> Self {
                let mut this = Self::new("");
                this.endpoint.record(cassette, &$module::VENDOR);
                this
            }

            /// Answers from `cassette`, and records onto it what it has no recording for, as its
            /// mode says; what it records goes through the transport that is set by then.
            #[must_use]
            pub fn cassette(mut self, cassette: &$crate::cassette::Cassette) -> Self {
                self.endpoint
                    .wrap_transport(|network| cassette::track(cassette, &$module::VENDOR, network));
                self
            }
        }
    };
}

pub(super) use with_cassettes;
