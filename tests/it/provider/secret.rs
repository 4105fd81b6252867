//! The key appears in one header of the request, and nowhere else.

use std::error::Error;
use std::fmt::Write;

use driftless::provider::{Anthropic, Compatible, Gemini, OpenAi};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

use super::{MIB, ask, every, says};

const CANARY: &str = "sk-canary-4f1d9a";

fn everything(failure: &driftless::provider::Failure) -> String {
    let mut text = format!("{failure} {failure:?} {failure:#?}");
    let mut next = failure.source();
    while let Some(cause) = next {
        write!(text, "{cause} {cause:?}").unwrap();
        next = cause.source();
    }
    text
}

#[test]
fn nothing_that_holds_the_key_prints_it() {
    let printed = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        driftless::provider::Secret::new(CANARY),
        OpenAi::new(CANARY),
        Anthropic::new(CANARY),
        Gemini::new(CANARY),
        Compatible::new(CANARY),
        OpenAi::new(CANARY).model("m"),
        Gemini::new(CANARY).model("m"),
    );
    assert!(printed.contains("Secret(…)"));
    assert!(!printed.contains(CANARY), "{printed}");
}

/// Servers quote what they were sent.
#[tokio::test]
async fn a_server_that_echoes_the_key_does_not_get_it_into_an_error() {
    let bodies = [
        format!(
            r#"{{"error":{{"message":"Incorrect API key provided: {CANARY}.","type":"{CANARY}","code":"{CANARY}"}},"request_id":"{CANARY}"}}"#
        ),
        format!(r#"{{"error":"{CANARY}"}}"#),
        format!(
            r#"{{"choices":"{CANARY}","output":"{CANARY}","content":"{CANARY}","candidates":"{CANARY}"}}"#
        ),
        format!(
            r#"{{"choices":[{{"message":{{"content":"x"}},"finish_reason":"{CANARY}"}}],"status":"{CANARY}","stop_reason":"{CANARY}","candidates":[{{"finishReason":"{CANARY}"}}],"model":"{CANARY}","modelVersion":"{CANARY}","responseId":"{CANARY}"}}"#
        ),
        CANARY.to_owned(),
    ];
    for status in [200, 307, 400, 401, 429, 500] {
        for body in &bodies {
            for index in 0..5 {
                let headers = [
                    ("x-request-id", CANARY),
                    ("request-id", CANARY),
                    ("location", CANARY),
                    ("retry-after", CANARY),
                ];
                let act = Act::Send(answer(status, &headers, body));
                let server = Loopback::start([Exchange::any(act)]).await;
                let (api, provider) = every(CANARY, &server.url()).swap_remove(index);
                let failure = ask(&*provider, MIB).await.expect_err(api);
                let text = everything(&failure);
                assert!(!text.contains(CANARY), "{api} {status} {body}\n{text}");
                let sent = &server.finish()[0];
                let carriers = sent.headers.values().filter(|value| value.contains(CANARY));
                assert_eq!(carriers.count(), 1, "{api}");
                assert!(!sent.target.contains(CANARY) && !sent.body.contains(CANARY));
            }
        }
    }
}

#[tokio::test]
async fn an_echo_in_the_facts_of_an_answer_is_taken_out() {
    let body = says("chat", "hello").replacen('{', &format!(r#"{{"model":"{CANARY}","#), 1);
    let act = Act::Send(answer(200, &[("x-request-id", CANARY)], body));
    let server = Loopback::start([Exchange::any(act)]).await;
    let reply = ask(&Compatible::new(CANARY).base_url(server.url()), MIB)
        .await
        .unwrap();
    server.finish();
    assert!(!format!("{reply:?}").contains(CANARY));
    assert_eq!(reply.metadata.served_model.as_deref(), Some("(key)"));
    assert_eq!(reply.metadata.headers.get("X-Request-Id"), None);
    assert!(reply.metadata.headers.get("Content-Length").is_some());
}

/// The message says which variable held the key that was rejected.
#[tokio::test]
async fn a_rejected_key_is_named() {
    let act = Act::Send(answer(
        401,
        &[],
        r#"{"error":{"message":"Incorrect API key provided."}}"#,
    ));
    let server = Loopback::start([Exchange::any(act.clone()), Exchange::any(act)]).await;
    let failure = ask(&OpenAi::new("wrong").base_url(server.url()), MIB)
        .await
        .unwrap_err();
    assert_eq!(
        failure.message,
        "status 401: Incorrect API key provided.; is the API key right?"
    );
    let failure = ask(&Compatible::at(server.url()), MIB).await.unwrap_err();
    assert_eq!(
        failure.message,
        "status 401: Incorrect API key provided.; no API key was sent"
    );
    server.finish();
}

#[test]
fn a_rejected_key_from_the_environment_is_named_by_its_variable() {
    super::child::in_child(
        "provider::secret::child_has_a_rejected_key",
        &[("ANTHROPIC_API_KEY", "wrong".as_ref())],
    );
}

#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_has_a_rejected_key() {
    let act = Act::Send(answer(
        401,
        &[],
        r#"{"type":"error","error":{"type":"authentication_error","message":"invalid bearer token"}}"#,
    ));
    let server = Loopback::start([Exchange::any(act)]).await;
    let provider = Anthropic::from_env().unwrap().base_url(server.url());
    let failure = ask(&provider, MIB).await.unwrap_err();
    server.finish();
    assert_eq!(
        failure.message,
        "status 401: invalid bearer token; is ANTHROPIC_API_KEY right?"
    );
}
