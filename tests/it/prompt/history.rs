//! A conversation before the user message, on every wire.

use driftless::dialect::{AnthropicSchema, Dialect, GeminiSchema, MistralSchema, OpenAiSchema};
use driftless::prompt::{Content, Conversation, Example, Part, RenderedPrompt};
use driftless::provider::{Anthropic, Gemini, Mistral, Model, OpenAi, Turn};
use driftless::receipt::PromptRecord;
use driftless::{Ask, Contract, FailureClass, Plan, Prompt};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback};
use serde_json::{Value, json};

#[derive(Debug, PartialEq, Contract)]
struct Reply {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Reply, system = "You answer.", user = "{question}")]
struct Chat<'a> {
    #[prompt(history)]
    before: &'a Conversation,
    question: &'a str,
}

#[derive(Prompt)]
#[prompt(output = Reply, user = "{question}", examples = examples)]
struct Taught {
    #[prompt(history)]
    before: Vec<Turn>,
    question: &'static str,
}

fn examples() -> Vec<Example<Reply>> {
    let asked = Taught {
        before: Vec::new(),
        question: "Ready?",
    };
    let answered = Reply {
        text: "Yes.".to_owned(),
    };
    vec![Example::new(&asked, answered)]
}

fn reply(text: &str) -> Reply {
    Reply {
        text: text.to_owned(),
    }
}

/// Returns the body that a plan of `model` sends for `prompt`.
async fn sent<D: Dialect, P: Prompt<Output = Reply>>(
    model: impl FnOnce(&str) -> Model<D>,
    prompt: P,
) -> Value {
    let server = Loopback::start([Exchange::any(Act::Reset)]).await;
    let plan = Plan::<P>::primary(model(&server.url())).build().unwrap();
    within(plan.call(prompt)).await.unwrap_err();
    serde_json::from_slice(server.finish()[0].body.as_bytes()).unwrap()
}

fn chat(url: &str) -> Model<OpenAiSchema> {
    let provider = OpenAi::new("key").base_url(url).chat();
    provider.model("gpt-6.1-terra")
}

fn responses(url: &str) -> Model<OpenAiSchema> {
    OpenAi::new("key").base_url(url).model("gpt-6.1-terra")
}

fn anthropic(url: &str) -> Model<AnthropicSchema> {
    let provider = Anthropic::new("key").base_url(url);
    provider.model("claude-haiku-4-5")
}

fn gemini(url: &str) -> Model<GeminiSchema> {
    Gemini::new("key").base_url(url).model("gemini-3.8-flash")
}

fn mistral(url: &str) -> Model<MistralSchema> {
    let provider = Mistral::new("key").base_url(url);
    provider.model("mistral-large-4")
}

#[tokio::test]
async fn every_vendor_is_sent_the_conversation_before_the_question() {
    let mut conversation = Conversation::new();
    conversation.record("Where is it?", &reply("In Oslo."));
    let prompt = || Chat {
        before: &conversation,
        question: "When does it come?",
    };
    let answer = r#"{"text":"In Oslo."}"#;
    let messages = |system: &str| {
        json!([
            {"role": system, "content": "You answer."},
            {"role": "user", "content": "Where is it?"},
            {"role": "assistant", "content": answer},
            {"role": "user", "content": "When does it come?"},
        ])
    };
    assert_eq!(
        sent(chat, prompt()).await["messages"],
        messages("developer")
    );
    assert_eq!(
        sent(responses, prompt()).await["input"],
        messages("developer")
    );
    assert_eq!(
        sent(mistral, prompt()).await["messages"],
        messages("system")
    );
    let body = sent(anthropic, prompt()).await;
    assert_eq!(body["system"], "You answer.");
    assert_eq!(
        body["messages"].as_array().unwrap()[..],
        messages("").as_array().unwrap()[1..]
    );
    let body = sent(gemini, prompt()).await;
    assert_eq!(
        body["contents"],
        json!([
            {"role": "user", "parts": [{"text": "Where is it?"}]},
            {"role": "model", "parts": [{"text": answer}]},
            {"role": "user", "parts": [{"text": "When does it come?"}]},
        ])
    );
}

/// Roles alternate on every wire, and each part stays a part.
#[tokio::test]
async fn turns_of_one_role_in_a_row_are_one_message_of_several_parts() {
    let prompt = || Taught {
        before: vec![
            Turn::user("One."),
            Turn::assistant("Two."),
            Turn::assistant("Three."),
            Turn::user(
                ["Four.", "Five."]
                    .map(Part::from)
                    .into_iter()
                    .collect::<Content>(),
            ),
        ],
        question: "Six?",
    };
    let parts = |kind: &str, texts: &[&str]| -> Value {
        texts
            .iter()
            .map(|text| json!({"type": kind, "text": text}))
            .collect()
    };
    let expected = |input: &str, output: &str| {
        json!([
            {"role": "user", "content": "Ready?"},
            {"role": "assistant", "content": r#"{"text":"Yes."}"#},
            {"role": "user", "content": "One."},
            {"role": "assistant", "content": parts(output, &["Two.", "Three."])},
            {"role": "user", "content": parts(input, &["Four.", "Five.", "Six?"])},
        ])
    };
    let body = sent(chat, prompt()).await;
    assert_eq!(body["messages"], expected("text", "text"));
    let body = sent(responses, prompt()).await;
    assert_eq!(body["input"], expected("input_text", "output_text"));
    let body = sent(anthropic, prompt()).await;
    assert_eq!(body["messages"], expected("text", "text"));
}

#[tokio::test]
async fn a_history_that_vendors_refuse_is_sent_to_nobody() {
    let refused = [
        (
            vec![Turn::assistant("Hello, how can I help?")],
            "begins with a turn of the model",
        ),
        (
            vec![Turn::user("One."), Turn::assistant(" \n")],
            "turn 1 of the history, counted from 0, has no content",
        ),
        (
            vec![Turn::user([].into_iter().collect::<Content>())],
            "turn 0 of the history, counted from 0, has no content",
        ),
    ];
    for (history, words) in refused {
        let server = Loopback::start([]).await;
        let plan = Plan::<Ask<Reply>>::primary(chat(&server.url()))
            .build()
            .unwrap();
        let call = plan.call(Ask::new("Well?").history(&history[..]));
        let error = within(call).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::BadRequest);
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.receipt().attempts.is_empty());
        assert_eq!(server.connections(), 0);
        assert!(server.finish().is_empty());
    }
}

#[test]
fn a_history_has_a_digest_of_its_own_and_comes_back_from_json() {
    let said = |history: Vec<Turn>| RenderedPrompt::new(None, "x").with_history(history);
    let all = [
        said(Vec::new()),
        said(vec![Turn::user("a"), Turn::assistant("b")]),
        said(vec![Turn::user("a"), Turn::user("b")]),
        said(vec![Turn::user("ab")]),
    ];
    let digests = all.clone().map(|prompt| PromptRecord::digest(&prompt));
    for (at, (digest, prompt)) in digests.iter().zip(&all).enumerate() {
        assert!(!digests[..at].contains(digest), "{at}");
        let json = serde_json::to_string(prompt).unwrap();
        assert_eq!(
            &serde_json::from_str::<RenderedPrompt>(&json).unwrap(),
            prompt
        );
    }
    let json = serde_json::to_value(&all[0]).unwrap();
    assert_eq!(json, json!({"system": null, "user": "x"}));
}

#[test]
fn a_conversation_is_kept_as_json_and_is_cut_at_a_turn_of_the_application() {
    let mut conversation = Conversation::new();
    for at in 0..3 {
        conversation.record(format!("question {at}"), &reply("yes"));
    }
    let json = serde_json::to_value(&conversation).unwrap();
    assert_eq!(json[0], json!({"role": "user", "content": "question 0"}));
    let again: Conversation = serde_json::from_value(json).unwrap();
    assert_eq!(again, conversation);
    for (most, left) in [(9, 6), (6, 6), (5, 4), (4, 4), (3, 2), (1, 0), (0, 0)] {
        let mut kept = conversation.clone();
        kept.keep_last(most);
        assert_eq!(kept.turns(), &conversation.turns()[6 - left..], "{most}");
    }
}

/// Evidence for a prompt without history says nothing of one with it.
#[test]
fn a_history_is_part_of_the_fingerprint() {
    #[derive(Prompt)]
    #[prompt(output = Reply, system = "You answer.", user = "{question}", name = "Chat")]
    struct Alone<'a> {
        question: &'a str,
    }
    assert_eq!(Alone { question: "x" }.user(), "x");
    assert_ne!(Alone::prompt_fingerprint(), Chat::prompt_fingerprint());
}
