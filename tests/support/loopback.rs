//! A real HTTP server on a loopback port that follows a script, and fails the test on any request
//! that isn't in it.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A client's request.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// The server's reaction once it has read a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Sends these bytes as they are; keeps the connection.
    Send(Vec<u8>),
    /// Sends these bytes and closes the connection.
    SendAndClose(Vec<u8>),
    /// Waits, then acts.
    Late(Duration, Box<Act>),
    /// Sends `head`, then `piece` again and again until the client hangs up, with a pause before
    /// each.
    Drip {
        head: Vec<u8>,
        piece: Vec<u8>,
        every: Duration,
    },
    /// Sends each of these on its own, with a pause before each.
    Pieces(Duration, Vec<Vec<u8>>),
    /// Acts, then closes the connection.
    Closing(Box<Act>),
    /// Acts in turn, as long as the connection goes on.
    InTurn(Vec<Act>),
    /// Resets the connection.
    Reset,
    /// Sends nothing until the client gives up.
    Hang,
    /// Sends a chunked body of this many bytes, made while it is sent, or less if the client hangs
    /// up.
    Huge(u64),
}

/// Checks a request; the error says what is unexpected.
pub type Check = Box<dyn Fn(&Seen) -> Result<(), String> + Send>;

/// One expected request and what to do then.
pub struct Exchange {
    check: Check,
    act: Act,
}

impl Exchange {
    pub fn new(check: impl Fn(&Seen) -> Result<(), String> + Send + 'static, act: Act) -> Self {
        Self {
            check: Box::new(check),
            act,
        }
    }

    /// Whatever the request is.
    pub fn any(act: Act) -> Self {
        Self::new(|_| Ok(()), act)
    }
}

/// The bytes of a plain answer.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        for part in [*name, ": ", *value, "\r\n"] {
            head.push_str(part);
        }
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// Returns the reaction to the request of this number, from 0.
type Always = Box<dyn FnMut(usize) -> Act + Send>;

#[derive(Default)]
struct State {
    script: VecDeque<Exchange>,
    /// Without a script: what to do on any number of requests.
    always: Option<Always>,
    problems: Vec<String>,
    seen: Vec<Seen>,
    connections: usize,
    hung_up: usize,
}

/// The running server.
pub struct Loopback {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    accepting: JoinHandle<()>,
    finished: bool,
}

impl Loopback {
    /// Starts a server that expects `script`, in order.
    pub async fn start(script: impl IntoIterator<Item = Exchange>) -> Self {
        Self::run(State {
            script: script.into_iter().collect(),
            ..State::default()
        })
        .await
    }

    /// Starts a server that takes any number of requests; `act` says what to do on each, by its
    /// number from 0.
    pub async fn always(act: impl FnMut(usize) -> Act + Send + 'static) -> Self {
        Self::run(State {
            always: Some(Box::new(act)),
            ..State::default()
        })
        .await
    }

    async fn run(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            accepting,
            finished: false,
        }
    }

    /// `http://127.0.0.1:<port>`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the number of clients that gave up while [`Act::Hang`] kept them waiting.
    pub fn hung_up(&self) -> usize {
        self.state.lock().unwrap().hung_up
    }

    /// Returns the number of requests that are still expected.
    pub fn left(&self) -> usize {
        self.state.lock().unwrap().script.len()
    }

    /// Returns the number of connections so far.
    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// Stops, and fails the test if the script wasn't followed. Returns the requests.
    pub fn finish(mut self) -> Vec<Seen> {
        self.finished = true;
        self.accepting.abort();
        let mut state = self.state.lock().unwrap();
        assert!(state.problems.is_empty(), "{}", state.problems.join("\n"));
        assert!(
            state.script.is_empty(),
            "{} expected requests never came",
            state.script.len()
        );
        std::mem::take(&mut state.seen)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.accepting.abort();
        assert!(
            self.finished || std::thread::panicking(),
            "a loopback server must be finished, so that its script is checked"
        );
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut pending = Vec::new();
    while let Some(seen) = read(&mut stream, &mut pending).await {
        let act = {
            let mut state = state.lock().unwrap();
            let number = state.seen.len();
            state.seen.push(seen.clone());
            if let Some(always) = &mut state.always {
                always(number)
            } else if let Some(exchange) = state.script.pop_front() {
                if let Err(problem) = (exchange.check)(&seen) {
                    state.problems.push(problem);
                }
                exchange.act
            } else {
                let problem = format!("unexpected request: {} {}", seen.method, seen.target);
                state.problems.push(problem);
                Act::SendAndClose(answer(418, &[], "unexpected"))
            }
        };
        if !perform(&mut stream, act, &state).await {
            return;
        }
    }
}

/// Performs the reaction and returns `true` if the connection goes on.
async fn perform(stream: &mut TcpStream, act: Act, state: &Mutex<State>) -> bool {
    match act {
        Act::Send(bytes) => stream.write_all(&bytes).await.is_ok(),
        Act::SendAndClose(bytes) => {
            let _gone = stream.write_all(&bytes).await;
            let _closed = stream.shutdown().await;
            false
        }
        Act::Late(wait, act) => {
            tokio::time::sleep(wait).await;
            Box::pin(perform(stream, *act, state)).await
        }
        Act::Drip { head, piece, every } => {
            let mut alive = stream.write_all(&head).await.is_ok();
            while alive {
                tokio::time::sleep(every).await;
                alive = stream.write_all(&piece).await.is_ok();
            }
            false
        }
        Act::Pieces(every, pieces) => {
            let _no_delay = stream.set_nodelay(true);
            for piece in pieces {
                tokio::time::sleep(every).await;
                if stream.write_all(&piece).await.is_err() {
                    return false;
                }
            }
            true
        }
        Act::Closing(act) => {
            Box::pin(perform(stream, *act, state)).await;
            let _closed = stream.shutdown().await;
            false
        }
        Act::InTurn(acts) => {
            for act in acts {
                if !Box::pin(perform(stream, act, state)).await {
                    return false;
                }
            }
            true
        }
        Act::Reset => {
            stream.set_zero_linger().expect("a socket option");
            false
        }
        Act::Hang => {
            let mut byte = [0];
            let _hung_up = stream.read(&mut byte).await;
            state.lock().unwrap().hung_up += 1;
            false
        }
        Act::Huge(bytes) => {
            huge(stream, bytes).await;
            false
        }
    }
}

/// Sends a chunked body of so many bytes.
async fn huge(stream: &mut TcpStream, mut left: u64) {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut alive = stream.write_all(head.as_bytes()).await.is_ok();
    let chunk = [b"10000\r\n".as_slice(), &vec![b' '; 0x10000], b"\r\n"].concat();
    while alive && left > 0 {
        alive = stream.write_all(&chunk).await.is_ok();
        left = left.saturating_sub(0x10000);
    }
    let _gone = stream.write_all(b"0\r\n\r\n").await;
}

/// The next request; `None` when the client is gone or speaks something else.
async fn read(stream: &mut TcpStream, pending: &mut Vec<u8>) -> Option<Seen> {
    let head = loop {
        if let Some(end) = find(pending, b"\r\n\r\n") {
            let rest = pending.split_off(end + 4);
            break std::mem::replace(pending, rest);
        }
        // A TLS handshake: it won't become HTTP.
        if pending.first() == Some(&0x16) {
            return Some(Seen::default());
        }
        if stream.read_buf(pending).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let mut seen = Seen {
        method: first.next()?.to_owned(),
        target: first.next()?.to_owned(),
        ..Seen::default()
    };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        seen.headers
            .insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length: usize = match seen.headers.get("content-length") {
        Some(length) => length.parse().ok()?,
        None => 0,
    };
    while pending.len() < length {
        if stream.read_buf(pending).await.ok()? == 0 {
            return None;
        }
    }
    let rest = pending.split_off(length);
    seen.body = String::from_utf8(std::mem::replace(pending, rest)).ok()?;
    Some(seen)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}
