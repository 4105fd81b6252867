//! A vendor of Chat Completions: the names in `VENDOR`, a [`Style`], and a table of errors.

use crate::provider::exchange::Endpoint;
use crate::provider::{Failure, Reply, Request};

use super::Style;

/// A vendor's form of requests, and its own rules for results.
pub(in crate::provider) trait ChatVendor: Sync {
    /// The vendor's form of requests.
    const STYLE: Style;

    /// Returns the form of this request; [`STYLE`](Self::STYLE), unless written.
    fn style(&self, _request: &Request<'_>) -> Style {
        Self::STYLE
    }

    /// Returns the result by the vendor's own rules; unchanged, unless written.
    ///
    /// # Errors
    /// A failure that the attempt ended with, or that the vendor's rules make of its reply.
    fn settle(
        &self,
        _request: &Request<'_>,
        result: Result<Reply, Failure>,
    ) -> Result<Reply, Failure> {
        result
    }
}

/// Makes one attempt.
///
/// # Errors
/// The attempt's failure.
pub(in crate::provider) async fn send(
    vendor: &impl ChatVendor,
    endpoint: &Endpoint,
    unary: bool,
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    let mut style = vendor.style(request);
    style.streaming = style.streaming.unless(unary);
    let result = super::send(endpoint, endpoint.bearer()?, &style, request).await;
    vendor.settle(request, result)
}

/// Writes the provider of a vendor whose module has a `VENDOR`, and which implements
/// [`ChatVendor`]. Fields of its own begin with their type's default.
macro_rules! chat_vendor {
    ($(#[$attribute:meta])* $name:ident: $dialect:ty $(, $field:ident: $kind:ty)*) => {
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        pub struct $name {
            pub(super) endpoint: $crate::provider::exchange::Endpoint,
            unary: bool,
            $($field: $kind,)*
        }

        impl $name {
            /// Makes the provider with `key`. A wrong key is reported by
            /// [`Provider::check`](crate::provider::Provider::check), and by the first request.
            #[doc(alias("api_key", "with_api_key"))]
            #[must_use]
            pub fn new(key: impl Into<$crate::provider::Secret>) -> Self {
                Self::with(VENDOR.endpoint(key))
            }

            fn with(endpoint: $crate::provider::exchange::Endpoint) -> Self {
                Self { endpoint, unary: false, $($field: <$kind>::default(),)* }
            }

            /// Makes the provider with key and address from the environment variables that the
            /// [module](crate::provider) names.
            ///
            /// # Errors
            /// The key isn't set or can't be one, or the address can't be one.
            pub fn from_env() -> Result<Self, $crate::provider::ConfigError> {
                VENDOR.endpoint_from_env().map(Self::with)
            }

            /// Sends requests below `url` instead of the vendor's own address; the form is that of
            /// the vendor's own, which the [module](crate::provider) lists.
            #[must_use]
            pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
                self.endpoint.set_base_url(url.as_ref());
                self
            }

            /// Asks for answers in one piece instead of a stream. Then the first piece is the whole
            /// answer.
            #[must_use]
            pub fn unary(mut self) -> Self {
                self.unary = true;
                self
            }

            /// Returns the model `id`, asked in the vendor's usual dialect.
            #[must_use]
            pub fn model(&self, id: impl Into<String>) -> $crate::provider::Model<$dialect> {
                $crate::provider::Model::new(self.clone(), id)
            }
        }

        impl $crate::provider::Provider for $name {
            fn name(&self) -> &str {
                VENDOR.name
            }

            fn base_url(&self) -> &str {
                self.endpoint.base_url()
            }

            fn redirected(&self, base_url: &str) -> Option<$crate::provider::Redirected> {
                Some($crate::provider::Redirected::new(Self {
                    endpoint: self.endpoint.redirected(base_url),
                    ..self.clone()
                }))
            }

            fn check(&self) -> Result<(), $crate::provider::ConfigError> {
                self.endpoint.check()?;
                self.endpoint.bearer().map(|_| ())
            }

            fn objections(&self, request: &$crate::provider::Request<'_>) -> Vec<String> {
                let style = $crate::provider::chat::ChatVendor::style(self, request);
                style.wire.objections(request.parameters)
            }

            fn media(&self, _: &str) -> &'static $crate::media::MediaRules {
                <Self as $crate::provider::chat::ChatVendor>::STYLE.media.rules
            }

            fn send<'a>(
                &'a self,
                request: &'a $crate::provider::Request<'a>,
            ) -> $crate::provider::BoxFuture<
                'a,
                Result<$crate::provider::Reply, $crate::provider::Failure>,
            > {
                let sent = $crate::provider::chat::vendor_send(self, &self.endpoint, self.unary, request);
                Box::pin(sent)
            }
        }
    };
}

pub(in crate::provider) use chat_vendor;
