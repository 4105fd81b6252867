//! Answers that no API documents: no panic, no hang, no wrong answer.

use std::error::Error;

use driftless::FailureClass;
use driftless::provider::{Compatible, Failure, Gemini};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

use super::child::in_child;
use super::{MIB, ask, each_fails, every, says};

async fn each_says(body: impl Fn(&str) -> Vec<u8>, class: FailureClass, message: &str) {
    each_fails(
        |api| Act::Send(answer(200, &[], body(api))),
        |api, failure| {
            assert_eq!(failure.class, class, "{api}: {failure:#?}");
            assert_eq!(failure.message, message, "{api}");
            assert_eq!(failure.metadata.status, Some(200), "{api}");
        },
    )
    .await;
}

#[tokio::test]
async fn an_empty_body() {
    each_says(
        |_| Vec::new(),
        FailureClass::Malformed,
        "the answer is empty",
    )
    .await;
    each_says(
        |_| b" \n ".to_vec(),
        FailureClass::Malformed,
        "the answer is empty",
    )
    .await;
}

#[tokio::test]
async fn html_instead_of_json() {
    each_says(
        |_| b"<!DOCTYPE html><html><body>Sign in</body></html>".to_vec(),
        FailureClass::Malformed,
        "the answer is HTML or XML, not JSON; is the base URL right?: Sign in",
    )
    .await;
    each_fails(
        |_| {
            Act::Send(answer(
                502,
                &[("content-type", "text/html")],
                "<html>Bad gateway</html>",
            ))
        },
        |api, failure| {
            assert_eq!(failure.class, FailureClass::ServerError, "{api}");
            assert_eq!(
                failure.message,
                "status 502: an HTML or XML page instead of an error object: Bad gateway"
            );
        },
    )
    .await;
}

#[tokio::test]
async fn invalid_utf8() {
    let body = |api: &str| {
        let mut body = says(api, "caf#").into_bytes();
        let at = body.iter().position(|byte| *byte == b'#').unwrap();
        body[at] = 0xe9;
        body
    };
    each_fails(
        |api| Act::Send(answer(200, &[], body(api))),
        |api, failure| {
            assert_eq!(failure.class, FailureClass::Malformed, "{api}");
            let at = body(api).iter().position(|byte| *byte == 0xe9).unwrap();
            assert_eq!(
                failure.message,
                format!("the answer is not UTF-8 at byte {at}")
            );
        },
    )
    .await;
    // In an error's body it does no harm: the status decides.
    each_fails(
        |_| Act::Send(answer(503, &[], b"\xff\xfe")),
        |api, failure| assert_eq!(failure.class, FailureClass::Overloaded, "{api}"),
    )
    .await;
}

#[tokio::test]
async fn json_that_breaks_off() {
    each_says(
        |api| {
            let mut body = says(api, "hello").into_bytes();
            body.truncate(body.len() - 3);
            body
        },
        FailureClass::Interrupted,
        "the answer's JSON breaks off",
    )
    .await;
}

#[tokio::test]
async fn two_json_values() {
    each_fails(
        |api| Act::Send(answer(200, &[], says(api, "one") + &says(api, "two"))),
        |api, failure| {
            assert_eq!(failure.class, FailureClass::Malformed, "{api}");
            assert!(
                failure
                    .message
                    .starts_with("the answer is not one JSON document (line 1,"),
                "{api}: {failure}"
            );
        },
    )
    .await;
}

#[tokio::test]
async fn another_json() {
    for body in ["null", "[]", "7", "\"text\"", "{}", "[{}]", "true"] {
        each_fails(
            |_| Act::Send(answer(200, &[], body)),
            |api, failure| {
                // An object without anything of an answer may be an error.
                let classes = match body {
                    "{}" | "[{}]" => [FailureClass::UnknownError; 2],
                    _ => [FailureClass::Malformed, FailureClass::Interrupted],
                };
                assert!(classes.contains(&failure.class), "{api} {body}: {failure}");
            },
        )
        .await;
    }
}

#[tokio::test]
async fn a_bomb_of_nested_brackets() {
    let bomb = "[".repeat(200_000);
    each_fails(
        |_| Act::Send(answer(200, &[], format!("{{\"x\":{bomb}"))),
        |api, failure| {
            assert_eq!(failure.class, FailureClass::Interrupted, "{api}: {failure}");
        },
    )
    .await;
    // Closed again it is an unknown field of the envelope, and skipped.
    let closed = format!("{bomb}{}", "]".repeat(200_000));
    for index in 0..5 {
        let (api, _) = every("", "").swap_remove(index);
        let body = says(api, "hello").replacen('{', &format!("{{\"x\":{closed},"), 1);
        let server = Loopback::start([Exchange::any(Act::Send(answer(200, &[], body)))]).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(index);
        assert_eq!(ask(&*provider, MIB).await.expect(api).text, "hello");
        server.finish();
    }
    each_fails(
        |_| Act::Send(answer(400, &[], format!("{{\"error\":{closed}}}"))),
        |api, failure| assert_eq!(failure.class, FailureClass::BadRequest, "{api}"),
    )
    .await;
}

#[tokio::test]
async fn a_huge_body_is_read_no_further_than_the_limit() {
    each_fails(
        |_| Act::Huge(100 * 1024 * 1024),
        |api, failure| {
            assert_eq!(failure.class, FailureClass::TooLarge, "{api}");
            assert_eq!(failure.message, "the answer is larger than 1048576 bytes");
        },
    )
    .await;
}

#[tokio::test]
async fn the_limit_is_exact() {
    let body = says("chat", "hello");
    for (limit, fits) in [(body.len(), true), (body.len() - 1, false), (0, false)] {
        let server = Loopback::start([Exchange::any(Act::Send(answer(200, &[], &body)))]).await;
        let outcome = ask(&Compatible::at(server.url()), limit).await;
        server.finish();
        match outcome {
            Ok(reply) => assert!(fits && reply.text == "hello"),
            Err(failure) => {
                assert!(!fits);
                assert_eq!(failure.class, FailureClass::TooLarge);
            }
        }
    }
    // A large page with an error's status is still that error.
    let server = Loopback::start([Exchange::any(Act::Send(answer(
        503,
        &[],
        vec![b'x'; 70_000],
    )))])
    .await;
    let failure = ask(&Compatible::at(server.url()), 1000).await.unwrap_err();
    server.finish();
    assert_eq!(failure.class, FailureClass::Overloaded);
}

#[tokio::test]
async fn a_fenced_block_is_handed_on_as_it_came() {
    for index in 0..5 {
        let (api, _) = every("", "").swap_remove(index);
        let body = says(api, "```json\\n{}\\n```");
        let server = Loopback::start([Exchange::any(Act::Send(answer(200, &[], body)))]).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(index);
        assert_eq!(
            ask(&*provider, MIB).await.expect(api).text,
            "```json\n{}\n```"
        );
        server.finish();
    }
}

#[tokio::test]
async fn half_a_surrogate_pair() {
    each_fails(
        |api| Act::Send(answer(200, &[], says(api, "\\ud800"))),
        |api, failure| assert_eq!(failure.class, FailureClass::Malformed, "{api}: {failure}"),
    )
    .await;
}

#[tokio::test]
async fn a_key_twice_in_the_envelope() {
    each_fails(
        |api| {
            let body = match api {
                "responses" => r#"{"status":"completed","status":"failed","output":[]}"#,
                "anthropic" => r#"{"stop_reason":"end_turn","content":[],"stop_reason":"x"}"#,
                "gemini" => r#"{"candidates":[],"candidates":[]}"#,
                _ => r#"{"choices":[],"choices":[]}"#,
            };
            Act::Send(answer(200, &[], body))
        },
        |api, failure| assert_eq!(failure.class, FailureClass::Malformed, "{api}: {failure}"),
    )
    .await;
}

#[tokio::test]
async fn a_redirect_is_an_error_and_the_key_stays() {
    let thief = Loopback::start([]).await;
    for status in [301, 302, 303, 307, 308] {
        each_fails(
            |_| Act::Send(answer(status, &[("location", &thief.url())], "")),
            |api, failure| {
                assert_eq!(failure.class, FailureClass::Malformed, "{api}");
                assert_eq!(
                    failure.message,
                    "the server redirects to 127.0.0.1, which would take the key along; set the base URL to the final address"
                );
                assert_eq!(failure.metadata.status, Some(status));
            },
        )
        .await;
    }
    thief.finish();
}

fn chain(failure: &Failure) -> String {
    let mut text = failure.to_string();
    let mut next = failure.source();
    while let Some(cause) = next {
        text.push_str(" / ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[tokio::test]
async fn a_connection_that_breaks() {
    // Before the answer: once, since nothing is sent twice.
    each_fails(
        |_| Act::Reset,
        |api, failure| {
            assert_eq!(
                failure.class,
                FailureClass::Unreachable,
                "{api}: {}",
                chain(&failure)
            );
            assert_eq!(failure.metadata.status, None);
        },
    )
    .await;
    // Within it.
    each_fails(
        |api| {
            let mut bytes = answer(200, &[("x-request-id", "req_1")], says(api, "hello"));
            bytes.truncate(bytes.len() - 3);
            Act::SendAndClose(bytes)
        },
        |api, failure| {
            assert_eq!(
                failure.class,
                FailureClass::Interrupted,
                "{api}: {}",
                chain(&failure)
            );
            assert_eq!(failure.message, "the connection broke within the answer");
            assert_eq!(failure.metadata.status, Some(200));
        },
    )
    .await;
    // Within an error: the status decides.
    each_fails(
        |_| {
            let mut bytes = answer(529, &[], "{\"error\":{\"message\":\"busy\"}}");
            bytes.truncate(bytes.len() - 3);
            Act::SendAndClose(bytes)
        },
        |api, failure| assert_eq!(failure.class, FailureClass::Overloaded, "{api}"),
    )
    .await;
}

/// The most memory that this process has held, in bytes; where the system reports it.
fn most_held() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// None of many short texts may hold more than a little beside itself, or the limit on a reply's
/// size would say nothing.
#[test]
fn many_short_texts_with_escapes_take_little_memory() {
    in_child("provider::hostile::many_short_texts", &[]);
}

#[tokio::test]
#[ignore = "run by the test above, in a process of its own"]
async fn many_short_texts() {
    const PARTS: usize = 200_000;
    let part = r#"{"text":"\n"}"#;
    let parts = vec![part; PARTS].join(",");
    let body =
        format!(r#"{{"candidates":[{{"content":{{"parts":[{parts}]}},"finishReason":"STOP"}}]}}"#);
    let (sent, before) = (body.len(), most_held());
    let server = Loopback::start([Exchange::any(Act::Send(answer(200, &[], body)))]).await;
    let gemini = Gemini::new("test-key").base_url(server.url());
    let reply = ask(&gemini, 2 * sent).await.unwrap();
    server.finish();
    assert_eq!(reply.text.len(), PARTS);
    if let (Some(before), Some(after)) = (before, most_held()) {
        let took = after - before;
        println!("{took} bytes for an answer of {sent}");
        assert!(took < 60 * sent, "{took} bytes for an answer of {sent}");
    }
}
