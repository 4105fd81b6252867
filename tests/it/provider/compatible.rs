//! The wire format of OpenAI-compatible servers, matched whole.

use driftless::provider::{Compatible, LimitName};
use driftless_tests::fixture;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

use super::{MIB, ask, says};

fn provider(url: &str, settings: &[String]) -> Compatible {
    let url = format!("{url}/v1/");
    let mut provider = Compatible::new("test-key").base_url(&url);
    for setting in settings {
        provider = match setting.as_str() {
            "no-key" => Compatible::at(&url),
            "api-key" => provider.key_header("api-key"),
            "max_completion_tokens" => provider.limit_name(LimitName::MaxCompletionTokens),
            other => panic!("unknown setting {other}"),
        };
    }
    provider
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("compatible", 16, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("compatible", |url| provider(url, &[])).await;
}

/// Also where the provider has asked before, by another header.
#[tokio::test]
async fn the_key_goes_out_as_it_was_set_last() {
    let asks = || Exchange::any(Act::Send(answer(200, &[], says("chat", "hi"))));
    let server = Loopback::start([asks(), asks(), asks()]).await;
    let bearer = Compatible::new("test-key").base_url(server.url());
    ask(&bearer, MIB).await.unwrap();
    ask(&bearer, MIB).await.unwrap();
    ask(&bearer.key_header("api-key"), MIB).await.unwrap();
    let keys = server.finish().into_iter().map(|seen| {
        let value = |name| seen.headers.get(name).cloned();
        (value("authorization"), value("api-key"))
    });
    let (bearer, bare) = (
        Some("Bearer test-key".to_owned()),
        Some("test-key".to_owned()),
    );
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [(bearer.clone(), None), (bearer, None), (None, bare)]
    );
}
