//! Registration of vendors: the names and the address of each, and all that follows from its row.

use std::sync::Arc;

use crate::dialect::AnyDialect;
use crate::secret::Secret;
use crate::transport::Transport;

use super::VENDORS;
use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::model::Model;

/// The names and the address of a vendor's API.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vendor {
    /// The provider's name in receipts and in front of a model's id, lower case.
    pub(super) name: &'static str,
    /// The provider's type, as messages name it.
    pub(super) provider: &'static str,
    /// The environment variable with the key.
    pub(super) key: &'static str,
    /// The vendor's own base URL; `None` if every user has a server of his own.
    pub(super) url: Option<&'static str>,
    /// The environment variable by which `from_env` is sent elsewhere, such as to a proxy.
    pub(super) url_variable: &'static str,
    /// The response header with the vendor's id of a request.
    pub(super) request_id: &'static str,
    /// `true` if the user's own server stands there, or a gateway that hands requests on: only
    /// these are sent the place of a request in a trace.
    pub(super) relays: bool,
    /// The other response headers that the adapter reads, such as those that its verdict on the
    /// served model is made of; cassettes keep them.
    #[cfg_attr(
        not(feature = "cassette"),
        expect(dead_code, reason = "only cassettes keep headers")
    )]
    pub(super) read_headers: &'static [&'static str],
}

impl Vendor {
    /// Returns the endpoint at the vendor's own address, with `key`; without an address if there is
    /// none.
    pub(super) fn endpoint(&self, key: impl Into<Secret>) -> Endpoint {
        let mut endpoint = self.unplaced(Some(key.into()));
        if let Some(url) = self.url {
            endpoint.set_base_url(url);
        }
        endpoint
    }

    /// Returns an endpoint that can't be used before it has a base URL.
    pub(super) fn unplaced(&self, key: Option<Secret>) -> Endpoint {
        Endpoint::unplaced(key, self.request_id, self.relays)
    }

    /// Returns the endpoint with the key and the address that the environment names.
    ///
    /// # Errors
    /// The key isn't set or can't be one; or the address can't be one, or is missing where the
    /// vendor has none of its own.
    pub(super) fn endpoint_from_env(&self) -> Result<Endpoint, ConfigError> {
        let key = || config::key_from_env(self.key, self.provider);
        if self.url.is_some() {
            return self
                .endpoint(key()?)
                .named(self.key)
                .placed_by(self.url_variable);
        }
        let url = config::base_url_from_env(self.url_variable, self.provider)?;
        let mut endpoint = self.endpoint(key()?).named(self.key);
        endpoint.set_base_url(&url);
        Ok(endpoint)
    }
}

/// A vendor whose models can be named by a text.
pub(super) struct Registered {
    pub(super) vendor: &'static Vendor,
    /// Makes the model of this id from what the environment says.
    pub(super) model: fn(&str) -> Result<Model<AnyDialect>, ConfigError>,
}

impl Endpoint {
    /// Sends requests through a transport of the user's own.
    pub(super) fn send_through(&mut self, transport: impl Transport + 'static) {
        self.set_transport(Arc::new(transport));
    }
}

/// Registers vendors. A row is all that a vendor needs beside its own file and the `mod` line,
/// which stays outside so that rustfmt finds the file: it exports the provider, lets the command
/// line and [`Model::from_env`] find it by its name, knows its own address, and gives it transports
/// and cassettes.
macro_rules! register {
    ($($module:ident::$provider:ident,)+) => {
        $(pub use self::$module::$provider;)+

        /// Every vendor that can be named.
        const VENDORS: &[vendor::Registered] = &[$(vendor::Registered {
            vendor: &$module::VENDOR,
            model: |id| Ok($provider::from_env()?.model(id).any_dialect()),
        },)+];

        $(
            impl $provider {
                /// Sends requests through `transport` instead of the HTTP client of this crate,
                /// such as a client of your own. See [`transport`](crate::transport).
                #[must_use]
                pub fn transport(
                    mut self,
                    transport: impl $crate::transport::Transport + 'static,
                ) -> Self {
                    self.endpoint.send_through(transport);
                    self
                }
            }

            #[cfg(feature = "cassette")]
            cassette::with_cassettes!($provider, $module);
        )+
    };
}

pub(super) use register;

/// Returns `true` if `base_url` is the own one of this vendor, so that its models are the vendor's.
pub(crate) fn is_own_address(vendor: &str, base_url: &str) -> bool {
    let base_url = base_url.trim_end_matches('/');
    let mut all = VENDORS.iter().map(|row| row.vendor);
    all.any(|known| known.name == vendor && known.url == Some(base_url))
}
