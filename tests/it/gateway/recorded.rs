//! Recorded answers of real gateways: each gets its verdict, and no answer of another model passes.

use std::fmt::Write;
use std::path::Path;

use driftless::provider::{LiteLlm, Portkey, Served};
use driftless::receipt::Attempt;
use driftless_tests::loopback::answer;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Debug, Deserialize)]
struct Case {
    #[serde(rename = "case")]
    name: String,
    note: String,
    /// The model that was asked for.
    model: String,
    /// Requests that reached the upstream, in order: its behaviour and the model.
    hits: Vec<String>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<Box<RawValue>>,
    sse: Option<Vec<String>>,
}

fn cases(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/gateways")
        .join(file);
    let text = std::fs::read_to_string(path).expect("a readable file");
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(read).collect()
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let body = match (&self.body, &self.sse) {
            (Some(body), _) => body.get().to_owned(),
            (None, Some(lines)) => lines
                .iter()
                .fold(String::new(), |text, line| text + line + "\n\n"),
            (None, None) => String::new(),
        };
        answer(self.status, &headers, body)
    }

    /// Returns `true` if the last upstream that was asked is the first of them, and names the model
    /// that it was asked for.
    fn is_honest(&self) -> bool {
        let place = |hit: &String| hit.split(':').next().map(str::to_owned);
        let last = self.hits.last().and_then(place);
        self.hits.first().and_then(place) == last && last.as_deref() == Some("good")
    }

    /// One line of the table.
    fn shown(&self, attempt: &Attempt) -> String {
        let verdict = attempt
            .served
            .map_or_else(|| "nothing served".to_owned(), |served| served.to_string());
        let reason = attempt.served_reason.as_deref().unwrap_or("by its name");
        let failure = attempt
            .failure
            .map_or_else(|| "taken".to_owned(), |class| class.to_string());
        format!(
            "{} ({})\n  {} served {:?}\n  {verdict}: {reason}; {failure}\n",
            self.name,
            self.note,
            self.hits.join(" "),
            attempt.served_model.as_deref().unwrap_or("?"),
        )
    }
}

fn accepted(attempt: &Attempt) -> bool {
    matches!(attempt.served, Some(Served::AsRequested | Served::Snapshot))
}

/// The deployment that a user of the lab's proxy would name for each of its models.
fn deployment(model: &str) -> String {
    match model {
        "smart" => "smart-a".to_owned(),
        "ordered" => "ordered-a".to_owned(),
        "swapper" => "dep-swap".to_owned(),
        "a-to-noschema" => "dep-a2".to_owned(),
        "noschema" => "dep-noschema".to_owned(),
        _ => format!(
            "dep-{}",
            model
                .trim_start_matches("dep-")
                .trim_start_matches("model-")
        ),
    }
}

async fn litellm(file: &str) -> String {
    let mut table = String::new();
    for case in cases(file) {
        let provider = |url: &str| LiteLlm::new("sk-lab").base_url(url);
        let open = super::attempt(case.bytes(), |url| provider(url).model(&case.model)).await;
        if case.model != deployment(&case.model) {
            assert!(!accepted(&open), "{}", case.shown(&open));
        }
        let id = deployment(&case.model);
        let pinned = super::attempt(case.bytes(), |url| {
            provider(url).deployment(&id).model(&case.model)
        })
        .await;
        if accepted(&pinned) {
            // Only what the deployment's own upstream served.
            assert_eq!(case.hits.len(), 1, "{}", case.shown(&pinned));
        }
        write!(table, "{}  with {id}: ", case.shown(&open)).unwrap();
        table.push_str(
            case.shown(&pinned)
                .lines()
                .last()
                .unwrap_or_default()
                .trim(),
        );
        table.push('\n');
    }
    table
}

#[tokio::test]
async fn litellm_1_106_2() {
    insta::assert_snapshot!(litellm("litellm-1.106.2.jsonl").await);
}

#[tokio::test]
async fn litellm_1_85_0() {
    insta::assert_snapshot!(litellm("litellm-1.85.0.jsonl").await);
}

#[tokio::test]
async fn litellm_1_75_8() {
    insta::assert_snapshot!(litellm("litellm-1.75.8.jsonl").await);
}

#[tokio::test]
async fn portkey_1_15_2() {
    let mut table = String::new();
    for case in cases("portkey-1.15.2.jsonl") {
        let attempt = super::attempt(case.bytes(), |url| {
            Portkey::at(url)
                .provider("openai", "key-of-the-vendor")
                .model(&case.model)
        })
        .await;
        assert!(
            !accepted(&attempt) || case.is_honest(),
            "{}",
            case.shown(&attempt)
        );
        table.push_str(&case.shown(&attempt));
    }
    insta::assert_snapshot!(table);
}
