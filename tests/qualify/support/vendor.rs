//! A vendor on a loopback port whose models are as good as the test wants, and that counts every
//! call.
#![allow(dead_code, reason = "each test program uses a part")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// A reply to a call.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// This text, by the model that was asked.
    Says(String),
    /// This text, by another.
    SaysAs(&'static str, String),
    /// A refusal in the vendor's own words.
    Refuses,
    /// An error status with headers.
    Fails(u16, &'static str),
    /// Nothing; the connection is closed.
    HangsUp,
}

/// One call, as the vendor sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) model: &'a str,
    /// The number in the ticket.
    pub(crate) item: u64,
    /// All that the user's message says.
    pub(crate) said: &'a str,
    /// Number of times that this model was asked this before.
    pub(crate) before: usize,
    /// Number of calls before, of any kind.
    pub(crate) all: usize,
}

type Behave = Arc<dyn Fn(Asked<'_>) -> Reply + Send + Sync>;
type Calls = Arc<Mutex<BTreeMap<(String, u64), usize>>>;
/// Number of times that each model received each message.
type Told = Arc<Mutex<BTreeMap<(String, String), usize>>>;

/// A running vendor.
pub(crate) struct Vendor {
    port: u16,
    calls: Calls,
    told: Told,
    pub(crate) late: Arc<Mutex<Duration>>,
}

impl Vendor {
    /// Answers each call on a thread of its own.
    pub(crate) fn start(behave: impl Fn(Asked<'_>) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let behave: Behave = Arc::new(behave);
        let (calls, told) = (Calls::default(), Told::default());
        let late = Arc::new(Mutex::new(Duration::ZERO));
        let (counts, words, wait, all) = (
            Arc::clone(&calls),
            Arc::clone(&told),
            Arc::clone(&late),
            Arc::new(AtomicUsize::new(0)),
        );
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { continue };
                let (behave, counts, words, wait, all) = (
                    Arc::clone(&behave),
                    Arc::clone(&counts),
                    Arc::clone(&words),
                    Arc::clone(&wait),
                    Arc::clone(&all),
                );
                thread::spawn(move || {
                    // A client that was killed hangs up; that is what some tests are about.
                    let _gone = serve(stream, &behave, (&counts, &words), &wait, &all);
                });
            }
        });
        Self {
            port,
            calls,
            told,
            late,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Returns the number of calls of each model about each item.
    pub(crate) fn calls(&self) -> BTreeMap<(String, u64), usize> {
        self.calls.lock().unwrap().clone()
    }

    /// Returns the number of calls of a model.
    pub(crate) fn called(&self, model: &str) -> usize {
        let calls = self.calls();
        calls
            .iter()
            .filter(|((name, _), _)| name == model)
            .map(|(_, count)| count)
            .sum()
    }

    /// Returns the number of times that a model received each of its messages.
    pub(crate) fn told(&self, model: &str) -> BTreeMap<String, usize> {
        let told = self.told.lock().unwrap();
        let told = told.iter().filter(|((name, _), _)| name == model);
        told.map(|((_, said), count)| (said.clone(), *count))
            .collect()
    }

    pub(crate) fn all(&self) -> usize {
        self.calls().values().sum()
    }
}

fn serve(
    stream: TcpStream,
    behave: &Behave,
    (calls, told): (&Calls, &Told),
    late: &Mutex<Duration>,
    all: &AtomicUsize,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while stream.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let Ok(request) = serde_json::from_slice::<Value>(&body) else {
        return Ok(());
    };
    let model = request["model"].as_str().unwrap_or_default().to_owned();
    let messages = request["messages"].as_array().cloned().unwrap_or_default();
    let user = messages
        .last()
        .and_then(|message| message["content"].as_str().map(str::to_owned))
        .unwrap_or_default();
    let number = user.split("ticket ").nth(1).unwrap_or_default();
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    let item = number.parse().unwrap_or(u64::MAX);
    let before = count(calls, (model.clone(), item));
    count(told, (model.clone(), user.clone()));
    thread::sleep(*late.lock().unwrap());
    let all = all.fetch_add(1, Ordering::SeqCst);
    let asked = Asked {
        model: &model,
        item,
        said: &user,
        before,
        all,
    };
    let (status, headers, body) = match behave(asked) {
        Reply::Says(text) => (200, "", completion(&model, &text)),
        Reply::SaysAs(other, text) => (200, "", completion(other, &text)),
        Reply::Refuses => (200, "", refusal(&model)),
        Reply::Fails(status, headers) => (
            status,
            headers,
            json!({"error": {"message": "no", "type": "error", "code": null}}).to_string(),
        ),
        Reply::HangsUp => return Ok(()),
    };
    let head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let stream = stream.get_mut();
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    stream.flush()
}

/// One more; how many there were before.
fn count<K: Ord>(counts: &Mutex<BTreeMap<K, usize>>, key: K) -> usize {
    let mut counts = counts.lock().unwrap();
    let count = counts.entry(key).or_default();
    *count += 1;
    *count - 1
}

fn completion(model: &str, content: &str) -> String {
    json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": null}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    })
    .to_string()
}

fn refusal(model: &str) -> String {
    json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": null, "refusal": "I can't help with that."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    })
    .to_string()
}

/// The right document for an item.
pub(crate) fn right(item: u64) -> String {
    json!({"severity": if item.is_multiple_of(3) { "high" } else { "low" }, "refund_usd": if item.is_multiple_of(5) { json!(item) } else { json!(null) }}).to_string()
}

/// A document that keeps the contract and is wrong.
pub(crate) fn wrong(item: u64) -> String {
    json!({"severity": if item.is_multiple_of(3) { "low" } else { "high" }, "refund_usd": 1})
        .to_string()
}

/// Returns `true` if an event that happens in `per_mille` of 1000 items happens in this one;
/// another set for each `salt`.
pub(crate) fn chance(salt: u64, item: u64, per_mille: u64) -> bool {
    let mut hash =
        (salt.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ item).wrapping_add(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)) % 1000 < per_mille
}

/// Models that err in 3 %, 3 % and 40 % of items; each always says the same.
pub(crate) fn usual(asked: Asked<'_>) -> Reply {
    let (salt, errs) = match asked.model {
        "reference" => (1, 30),
        "equal" => (2, 30),
        "worse" => (3, 400),
        _ => (4, 0),
    };
    let item = asked.item;
    Reply::Says(if chance(salt, item, errs) {
        wrong(item)
    } else {
        right(item)
    })
}

/// A data set of so many items; every item says what is expected, or none does.
pub(crate) fn items(number: u64, expected: bool) -> String {
    (0..number)
        .map(|item| {
            let mut line = json!({"id": format!("t{item}"), "input": {"ticket": format!("This is ticket {item}.")}});
            if expected {
                line["expected"] = serde_json::from_str(&right(item)).unwrap();
            }
            format!("{line}\n")
        })
        .collect()
}
