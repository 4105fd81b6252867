//! A key, and the header that carries it.

use std::fmt;
use std::sync::OnceLock;

use ::http::header::HeaderValue;

use crate::secret::Secret;

use super::config::{self, ConfigError};

/// A key for a server.
///
/// Its header is made once and not for every request. Its bytes aren't wiped from memory on drop,
/// unlike the key's own; those of requests on their way never are.
#[derive(Clone)]
pub(super) struct Key {
    secret: Secret,
    /// The header's value with its prefix before the key.
    header: OnceLock<(&'static str, HeaderValue)>,
}

impl Key {
    pub(super) fn new(secret: Secret) -> Self {
        Self {
            secret,
            header: OnceLock::new(),
        }
    }

    /// The value of a header that carries the key behind `prefix`; never printed. `name` is what
    /// the user calls the key.
    pub(super) fn header(
        &self,
        prefix: &'static str,
        name: &str,
    ) -> Result<HeaderValue, ConfigError> {
        if let Some((_, made)) = self.header.get().filter(|(before, _)| *before == prefix) {
            return Ok(made.clone());
        }
        config::check_key(&self.secret, name)?;
        let mut value = config::header([prefix, self.secret.expose()].concat(), name)?;
        value.set_sensitive(true);
        // A value with another prefix stays; then this one is made again.
        let _first = self.header.set((prefix, value.clone()));
        Ok(value)
    }

    /// Returns the key, to be searched for.
    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.secret.fmt(f)
    }
}
