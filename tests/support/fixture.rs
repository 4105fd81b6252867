//! Wire fixtures: one file is one scenario, with the call, the whole request, the answer and what
//! becomes of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::sent::{Failure, Reply, sent};
use driftless::dialect::Form;
use driftless::provider::{Parameters, Provider, Request, Role, Turn};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::loopback::{Act, Exchange, Loopback, Seen, answer};
use crate::ordered::{Ordered, minified};

/// Headers that every HTTP client sends and that say nothing about the API.
const TRANSPORT_HEADERS: &[&str] = &[
    "host",
    "accept",
    "accept-encoding",
    "content-length",
    "user-agent",
];

/// One scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    /// The case that it shows.
    pub about: String,
    /// Settings of the provider that the test knows by name.
    #[serde(default)]
    pub provider: Vec<String>,
    pub call: Call,
    pub request: Sent,
    pub response: Received,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// The neutral request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    pub model: String,
    pub system: Option<String>,
    pub turns: Vec<(String, String)>,
    pub form: FormKind,
    pub max_output_tokens: Option<u32>,
    pub temperature: Option<f64>,
    pub effort: Option<String>,
}

/// A way to ask for structured output.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    Schema(Schema),
    Tool(Schema),
    JsonMode,
    Text,
}

/// A schema and its name.
#[derive(Debug, Deserialize)]
pub struct Schema {
    pub name: String,
    pub description: Option<String>,
    pub schema: Ordered,
}

/// The request on the wire.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Box<RawValue>,
}

/// The answer on the wire.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub body: Box<RawValue>,
}

/// The expected result.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Reply(ExpectedReply),
    Failure(ExpectedFailure),
}

/// A reply.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectedReply {
    pub text: String,
    pub served_model: Option<String>,
    pub request_id: Option<String>,
    /// input, cached, `cache_written`, output, reasoning
    pub usage: Option<[u64; 5]>,
}

/// A failure.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectedFailure {
    /// The class' words.
    pub class: String,
    pub message: Option<String>,
    pub code: Option<String>,
    pub retry_after_ms: Option<u64>,
    pub request_id: Option<String>,
    pub usage: Option<[u64; 5]>,
}

/// The fixtures in `tests/fixtures/<folder>`, by file name.
pub fn all(folder: &str) -> Vec<(PathBuf, Fixture)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .filter(|path| !path.ends_with("errors.json"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let fixture = serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, fixture)
        })
        .collect()
}

/// Plays all fixtures of `folder`, of which there are at least `least`.
pub async fn play_all<P: Provider>(
    folder: &str,
    least: usize,
    make: impl Fn(&str, &[String]) -> P,
) {
    let fixtures = all(folder);
    assert!(fixtures.len() >= least, "only {} fixtures", fixtures.len());
    for (path, fixture) in fixtures {
        println!("{}: {}", path.display(), fixture.about);
        fixture.play(&make).await;
    }
}

/// One row of `errors.json`: an answer and the failure that it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCase {
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub body: Box<RawValue>,
    pub failure: ExpectedFailure,
}

/// Plays all rows of `<folder>/errors.json`.
pub async fn play_errors<P: Provider>(folder: &str, make: impl Fn(&str) -> P) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(folder)
        .join("errors.json");
    let text = std::fs::read_to_string(path).expect("a readable file");
    let cases: Vec<ErrorCase> = serde_json::from_str(&text).expect("a list of errors");
    for case in cases {
        println!("{} {}", case.status, case.body);
        let response = Received {
            status: case.status,
            headers: case.headers,
            body: case.body,
        };
        let server = Loopback::start([Exchange::any(Act::Send(response.bytes()))]).await;
        let turns = [Turn::user("hello")];
        let provider = make(&server.url());
        let request = Request::new("model-1", &turns, &Form::Text);
        let failure = sent(&provider, &request).await.expect_err("a failure");
        server.finish();
        case.failure.check(&failure);
        assert_eq!(failure.metadata.status, Some(case.status));
    }
}

impl Fixture {
    /// Plays the scenario against the provider that `make` sets up for a base URL.
    pub async fn play<P: Provider>(&self, make: impl FnOnce(&str, &[String]) -> P) {
        let expected = self.request.clone();
        let server = Loopback::start([Exchange::new(
            move |seen| expected.check(seen),
            Act::Send(self.response.bytes()),
        )])
        .await;
        let provider = make(&server.url(), &self.provider);
        let outcome = self.call.send(&provider).await;
        server.finish();
        self.outcome.check(outcome);
    }
}

impl Clone for Sent {
    fn clone(&self) -> Self {
        Self {
            path: self.path.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }
}

impl Sent {
    /// Compares the whole request; the order of keys counts.
    pub fn check(&self, seen: &Seen) -> Result<(), String> {
        let mut headers = seen.headers.clone();
        headers.retain(|name, _| !TRANSPORT_HEADERS.contains(&name.as_str()));
        let expected = (
            "POST",
            self.path.as_str(),
            &self.headers,
            minified(self.body.get()),
        );
        let found = (
            seen.method.as_str(),
            seen.target.as_str(),
            &headers,
            seen.body.clone(),
        );
        if expected == found {
            return Ok(());
        }
        Err(format!(
            "another request than expected\nexpected {expected:#?}\nfound {found:#?}"
        ))
    }
}

impl Received {
    pub fn bytes(&self) -> Vec<u8> {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        answer(self.status, &headers, self.body.get())
    }
}

impl Call {
    pub async fn send(&self, provider: &dyn Provider) -> Result<Reply, Failure> {
        let turns: Vec<Turn> = self
            .turns
            .iter()
            .map(|(role, text)| match role.as_str() {
                "user" => Turn::user(text),
                "assistant" => Turn::assistant(text),
                other => panic!("unknown role {other}"),
            })
            .collect();
        assert_eq!(turns.last().map(|turn| turn.role), Some(Role::User));
        let form = self.form.to_form();
        let mut parameters = Parameters::default();
        parameters.max_output_tokens = self.max_output_tokens;
        parameters.temperature = self.temperature;
        parameters.effort.clone_from(&self.effort);
        let mut request = Request::new(&self.model, &turns, &form);
        request.system = self.system.as_deref();
        request.parameters = &parameters;
        sent(provider, &request).await
    }
}

/// Fails instead of hanging.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future)
        .await
        .expect("a result within a minute")
}

impl FormKind {
    pub fn to_form(&self) -> Form {
        match self {
            Self::Schema(schema) => Form::Schema {
                name: schema.name.clone(),
                description: schema.description.clone(),
                schema: schema.schema.0.clone(),
            },
            Self::Tool(schema) => Form::Tool {
                name: schema.name.clone(),
                description: schema.description.clone(),
                schema: schema.schema.0.clone(),
            },
            Self::JsonMode => Form::JsonMode,
            Self::Text => Form::Text,
        }
    }
}

fn usage(facts: &driftless::provider::AttemptMetadata) -> Option<[u64; 5]> {
    facts.usage.map(|usage| {
        [
            usage.input,
            usage.cached,
            usage.cache_written,
            usage.output,
            usage.reasoning,
        ]
    })
}

impl Outcome {
    pub fn check(&self, outcome: Result<Reply, Failure>) {
        match (self, outcome) {
            (Self::Reply(expected), Ok(reply)) => {
                assert_eq!(reply.text, expected.text);
                assert_eq!(reply.metadata.served_model, expected.served_model);
                assert_eq!(reply.metadata.request_id, expected.request_id);
                assert_eq!(usage(&reply.metadata), expected.usage);
                assert_eq!(reply.metadata.status, Some(200));
                assert!(reply.metadata.headers_after.is_some());
            }
            (Self::Failure(expected), Err(failure)) => expected.check(&failure),
            (expected, found) => panic!("expected {expected:#?}\nfound {found:#?}"),
        }
    }
}

impl ExpectedFailure {
    pub fn check(&self, failure: &Failure) {
        assert_eq!(failure.class.as_str(), self.class, "{failure:#?}");
        if let Some(message) = &self.message {
            assert_eq!(&failure.message, message);
        }
        assert_eq!(failure.code, self.code, "{failure:#?}");
        let wait = self.retry_after_ms.map(Duration::from_millis);
        assert_eq!(failure.retry_after, wait, "{failure:#?}");
        if self.request_id.is_some() {
            assert_eq!(failure.metadata.request_id, self.request_id);
        }
        if self.usage.is_some() {
            assert_eq!(usage(&failure.metadata), self.usage);
        }
    }
}
