//! The body of a request, which knows when it begins to leave.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::Leaving;

/// The bytes of a request's body.
///
/// The HTTP client asks for them once it has a connection, and sends nothing of the request before:
/// HTTP/1 writes head and body in one go, HTTP/2 asks for the body with the head, so that at most
/// headers leave unmarked, where a server gives the body no room.
pub(super) struct Outbound {
    bytes: Option<Bytes>,
    leaving: Leaving,
}

impl Outbound {
    pub(super) fn new(bytes: Vec<u8>, leaving: Leaving) -> Self {
        let bytes = Some(Bytes::from(bytes)).filter(|bytes| !bytes.is_empty());
        if bytes.is_none() {
            // Nobody asks for an empty body.
            leaving.begin();
        }
        Self { bytes, leaving }
    }
}

impl Body for Outbound {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.leaving.begin();
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let bytes = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(u64::try_from(bytes).unwrap_or(u64::MAX))
    }
}
