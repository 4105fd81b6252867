//! The server: listens, reads what is asked, and answers by its script.

mod asked;
mod hush;
mod listen;
mod paced;
mod socket;
mod state;

pub use state::Recorded;

pub(crate) use hush::Hush;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

use crate::sync::lock;
use state::State;

use super::script::Reply;
use super::wire::Asked;

/// A server on 127.0.0.1 that speaks the wire formats of OpenAI (Responses and Chat Completions),
/// Anthropic, Gemini and servers compatible with OpenAI, and follows a script for each model.
///
/// It runs on the Tokio runtime in which it was started, and stops when it is dropped; open
/// connections are closed then. It takes any key and looks at none. Requests of up to 8 MiB are
/// read, and recorded for assertions; see [`Recorded`].
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    /// Bound and not listening: connections are refused, and nobody else can have the port.
    refusing: TcpSocket,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server on a free port.
    ///
    /// # Errors
    /// There is no Tokio runtime here, or no port could be bound on 127.0.0.1.
    pub async fn start() -> io::Result<Self> {
        Self::with(Arc::default()).await
    }

    /// Starts a server that signals its silences to `hush`.
    pub(crate) async fn with(hush: Arc<Hush>) -> io::Result<Self> {
        tokio::runtime::Handle::try_current().map_err(io::Error::other)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let refusing = TcpSocket::new_v4()?;
        refusing.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let state = Arc::new(State::with(hush));
        Ok(Self {
            address: listener.local_addr()?,
            refusing,
            task: tokio::spawn(listen::listen(listener, Arc::clone(&state))),
            state,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For [`OpenAi::base_url`](crate::provider::OpenAi::base_url), Responses and Chat Completions,
    /// and for every compatible provider: `http://127.0.0.1:{port}/v1`.
    #[must_use]
    pub fn openai_base_url(&self) -> String {
        format!("{}/v1", self.base_url())
    }

    /// For [`Anthropic::base_url`](crate::provider::Anthropic::base_url).
    #[must_use]
    pub fn anthropic_base_url(&self) -> String {
        self.base_url()
    }

    /// For [`Gemini::base_url`](crate::provider::Gemini::base_url).
    #[must_use]
    pub fn gemini_base_url(&self) -> String {
        self.base_url()
    }

    /// An address at which every connection is refused as long as the server exists; for any
    /// provider.
    ///
    /// # Errors
    /// The system doesn't return the port.
    pub fn refusing_base_url(&self) -> io::Result<String> {
        Ok(format!("http://{}", self.refusing.local_addr()?))
    }

    /// Returns the part before every path; the form of a request is recognised by the end of its
    /// path, so that any prefix will do.
    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Replies to requests for `model` with `replies`, one after another, and with the last of them
    /// from then on. Replaces an earlier script of the model.
    ///
    /// A model without a script, or with an empty one, is answered with status 404, as vendors
    /// answer for a model that they don't have.
    pub fn script(
        &self,
        model: impl Into<String>,
        replies: impl IntoIterator<Item = impl Into<Reply>>,
    ) {
        let replies = replies.into_iter().map(Into::into).collect();
        self.state.script(model.into(), replies);
    }

    /// Replies to each request for `model` with the result of `respond`, such as the right answer
    /// to the question. Replaces an earlier script of the model.
    ///
    /// `respond` runs on the server's task, so it should not wait. Where it panics, the connection
    /// is closed without an answer.
    ///
    /// ```
    /// use driftless::rehearsal::{Reply, Server};
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// let server = Server::start().await?;
    /// server.respond("gpt-6.1-terra", |request| {
    ///     let happy = request.body.contains("Hooray");
    ///     Reply::answer(format!(r#"{{"happy":{happy}}}"#))
    /// });
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond(
        &self,
        model: impl Into<String>,
        respond: impl Fn(&Recorded) -> Reply + Send + Sync + 'static,
    ) {
        self.state.respond(model.into(), Arc::new(respond));
    }

    /// Replies with `replies` as a [`script`](Self::script) does, whatever model is asked for.
    pub(crate) fn always(&self, replies: Vec<Reply>) {
        *lock(&self.state.always) = replies.into();
    }

    /// The requests so far, the oldest first; as many as fit into 64 MiB.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.records()
    }

    /// Returns the content of the last readable request.
    pub(crate) fn last_asked(&self) -> Option<Asked> {
        lock(&self.state.last).clone()
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        self.state.forget();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
