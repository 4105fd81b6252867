//! Content is a list of parts: none is lost, reordered or merged, in memory, in JSON or on any
//! wire.

use driftless::dialect::Form;
use driftless::prompt::{Content, Part, RenderedPrompt};
use driftless::provider::{Request, Turn};
use driftless::receipt::PromptRecord;
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::provider::every;

fn parts(texts: &[&str]) -> Content {
    texts.iter().map(|text| Part::from(*text)).collect()
}

#[test]
fn one_text_is_a_string_and_several_parts_are_a_list() {
    let one = Content::from("a");
    assert_eq!(one, parts(&["a"]));
    assert_eq!(serde_json::to_value(&one).unwrap(), json!("a"));
    let two = parts(&["a", ""]);
    assert_ne!(one, two);
    assert_eq!(two.as_text(), None);
    assert_eq!(two.to_string(), "a");
    assert_eq!(serde_json::to_value(&two).unwrap(), json!(["a", ""]));
    assert_eq!(parts(&[]).parts().len(), 0);
    assert_eq!(Content::default(), "");
}

#[test]
fn content_comes_back_from_json_as_it_was() {
    let mut random = SmallRng::seed_from_u64(20_261_130);
    for _ in 0..500 {
        let texts: Vec<String> = (0..random.random_range(0..5))
            .map(|_| "ä\n\"".repeat(random.random_range(0..3)))
            .collect();
        let content: Content = texts.iter().map(|text| Part::from(text.as_str())).collect();
        let kept: Vec<&str> = content.parts().iter().filter_map(Part::as_text).collect();
        assert_eq!(kept, texts);
        let bytes: usize = texts.iter().map(String::len).sum();
        assert_eq!(content.text_bytes(), bytes);
        let json = serde_json::to_string(&content).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), content);
    }
}

#[test]
fn another_division_into_parts_has_another_digest() {
    let all = [
        parts(&["ab", "c"]),
        parts(&["a", "bc"]),
        parts(&["abc"]),
        parts(&["abc", ""]),
        parts(&["", "abc"]),
        parts(&[]),
        parts(&[""]),
    ];
    let digests = all.map(|content| PromptRecord::digest(&RenderedPrompt::new(None, content)));
    for (index, digest) in digests.iter().enumerate() {
        assert!(!digests[..index].contains(digest), "{index}");
    }
}

/// Returns the content of the last message of a body, and how the API writes a part of text.
fn last(api: &str, body: &Value) -> Value {
    let list = match api {
        "responses" => "input",
        "gemini" => "contents",
        _ => "messages",
    };
    let message = body[list].as_array().unwrap().last().unwrap();
    message[if api == "gemini" { "parts" } else { "content" }].clone()
}

fn text_part(api: &str, text: &str) -> Value {
    match api {
        "responses" => json!({"type": "input_text", "text": text}),
        "gemini" => json!({"text": text}),
        _ => json!({"type": "text", "text": text}),
    }
}

#[tokio::test]
async fn every_vendor_is_sent_every_part_in_its_order() {
    for texts in [vec!["a"], vec!["a", "b", "a"], vec!["", "b"]] {
        let turns = [Turn::user(parts(&texts))];
        let apis: Vec<&str> = every("key", "").iter().map(|(api, _)| *api).collect();
        for api in apis {
            let expected = match (api, texts.as_slice()) {
                ("gemini", _) | (_, [_, _, ..]) => {
                    texts.iter().map(|text| text_part(api, text)).collect()
                }
                (_, texts) => json!(texts[0]),
            };
            let check = move |seen: &driftless_tests::loopback::Seen| {
                let body: Value = serde_json::from_slice(seen.body.as_bytes()).unwrap();
                let found = last(api, &body);
                (found == expected)
                    .then_some(())
                    .ok_or_else(|| format!("{api}: {expected} {found}"))
            };
            let server = Loopback::start([Exchange::new(check, Act::Reset)]).await;
            let mut providers = every("key", &server.url());
            let at = providers.iter().position(|(name, _)| *name == api).unwrap();
            let (_, provider) = providers.swap_remove(at);
            let request = Request::new("model-1", &turns, &Form::Text);
            within(provider.send(&request)).await.unwrap_err();
            server.finish();
        }
    }
}
