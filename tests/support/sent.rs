//! An attempt of a provider without a plan, with what was recorded of it.

use std::fmt;
use std::ops::Deref;

use driftless::provider::{self, AttemptMetadata, Provider, Request};

use crate::fixture::within;

/// A reply, and what was recorded beside it.
#[derive(Debug)]
pub struct Reply {
    pub text: String,
    pub metadata: AttemptMetadata,
}

/// A failure, and what was recorded beside it.
pub struct Failure {
    pub failure: provider::Failure,
    pub metadata: AttemptMetadata,
}

impl Deref for Failure {
    type Target = provider::Failure;

    fn deref(&self) -> &provider::Failure {
        &self.failure
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.failure.source()
    }
}

/// Sends `request` to `provider`.
pub async fn sent(provider: &dyn Provider, request: &Request<'_>) -> Result<Reply, Failure> {
    let result = within(provider.send(request)).await;
    let metadata = request.recorder().metadata();
    match result {
        Ok(provider::Reply { text, .. }) => Ok(Reply { text, metadata }),
        Err(failure) => Err(Failure { failure, metadata }),
    }
}
