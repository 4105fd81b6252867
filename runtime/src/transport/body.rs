//! Bodies of answers that are there as a whole, or come from a client of the `http` crate's types.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::{ResponseBody, Stage, TransportError};

/// A body in one chunk.
pub(super) struct Whole(pub(super) Option<Bytes>);

impl ResponseBody for Whole {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        Poll::Ready(Ok(self.0.take()))
    }
}

/// A body in frames, of which the trailers are passed over.
pub(super) struct Framed<B>(pub(super) B);

impl<B> ResponseBody for Framed<B>
where
    B: http_body::Body<Data = Bytes> + Send + Unpin,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(Ok(None)),
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Ok(Some(bytes)));
                    }
                }
                Some(Err(error)) => {
                    let message = "the connection broke within the answer";
                    let broken = TransportError::new(Stage::Body, message);
                    return Poll::Ready(Err(broken.with_source(error)));
                }
            }
        }
    }
}
