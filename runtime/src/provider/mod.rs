//! Vendors' APIs behind one trait.

mod request;

pub use request::{Facts, Failure, Reply, Request, Role, Turn};

use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A future on the heap, as trait objects need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One API that serves models.
///
/// Implement it to bring a provider of your own. A provider makes exactly one attempt: it neither retries nor falls back, and it hands the model's text on as it came.
pub trait Provider: fmt::Debug + Send + Sync {
    /// The vendor's name, lower case: `openai`, `anthropic`, `gemini`, `compatible`, `local`.
    fn name(&self) -> &str;

    /// Where the requests go, for receipts; without credentials.
    fn base_url(&self) -> &str;

    /// Makes one attempt. Dropping the future cancels it.
    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>>;
}
