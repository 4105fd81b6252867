//! Every provider can ask for an answer in one piece, and leaves out what only a stream has.

use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, OpenAi, OpenRouter, Portkey,
    Provider, Qwen, TokenMix,
};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::Value;

use super::{MIB, ask, says};

fn all(url: &str) -> Vec<(&'static str, Box<dyn Provider>)> {
    let key = "test-key";
    vec![
        (
            "responses",
            Box::new(OpenAi::new(key).base_url(url).unary()),
        ),
        (
            "chat",
            Box::new(OpenAi::new(key).base_url(url).chat().unary()),
        ),
        (
            "anthropic",
            Box::new(Anthropic::new(key).base_url(url).unary()),
        ),
        ("gemini", Box::new(Gemini::new(key).base_url(url).unary())),
        ("chat", Box::new(Mistral::new(key).base_url(url).unary())),
        ("chat", Box::new(DeepSeek::new(key).base_url(url).unary())),
        ("chat", Box::new(Qwen::new(key).base_url(url).unary())),
        ("chat", Box::new(OpenRouter::new(key).base_url(url).unary())),
        ("chat", Box::new(LiteLlm::new(key).base_url(url).unary())),
        ("chat", Box::new(Portkey::at(url).unary())),
        ("chat", Box::new(TokenMix::new(key).base_url(url).unary())),
        ("chat", Box::new(Compatible::new(key).base_url(url).unary())),
    ]
}

#[tokio::test]
async fn no_stream_is_asked_for_and_a_whole_answer_is_read() {
    for index in 0..all("").len() {
        let (api, provider) = all("").swap_remove(index);
        let name = provider.name().to_owned();
        let act = Act::Send(answer(200, &[], says(api, "hello")));
        let server = Loopback::start([Exchange::any(act)]).await;
        let (_, provider) = all(&server.url()).swap_remove(index);
        assert_eq!(ask(&*provider, MIB).await.unwrap().text, "hello", "{name}");
        let seen = server.finish().swap_remove(0);
        let body: Value = serde_json::from_str(&seen.body).unwrap();
        for member in ["stream", "stream_options"] {
            assert_eq!(body.get(member), None, "{name}");
        }
        assert!(!seen.target.contains("stream"), "{name}");
    }
}

#[tokio::test]
async fn a_compatible_server_is_not_sent_what_it_rejects() {
    let act = Act::Send(answer(200, &[], says("chat", "hello")));
    let server = Loopback::start([Exchange::any(act)]).await;
    let provider = Compatible::at(server.url())
        .without_stream_options()
        .without_parallel_tool_calls();
    let turns = [driftless::provider::Turn::user("hello")];
    let form = driftless::dialect::Form::Tool {
        name: "f".to_owned(),
        description: None,
        schema: driftless::json::Json::Object(Vec::new()),
    };
    let request = driftless::provider::Request::new("m", &turns, &form);
    let _no_call = provider.send(&request).await;
    let seen = server.finish().swap_remove(0);
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(body["stream"], true);
    for member in ["stream_options", "parallel_tool_calls"] {
        assert_eq!(body.get(member), None);
    }
}
