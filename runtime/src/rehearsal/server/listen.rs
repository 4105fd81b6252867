//! Connections: accepted within bounds, one request each, and gone with the server.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::asked;
use super::paced::Paced;
use super::socket::Socket;
use super::state::{Recorded, State, told_headers};
use crate::rehearsal::script::Says;
use crate::rehearsal::wire::{Problem, WireForm, Written, problem, write};
use crate::sync::lock;

/// The largest request that is read.
const LARGEST: usize = 8 * 1024 * 1024;
/// Bytes that are read of a larger request, so that its sender gets the answer instead of a reset.
const DISCARDED: usize = 512 * 1024 * 1024;
/// Longest time for a request to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections at once; further ones wait.
const CONNECTIONS: usize = 256;

/// Accepts connections until it is dropped, and with it every connection.
pub(super) async fn listen(listener: TcpListener, state: Arc<State>) {
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {}
        if open.len() >= CONNECTIONS {
            open.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                open.spawn(serve(stream, Arc::clone(&state)));
            }
            // Too many open files, say: it may pass.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    let reset = Arc::new(AtomicBool::new(false));
    let socket = TokioIo::new(Socket::new(stream, Arc::clone(&reset)));
    let service = service_fn(|request| answer(request, &state, &reset));
    // One request per connection, so that no client is left with one that the script has broken.
    let served = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(socket, service)
        .await;
    // Cut by the script, or left by the client: either is the end of it.
    drop(served);
}

/// Ends the connection without an answer.
#[derive(Debug)]
struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("reset by the script")
    }
}

impl std::error::Error for Reset {}

async fn answer(
    request: Request<Incoming>,
    state: &State,
    reset: &AtomicBool,
) -> Result<Response<Paced>, Reset> {
    let (parts, body) = request.into_parts();
    let body = match timeout(PATIENCE, gather(body)).await {
        Ok(Gathered::Whole(body)) => body,
        Ok(Gathered::TooLarge) => {
            let told = format!("the body is larger than {LARGEST} bytes");
            return Ok(refuse(WireForm::Chat, &Problem::new(413, &told), state));
        }
        Ok(Gathered::Broken) | Err(_) => {
            let told = "the body did not come whole";
            return Ok(refuse(WireForm::Chat, &Problem::new(408, told), state));
        }
    };
    let asked = match asked::read(&parts, &body) {
        Ok(asked) => asked,
        Err((form, problem)) => return Ok(refuse(form, &problem, state)),
    };
    let recorded = Recorded {
        form: asked.form,
        model: asked.model.clone(),
        stream: asked.stream,
        path: parts.uri.path().to_owned(),
        headers: told_headers(&parts),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    state.record(recorded.clone());
    *lock(&state.last) = Some(asked.clone());
    let Some(reply) = state.next(&recorded) else {
        let told = format!(
            "no script for the model `{}`; write one with `Server::script`",
            asked.model.escape_debug()
        );
        return Ok(refuse(asked.form, &Problem::new(404, &told), state));
    };
    if reply.says == Says::Reset {
        reset.store(true, Ordering::Relaxed);
        return Err(Reset);
    }
    Ok(match write(&asked, &reply) {
        Ok(written) => respond(written, state),
        Err(why) => refuse(asked.form, &Problem::new(500, why), state),
    })
}

fn refuse(form: WireForm, what: &Problem, state: &State) -> Response<Paced> {
    respond(problem(form, what), state)
}

fn respond(written: Written, state: &State) -> Response<Paced> {
    let body = Paced::new(written.parts, Arc::clone(&state.hush));
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(written.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in written.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

enum Gathered {
    Whole(Vec<u8>),
    TooLarge,
    Broken,
}

/// Reads a request's body, and what is beyond the limit only to let go of it.
async fn gather(body: Incoming) -> Gathered {
    let mut body = pin!(body);
    let mut kept: Vec<u8> = Vec::new();
    let mut read = 0_usize;
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
        let Ok(frame) = frame else {
            return Gathered::Broken;
        };
        let data: Bytes = frame.into_data().unwrap_or_default();
        read = read.saturating_add(data.len());
        if read <= LARGEST {
            kept.extend_from_slice(&data);
        } else if read > DISCARDED {
            return Gathered::TooLarge;
        } else {
            kept = Vec::new();
        }
    }
    if read > LARGEST {
        return Gathered::TooLarge;
    }
    Gathered::Whole(kept)
}
