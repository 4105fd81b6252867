//! A provider as a rehearsal uses it: the same in everything but where its requests go and the keys
//! that they carry.

use std::sync::Arc;

use super::Provider;

/// The text that a redirected provider sends where a key would be.
pub(super) const NO_KEY: &str = "no-key-in-rehearsals";

/// A copy of a provider that asks another server; see [`Provider::redirected`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Redirected {
    /// The copy.
    pub provider: Arc<dyn Provider>,
    /// Response headers that the rehearsal server adds to a normal reply, such as a gateway's
    /// routing headers.
    pub headers: Vec<(String, String)>,
}

impl Redirected {
    /// A copy whose answers carry nothing beside the vendor's own form.
    #[must_use]
    pub fn new(provider: impl Provider + 'static) -> Self {
        Self {
            provider: Arc::new(provider),
            headers: Vec::new(),
        }
    }

    /// Adds this header to a normal reply.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}
