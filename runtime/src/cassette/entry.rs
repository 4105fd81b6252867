//! One line of a cassette: a request, what came back and when, and how it ended.

use std::collections::BTreeMap;
use std::time::Duration;

use ::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The version that is written, and the only one that is read.
pub(super) const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) driftless_cassette: u32,
}

/// Any other line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) request: Asked,
    /// None if the exchange ended before there was any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) response: Option<Answered>,
    pub(super) end: End,
}

/// The key of a request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    pub(super) provider: String,
    pub(super) method: String,
    /// With the query parameters that are kept; without the host.
    pub(super) path: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub(super) headers: BTreeMap<String, Values>,
    pub(super) body: Box<RawValue>,
}

/// An answer; times in microseconds since the request began.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answered {
    pub(super) at_us: u64,
    pub(super) status: u16,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub(super) headers: BTreeMap<String, Values>,
    pub(super) chunks: Vec<Chunk>,
}

/// A header's values: nearly always one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Values {
    One(String),
    Several(Vec<String>),
}

impl Values {
    pub(super) fn each(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Several(values) => values,
        }
    }
}

impl From<Vec<String>> for Values {
    fn from(mut values: Vec<String>) -> Self {
        match (values.pop(), values.is_empty()) {
            (Some(one), true) => Self::One(one),
            (last, _) => {
                values.extend(last);
                Self::Several(values)
            }
        }
    }
}

/// A piece of a body, as it arrived: text, unless the piece by itself is no UTF-8.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chunk {
    pub(super) at_us: u64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    base64: Option<String>,
}

impl Chunk {
    pub(super) fn new(at_us: u64, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self {
                at_us,
                text: Some(text),
                base64: None,
            },
            Err(error) => Self {
                at_us,
                text: None,
                base64: Some(STANDARD.encode(error.as_bytes())),
            },
        }
    }

    fn into_bytes(self) -> Result<Vec<u8>, String> {
        match (self.text, self.base64) {
            (Some(text), None) => Ok(text.into_bytes()),
            (None, Some(base64)) => STANDARD
                .decode(base64)
                .map_err(|error| format!("a chunk is no Base64 ({error})")),
            _ => Err("a chunk has neither `text` nor `base64`, or both".to_owned()),
        }
    }
}

/// The end of an exchange.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum End {
    /// The answer is whole.
    Complete { at_us: u64 },
    /// Whoever asked went away before: a time limit, a cancelled call, or an answer that was no use
    /// to read on.
    Abandoned { at_us: u64 },
    /// The connection failed.
    Failed {
        at_us: u64,
        stage: Place,
        /// By the limit on connecting.
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        timed_out: bool,
        message: String,
        /// The errors behind it, the nearest first.
        causes: Vec<String>,
    },
}

/// Where it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    Connect,
    Headers,
    Unreadable,
    Body,
}

/// An entry as it is replayed.
#[derive(Debug)]
pub(super) struct Recording {
    /// Where it stands in the file, from 1.
    pub(super) line: usize,
    pub(super) request: Asked,
    pub(super) response: Option<Response>,
    pub(super) end: End,
}

#[derive(Debug)]
pub(super) struct Response {
    pub(super) at: Duration,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) chunks: Vec<(Duration, Vec<u8>)>,
}

impl Recording {
    /// Takes an entry in; the error says what in it can't be.
    pub(super) fn new(line: usize, entry: Entry) -> Result<Self, String> {
        let Entry {
            request,
            response,
            end,
        } = entry;
        let whole = match &end {
            End::Complete { .. } => response.is_some(),
            End::Abandoned { .. } => true,
            End::Failed { stage, .. } => response.is_some() == (*stage == Place::Body),
        };
        if !whole {
            return Err("`response` and `end` contradict each other".to_owned());
        }
        Ok(Self {
            line,
            request,
            response: response.map(Response::new).transpose()?,
            end,
        })
    }
}

impl Response {
    fn new(answered: Answered) -> Result<Self, String> {
        if !(100..=999).contains(&answered.status) {
            return Err(format!("{} is no status of HTTP", answered.status));
        }
        let mut headers = HeaderMap::new();
        for (name, values) in &answered.headers {
            let header = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_invalid| format!("{name:?} can't be a header's name"))?;
            for value in values.each() {
                let value = HeaderValue::from_bytes(value.as_bytes())
                    .map_err(|_invalid| format!("the header `{name}` can't have this value"))?;
                headers.append(header.clone(), value);
            }
        }
        let chunks = answered.chunks.into_iter().map(|chunk| {
            let at = Duration::from_micros(chunk.at_us);
            Ok((at, chunk.into_bytes()?))
        });
        Ok(Self {
            at: Duration::from_micros(answered.at_us),
            status: answered.status,
            headers,
            chunks: chunks.collect::<Result<_, String>>()?,
        })
    }
}
