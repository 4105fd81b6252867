//! The verdict on who served: each name of an answer is judged alone, the worst verdict counts, and
//! the narrowest remedy is named first.

use driftless::dialect::{Dialect, Instructions};
use driftless::provider::{
    Anthropic, Compatible, Gemini, LiteLlm, Model, OpenAi, OpenRouter, Portkey, Served,
};
use driftless::receipt::Attempt;
use driftless::{Ask, FailureClass, Plan, Price, usd};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::stream::frame;
use serde_json::{Value, json};

fn stream(api: &str, events: &[Value]) -> Act {
    let mut events: Vec<String> = events.iter().map(Value::to_string).collect();
    if api == "chat" {
        events.push("[DONE]".to_owned());
    }
    let kind = [("content-type", "text/event-stream")];
    Act::Send(answer(200, &kind, frame(api, &events)))
}

/// A stream of chat whose pieces name `models` in turn.
pub(super) fn chat(models: &[&str]) -> Act {
    let piece = |model: &str, text: &str, finish: Option<&str>| {
        json!({"model": model, "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}})
    };
    let last = models.len() - 1;
    let events: Vec<Value> = models
        .iter()
        .enumerate()
        .map(|(index, model)| {
            if index == last {
                piece(model, "7", Some("stop"))
            } else {
                piece(model, "", None)
            }
        })
        .collect();
    stream("chat", &events)
}

fn responses(models: [&str; 2]) -> Act {
    let output = json!([{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "7"}]}]);
    stream(
        "responses",
        &[
            json!({"type": "response.created", "response": {"model": models[0], "status": "in_progress", "output": []}}),
            json!({"type": "response.completed", "response": {"model": models[1], "status": "completed", "output": output, "usage": {"input_tokens": 100, "output_tokens": 10}}}),
        ],
    )
}

fn gemini(models: [&str; 2]) -> Act {
    let piece = |model: &str, text: &str| {
        json!({"modelVersion": model, "candidates": [{"content": {"role": "model", "parts": [{"text": text}]}}],
            "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 10}})
    };
    let mut last = piece(models[1], "");
    last["candidates"][0]["finishReason"] = json!("STOP");
    stream("gemini", &[piece(models[0], "7"), last])
}

fn anthropic(models: [&str; 2]) -> Act {
    let start = |model: &str| json!({"type": "message_start", "message": {"model": model, "content": [], "usage": {"input_tokens": 100, "output_tokens": 1}}});
    stream(
        "anthropic",
        &[
            start(models[0]),
            start(models[1]),
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": "7"}}),
            json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 10}}),
            json!({"type": "message_stop"}),
        ],
    )
}

/// The record of a call that is answered by `act`, and the words of its error.
pub(super) async fn call<D: Dialect>(
    act: Act,
    make: impl FnOnce(&str) -> Model<D>,
) -> (Attempt, String) {
    let server = Loopback::start([Exchange::any(act)]).await;
    let price = Price::per_million(usd("1").unwrap(), usd("5").unwrap());
    let model = make(&server.url()).price(price);
    let plan = Plan::<Ask<u32>>::primary(model).build().unwrap();
    let outcome = within(plan.call(Ask::new("How many?"))).await;
    server.finish();
    let (mut receipt, words) = match outcome {
        Ok(answer) => (answer.receipt, String::new()),
        Err(error) => (error.receipt().clone(), error.to_string()),
    };
    (receipt.attempts.pop().unwrap(), words)
}

pub(super) fn words_only(model: Model<driftless::dialect::OpenAiSchema>) -> Model<Instructions> {
    model.instructions()
}

pub(super) fn check(about: &str, attempt: &Attempt, verdict: Served, named: &str) {
    assert_eq!(attempt.served, Some(verdict), "{about}");
    assert_eq!(attempt.served_model.as_deref(), Some(named), "{about}");
    if verdict == Served::Substituted {
        assert_eq!(attempt.failure, Some(FailureClass::Substituted), "{about}");
    } else {
        assert_eq!(attempt.failure, None, "{about}");
        assert_eq!(attempt.cost, Some(usd("0.00015").unwrap()), "{about}");
    }
}

#[tokio::test]
async fn an_alias_and_its_own_snapshot_are_a_snapshot() {
    let (alias, snapshot) = ("gpt-6.1-terra", "gpt-6.1-terra-2026-10-01");
    for order in [[alias, snapshot], [snapshot, alias]] {
        let make = |url: &str| words_only(OpenAi::new("k").base_url(url).model(alias));
        let (attempt, _) = call(responses(order), make).await;
        check("responses", &attempt, Served::Snapshot, snapshot);
        let make = |url: &str| words_only(OpenAi::new("k").base_url(url).chat().model(alias));
        let (attempt, _) = call(chat(&order), make).await;
        check("chat", &attempt, Served::Snapshot, snapshot);
        let make = |url: &str| words_only(Compatible::at(url).model(alias));
        let (attempt, _) = call(chat(&order), make).await;
        check("compatible", &attempt, Served::Snapshot, snapshot);
        let slugs = order.map(|name| format!("openai/{name}"));
        let make = |url: &str| {
            let model = OpenRouter::new("k").base_url(url);
            words_only(model.model("openai/gpt-6.1-terra"))
        };
        let (attempt, _) = call(chat(&[&slugs[0], &slugs[1]]), make).await;
        let named = format!("openai/{snapshot}");
        check("openrouter", &attempt, Served::Snapshot, &named);
        let make = |url: &str| {
            let model = Portkey::at(url).provider("openai", "k");
            words_only(model.model(format!("@openai/{alias}")))
        };
        let (attempt, _) = call(chat(&order), make).await;
        // It doesn't say which target served, but its names contradict nothing.
        assert_eq!(attempt.served, Some(Served::Unverifiable));
        assert_eq!(attempt.served_model.as_deref(), Some(snapshot));
    }
}

#[tokio::test]
async fn the_names_of_other_apis_are_judged_the_same_way() {
    let (alias, snapshot) = ("gpt-6.1-terra", "gpt-6.1-terra-2026-10-01");
    let make = |url: &str| {
        let model = Gemini::new("k").base_url(url);
        model.model("gemini-3.8-flash-latest").instructions()
    };
    for order in [
        ["gemini-3.8-flash-latest", "gemini-3.8-flash"],
        ["models/gemini-3.8-flash-latest", "models/gemini-3.8-flash"],
    ] {
        let (attempt, _) = call(gemini(order), make).await;
        check("gemini", &attempt, Served::Snapshot, "gemini-3.8-flash");
    }
    let make = |url: &str| {
        let model = Anthropic::new("k").base_url(url);
        model.model("claude-haiku-4-5").instructions()
    };
    let order = ["claude-haiku-4-5", "claude-haiku-4-5-20251001"];
    let (attempt, _) = call(anthropic(order), make).await;
    check("anthropic", &attempt, Served::Snapshot, order[1]);
    // The deployment is the one that was named, whichever of its model's names come.
    let make = |url: &str| {
        let model = LiteLlm::at(url).upstream_model("openai/gpt-6.1-terra");
        words_only(model.model("terra"))
    };
    let Act::Send(bytes) = chat(&[alias, snapshot]) else {
        unreachable!("a stream is sent");
    };
    let bytes = String::from_utf8(bytes).unwrap();
    let header = "\r\nx-litellm-model-name: openai/gpt-6.1-terra\r\n";
    let bytes = bytes.replacen("\r\n", header, 1).into_bytes();
    let (attempt, _) = call(Act::Send(bytes), make).await;
    assert_eq!(attempt.served, Some(Served::AsRequested));
}

#[tokio::test]
async fn one_other_name_in_an_answer_is_a_substitution() {
    let alias = "gpt-6.1-terra";
    let make = |url: &str| words_only(OpenAi::new("k").base_url(url).chat().model(alias));
    for names in [
        vec![alias, "gpt-6.1-luna"],
        vec!["gpt-6.1-luna", alias],
        vec![alias, "gpt-6.1-terra-2026-10-01", "gpt-6.1-luna"],
        vec![alias, "", "gpt-6.1-luna"],
    ] {
        let (attempt, words) = call(chat(&names), make).await;
        check(
            &format!("{names:?}"),
            &attempt,
            Served::Substituted,
            "gpt-6.1-luna",
        );
        assert!(words.contains("but gpt-6.1-luna served;"), "{words}");
    }
    let (attempt, _) = call(chat(&["a", alias, "b"]), make).await;
    check("two others", &attempt, Served::Substituted, "a, then b");
    let make = |url: &str| {
        let model = OpenRouter::new("k").base_url(url);
        words_only(model.model("openai/gpt-6.1-terra"))
    };
    let names = ["openai/gpt-6.1-terra", "openai/gpt-6.1-luna"];
    let (attempt, _) = call(chat(&names), make).await;
    check("openrouter", &attempt, Served::Substituted, names[1]);
    let make = |url: &str| words_only(OpenAi::new("k").base_url(url).model(alias));
    let (attempt, _) = call(responses([alias, "gpt-6.1-luna"]), make).await;
    check("responses", &attempt, Served::Substituted, "gpt-6.1-luna");
}

#[tokio::test]
async fn more_names_than_an_answer_can_have_are_noise() {
    let names: Vec<String> = (0..500).map(|number| format!("m-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let make = |url: &str| words_only(Compatible::at(url).model("m-0"));
    let (attempt, _) = call(chat(&names), make).await;
    assert_eq!(attempt.failure, Some(FailureClass::Malformed));
}

#[tokio::test]
async fn a_name_of_ones_own_is_expected_where_it_is_set() {
    let path = "/models/llama-3-8b.gguf";
    let make = |url: &str| words_only(Compatible::at(url).served_as(path).model("llama"));
    let (attempt, _) = call(chat(&[path]), make).await;
    check("as set", &attempt, Served::AsRequested, path);
    for other in ["llama", "/models/llama-3-70b.gguf"] {
        let (attempt, words) = call(chat(&[other]), make).await;
        check("another", &attempt, Served::Substituted, other);
        assert!(words.contains("`Compatible::served_as`"), "{words}");
    }
    let make = |url: &str| {
        words_only(
            Compatible::at(url)
                .served_as("gpt-5.5")
                .model("my-deployment"),
        )
    };
    let (attempt, _) = call(chat(&["gpt-5.5-2026-04-23"]), make).await;
    check(
        "its snapshot",
        &attempt,
        Served::Snapshot,
        "gpt-5.5-2026-04-23",
    );
}

/// Returns `words` without the address at their end, whose port differs in each run.
fn without_address(words: &str) -> &str {
    let (words, address) = words.rsplit_once(" (asked ").unwrap();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    words
}

#[tokio::test]
async fn the_narrow_remedy_of_a_substitution_is_named_before_the_blunt_one() {
    let make = |url: &str| words_only(Compatible::at(url).model("llama3"));
    let (_, words) = call(chat(&["llama3:latest"]), make).await;
    assert_eq!(
        without_address(&words),
        "llama3 (compatible): served by another model: asked for llama3, but llama3:latest served; if that is the model that you mean, ask for it by `.model(\"llama3:latest\")`, or say what shall serve by `Compatible::served_as`; `.accept(Served::Substituted)` takes the answer of any model"
    );
    let make = |url: &str| words_only(Compatible::at(url).model("llama3:latest"));
    let (attempt, _) = call(chat(&["llama3:latest"]), make).await;
    check("the remedy", &attempt, Served::AsRequested, "llama3:latest");
    let make = |url: &str| words_only(OpenAi::new("k").base_url(url).model("gpt-6.1-terra"));
    let (_, words) = call(responses(["x-1", "x-1"]), make).await;
    assert!(words.contains("ask for it by `.model(\"x-1\")`, or make `gpt-6.1-terra` an alias of it in a catalogue of yours; `.accept"), "{words}");
    let make = |url: &str| words_only(LiteLlm::at(url).model("terra"));
    let (_, words) = call(chat(&["luna"]), make).await;
    assert!(words.contains("`LiteLlm::upstream_model`"), "{words}");
}

#[tokio::test]
async fn an_answer_without_a_name_is_told_as_one() {
    for model in [Value::Null, json!(""), json!(7)] {
        let body = json!({"id": "x", "object": "chat.completion", "model": model,
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "7"}, "finish_reason": "stop"}]});
        let act = || Act::Send(answer(200, &[], body.to_string()));
        let make = |url: &str| words_only(Compatible::at(url).unary().model("llama"));
        let (attempt, words) = call(act(), make).await;
        assert_eq!(attempt.served, Some(Served::Unverifiable), "{model}");
        assert_eq!(
            without_address(&words),
            "llama (compatible): served by another model: asked for llama, and the reply does not say which model served; `.accept(Served::Unverifiable)` allows that"
        );
    }
}
