//! Keys that never print, and one search that takes them out of texts.

mod keys;
mod layer;
mod unescape;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

pub(crate) use keys::{Keys, MASK};

/// An API key. Its text never leaves this type but for the one header that needs it, and is wiped
/// from memory on drop. The header, which a provider keeps from its first request on, isn't.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes the key in.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self(SecretString::from(key.into()))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<&str> for Secret {
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}

impl From<String> for Secret {
    fn from(key: String) -> Self {
        Self::new(key)
    }
}

/// Prints that there is a key, and nothing of it.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
