//! The words of errors: whatever a server sends, a person can read it, and no remedy misleads.

use driftless::FailureClass::{self, Overloaded, QuotaExhausted, RateLimited, Unauthorized};

use driftless::provider::Compatible;
use driftless_tests::loopback::{Act, Exchange, Loopback, Seen, answer};

use super::vendors::STREAM;
use super::verdicts::fails;
use super::{MIB, ask};

/// Bodies of an error's status, and what is shown of them.
const SHOWN: &[(u16, &str, &str)] = &[
    (
        500,
        r#"{"errors":[{"message":"say this"}]}"#,
        "status 500: say this",
    ),
    (
        500,
        r#"{"error":[{"message":"say this"}]}"#,
        "status 500: say this",
    ),
    (500, r#"{"errors":["say this"]}"#, "status 500: say this"),
    (
        500,
        r#"{"code":7,"msg":"say this"}"#,
        "status 500: say this",
    ),
    (500, r#"{"error_msg":"say this"}"#, "status 500: say this"),
    (500, r#"{"Message":"say this"}"#, "status 500: say this"),
    (500, r#"{"error":"say this"}"#, "status 500: say this"),
    (500, r#"{"detail":"say this"}"#, "status 500: say this"),
    (
        500,
        r#"{"fault":{"faultstring":"say this"}}"#,
        "status 500: say this",
    ),
    (
        500,
        r#"{"error":{"error":{"message":"say this"}}}"#,
        "status 500: say this",
    ),
    (
        500,
        r#"{"error":{"message":"{\"error\":{\"message\":\"say this\"}}"}}"#,
        "status 500: say this",
    ),
    (
        500,
        "\u{feff}{\"error\":{\"message\":\"say this\"}}",
        "status 500: say this",
    ),
    (500, "say this", "status 500: say this"),
    (
        500,
        "data: {\"error\":{\"message\":\"say this\"}}\n\n",
        "status 500: say this",
    ),
    (
        500,
        "error: {\"message\":\"say this\"}\n\n",
        "status 500: say this",
    ),
    (
        500,
        r#"{"error":{"message":"Provider returned error","metadata":{"raw":"say this"}}}"#,
        "status 500: Provider returned error; say this",
    ),
    (
        500,
        r#"{"base_resp":{"status_code":1013,"status_msg":"say this"}}"#,
        "status 500: say this",
    ),
    (
        500,
        r#"{"trouble":"say this"}"#,
        r#"status 500: without an error object: {"trouble":"say this"}"#,
    ),
    (
        520,
        "<html><head><title>say this</title></head><body>x</body></html>",
        "status 520: an HTML or XML page instead of an error object: say this",
    ),
    (
        403,
        "<?xml version=\"1.0\"?><Error><Message>say this</Message></Error>",
        "status 403: an HTML or XML page instead of an error object: say this",
    ),
    (500, "", "status 500: without an error object"),
    (
        404,
        "",
        "status 404: without an error object; is the base URL right?",
    ),
    // Servers that have nothing at the address: FastAPI, Express, Spring, a gateway, OpenAI.
    (
        404,
        r#"{"detail":"Not Found"}"#,
        "status 404: Not Found; is the base URL right?",
    ),
    (
        405,
        r#"{"detail":"Method Not Allowed"}"#,
        "status 405: Method Not Allowed; is the base URL right?",
    ),
    (
        404,
        r#"{"message":"no Route matched with those values"}"#,
        "status 404: no Route matched with those values; is the base URL right?",
    ),
    (
        404,
        r#"{"error":{"message":"Invalid URL (POST /v1/v1/responses)","type":"invalid_request_error","param":null,"code":null}}"#,
        "status 404: Invalid URL (POST /v1/v1/responses); is the base URL right?",
    ),
    // Servers that know the address, and miss the model.
    (
        404,
        r#"{"error":"model 'llama3' not found, try pulling it first"}"#,
        "status 404: model 'llama3' not found, try pulling it first",
    ),
    (
        404,
        r#"{"error":{"message":"It does not exist","code":"DeploymentNotFound"}}"#,
        "status 404: It does not exist",
    ),
];

#[tokio::test]
async fn an_errors_words_are_shown_wherever_they_stand() {
    for name in ["compatible", "responses", "anthropic", "gemini"] {
        for (status, body, shown) in SHOWN {
            let failure = fails(name, *status, &[], body).await;
            assert_eq!(failure.message, *shown, "{name}: {body}");
        }
    }
    let mut gzip = vec![0x1f, 0x8b, 8, 0];
    gzip.extend([0xff; 30]);
    let failure = fails("compatible", 500, &[], gzip).await;
    assert!(failure.message.contains("compressed"), "{failure}");
}

/// The coding of a body that can't be read is named, and plain bodies are asked for.
#[tokio::test]
async fn a_compressed_body_is_told_as_one() {
    let good = r#"{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}"#;
    for coding in ["gzip", "br", "deflate", "zstd", "GZIP, br"] {
        for kind in ["application/json", "text/event-stream"] {
            for status in [200, 500] {
                let headers = [("content-encoding", coding), ("content-type", kind)];
                let failure = fails("compatible", status, &headers, b"\x8b\xff\x02\x01").await;
                let told = format!("compressed (`content-encoding: {coding}`)");
                assert!(
                    failure.message.contains(&told),
                    "{status} {kind}: {failure}"
                );
                let class = match status {
                    200 => FailureClass::Malformed,
                    _ => FailureClass::ServerError,
                };
                assert_eq!(failure.class, class, "{failure}");
            }
        }
        // A body that can be read is read, whatever its server says of it.
        let plain = answer(200, &[("content-encoding", coding)], good);
        let check = |seen: &Seen| match seen.headers.get("accept-encoding").map(String::as_str) {
            Some("identity") => Ok(()),
            other => Err(format!("{other:?}")),
        };
        let server = Loopback::start([Exchange::new(check, Act::Send(plain))]).await;
        let provider = Compatible::at(server.url());
        let reply = ask(&provider, MIB).await.unwrap();
        assert_eq!(reply.text, "x");
        server.finish();
    }
}

/// Within a stream; each was an interrupted answer or an error without words.
#[tokio::test]
async fn an_error_within_a_stream_is_told_however_it_stands_there() {
    let piece = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\"},\"finish_reason\":null}]}\n\n";
    for (event, class) in [
        (
            "error: {\"code\":400,\"message\":\"say this\",\"type\":\"exceed_context_size_error\"}\n\n",
            FailureClass::ContextExceeded,
        ),
        (
            "event: error\ndata: {\"message\":\"say this\",\"code\":503}\n\n",
            Overloaded,
        ),
        (
            "event: error\ndata: say this\n\n",
            FailureClass::UnknownError,
        ),
        (
            "data: {\"message\":\"say this\",\"code\":401}\n\n",
            Unauthorized,
        ),
        (
            "data: {\"errors\":[{\"message\":\"say this\",\"code\":429}]}\n\n",
            RateLimited,
        ),
        (
            "data: {\"code\":\"401\",\"msg\":\"say this\"}\n\n",
            Unauthorized,
        ),
        (
            "data: {\"error_msg\":\"say this: access denied\"}\n\n",
            Unauthorized,
        ),
        (
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\",\"error\":{\"code\":403,\"message\":\"say this\"}}]}\n\n",
            Unauthorized,
        ),
        (
            "data: {\"choices\":null,\"model\":\"\",\"base_resp\":{\"status_code\":1008,\"status_msg\":\"say this\"}}\n\n",
            QuotaExhausted,
        ),
    ] {
        for begin in ["", piece] {
            for end in ["", "data: [DONE]\n\n"] {
                let body = format!("{begin}{event}{end}");
                let failure = fails("compatible", 200, STREAM, &body).await;
                assert_eq!(failure.class, class, "{body}: {failure}");
                assert!(failure.message.contains("say this"), "{failure}");
            }
        }
    }
}

#[tokio::test]
async fn a_whole_answer_that_is_an_error_is_told_as_one() {
    for (body, class) in [
        (
            r#"{"choices":null,"model":"","base_resp":{"status_code":1008,"status_msg":"say this"}}"#,
            QuotaExhausted,
        ),
        (r#"{"code":401,"msg":"say this"}"#, Unauthorized),
        (r#"{"detail":"say this"}"#, FailureClass::UnknownError),
        (
            r#"{"errors":[{"message":"say this","code":"403"}]}"#,
            Unauthorized,
        ),
        (
            r#"[{"error":{"message":"say this","code":403}}]"#,
            Unauthorized,
        ),
        ("say this: invalid api key", Unauthorized),
        ("say this", FailureClass::Malformed),
        (
            "data: {\"error\":{\"message\":\"say this\",\"code\":401}}\n\n",
            Unauthorized,
        ),
        (
            r#"{"choices":[{"index":0,"message":{"content":""},"finish_reason":"error","error":{"code":429,"message":"say this"}}]}"#,
            RateLimited,
        ),
    ] {
        let failure = fails("compatible", 200, &[], body).await;
        assert_eq!(failure.class, class, "{body}: {failure}");
        assert!(failure.message.contains("say this"), "{failure}");
    }
    for name in ["anthropic", "gemini", "responses"] {
        let failure = fails(name, 200, &[], r#"{"code":401,"msg":"say this"}"#).await;
        assert_eq!(failure.class, Unauthorized, "{name}: {failure}");
    }
}

#[tokio::test]
async fn remedies_fit_what_happened() {
    let shown = |status, body: &'static str| async move {
        fails("compatible", status, &[], body).await.failure.message
    };
    let balance = shown(401, r#"{"error":{"message":"Insufficient balance"}}"#).await;
    assert_eq!(balance, "status 401: Insufficient balance");
    let page = shown(
        413,
        "<html><head><title>413 Too Large</title></head></html>",
    )
    .await;
    assert!(!page.contains("base URL"), "{page}");
    let wall = shown(403, "<html><head><title>Attention</title></head></html>").await;
    assert!(!wall.contains("key"), "{wall}");
    let rights = shown(403, r#"{"error":{"message":"Not for you"}}"#).await;
    assert_eq!(rights, "status 403: Not for you; may the API key do this?");
    let proxy = shown(407, r#"{"error":{"message":"Who are you"}}"#).await;
    assert_eq!(proxy, "status 407: Who are you");
    let key = shown(401, r#"{"error":{"message":"Incorrect API key"}}"#).await;
    assert_eq!(key, "status 401: Incorrect API key; is the API key right?");
}

/// The address belongs into every error, without what may be secret in it.
#[tokio::test]
async fn an_error_names_the_address_that_was_asked() {
    for (name, path) in [
        ("compatible", "/chat/completions"),
        ("responses", "/responses"),
        ("anthropic", "/v1/messages"),
        ("gemini", ":streamGenerateContent"),
    ] {
        for (status, body) in [(404, ""), (200, ""), (500, r#"{"error":{"message":"x"}}"#)] {
            let failure = fails(name, status, &[], body).await;
            let address = failure.address.clone().unwrap();
            assert!(address.starts_with("http://127.0.0.1:"), "{address}");
            assert!(address.ends_with(path), "{address}");
            assert!(failure.to_string().contains(&address), "{failure}");
        }
    }
}

/// Says where a text was expected, and where the server put one instead.
#[tokio::test]
#[allow(clippy::too_many_lines, reason = "a table of answers")]
async fn an_answer_without_a_text_says_where_there_is_one() {
    const STREAM: &[(&str, &str)] = &[("content-type", "text/event-stream")];
    let chat = "choices[0].message.content";
    for (name, headers, body, place, elsewhere) in [
        (
            "compatible",
            &[][..],
            r#"{"choices":[{"message":{"content":null,"reasoning_content":"{}"},"finish_reason":"stop"}]}"#,
            chat,
            Some("reasoning_content"),
        ),
        (
            "compatible",
            &[][..],
            r#"{"choices":[{"message":{"content":"","thinking_blocks":[{"thinking":"x"}]},"finish_reason":"stop"}]}"#,
            chat,
            Some("thinking_blocks"),
        ),
        (
            "compatible",
            &[][..],
            r#"{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"text":"x"}]}]},"finish_reason":"stop"}]}"#,
            chat,
            Some("thinking"),
        ),
        (
            "compatible",
            STREAM,
            "data: {\"choices\":[{\"delta\":{\"reasoning\":\"{}\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
            chat,
            Some("reasoning"),
        ),
        (
            "compatible",
            &[][..],
            r#"{"choices":[{"message":{"role":"assistant"},"finish_reason":"stop"}]}"#,
            chat,
            None,
        ),
        (
            "responses",
            &[][..],
            r#"{"status":"completed","output":[{"type":"reasoning","content":[{"type":"reasoning_text","text":"{}"}]}]}"#,
            "output[].content[].text",
            Some("reasoning"),
        ),
        (
            "anthropic",
            &[][..],
            r#"{"stop_reason":"end_turn","content":[{"type":"thinking","thinking":"{}"}]}"#,
            "content[].text",
            Some("thinking"),
        ),
        (
            "gemini",
            &[][..],
            r#"{"candidates":[{"content":{"parts":[{"text":"{}","thought":true}]},"finishReason":"STOP"}]}"#,
            "candidates[0].content.parts[].text",
            Some("thought"),
        ),
    ] {
        let failure = fails(name, 200, headers, body).await;
        assert_eq!(failure.class, FailureClass::Malformed, "{body}: {failure}");
        let expected = format!("the answer holds no text in `{place}`");
        assert!(failure.message.starts_with(&expected), "{failure}");
        let told = elsewhere.map(|name| format!("it holds some in `{name}`"));
        match told {
            Some(told) => assert!(failure.message.contains(&told), "{body}: {failure}"),
            None => assert_eq!(failure.message, expected),
        }
    }
}
