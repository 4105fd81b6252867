//! Keys that a server spells in its own way, or cuts off, and bodies that are hard to search.

use std::fmt::Write as _;

use driftless::cassette::CassetteMode;
use driftless::provider::Compatible;
use driftless_tests::loopback::{Act, answer};
use driftless_tests::spelling::{base64, behind, spellings};
use serde_json::{Value, json};

use super::{NOWHERE, Scratch, once};
use crate::provider::{MIB, ask};

/// With all characters that any spelling changes.
const CANARY: &str = "sk-canary/4f1+d9a=b~c";

/// Records what comes of `act`; gives the cassette.
async fn record(key: &str, act: Act) -> Scratch {
    let scratch = Scratch::new();
    let server = once(act).await;
    let cassette = scratch.open(CassetteMode::Record);
    let provider = Compatible::new(key)
        .base_url(server.url())
        .cassette(&cassette);
    let _failed = ask(&provider, 4 * MIB).await;
    assert_eq!(cassette.finish().await.unwrap().recorded, 1);
    server.finish();
    scratch
}

/// The body that was recorded.
fn body(scratch: &Scratch) -> String {
    let entry = &scratch.entries()[0];
    let chunks = entry["response"]["chunks"].as_array().unwrap();
    let texts = chunks.iter().map(|chunk| chunk["text"].as_str().unwrap());
    texts.collect()
}

#[tokio::test]
async fn every_promised_spelling_of_a_key_is_masked() {
    for key in [
        CANARY,
        "sk-proj-AbCdEf0123456789ghI",
        "0f3c9a7e55d14b0c8e21a4b6d7f",
    ] {
        let said: Vec<Value> = spellings(key)
            .iter()
            .map(|(name, spelling)| json!({"as": name, "said": format!("It is «{spelling}», no.")}))
            .collect();
        let told = json!({"error": {"message": "no"}, "all": said}).to_string();
        let scratch = record(key, Act::Send(answer(401, &[], told))).await;
        let told: Value = serde_json::from_str(&body(&scratch)).unwrap();
        for said in told["all"].as_array().unwrap() {
            // What Base64 is filled up with says nothing.
            let plain = said["said"]
                .as_str()
                .unwrap()
                .replace('=', "")
                .replace("%3D", "");
            assert_eq!(plain, "It is «(key)», no.", "{}", said["as"]);
        }
    }
}

/// JSON within JSON, and a JSON text whose escapes are the server's own.
#[tokio::test]
async fn a_key_in_the_servers_own_escapes_is_masked() {
    for (name, spelling) in spellings(CANARY)
        .into_iter()
        .filter(|(name, _)| name.starts_with("escaped"))
    {
        let told = format!(r#"{{"error":{{"message":"It is «{spelling}», no."}}}}"#);
        let scratch = record(CANARY, Act::Send(answer(401, &[], told))).await;
        let told = body(&scratch);
        assert_eq!(
            told, r#"{"error":{"message":"It is «(key)», no."}}"#,
            "{name}"
        );
    }
    let inner = json!({"inner": json!({"key": CANARY}).to_string()}).to_string();
    let told = json!({"error": {"message": inner}}).to_string();
    let told = body(&record(CANARY, Act::Send(answer(401, &[], told))).await);
    assert!(!told.contains("canary") && told.contains("(key)"), "{told}");
}

#[tokio::test]
async fn a_key_within_a_longer_base64_text_is_masked() {
    for encoded in behind(CANARY) {
        let told = json!({"error": {"message": format!("Basic {encoded}")}}).to_string();
        let told = body(&record(CANARY, Act::Send(answer(401, &[], told))).await);
        assert!(told.contains("(key)"), "{told}");
        let inner: String = base64(CANARY.as_bytes()).chars().take(8).collect();
        assert!(!told.contains(&inner), "{told}");
    }
}

/// The connection breaks off within the key.
#[tokio::test]
async fn a_key_that_is_cut_off_is_masked() {
    let mut hex = String::new();
    for byte in CANARY.bytes() {
        write!(hex, "{byte:02x}").unwrap();
    }
    let cuts = |spelling: &str, least: usize| -> Vec<String> {
        (least..spelling.len())
            .map(|end| spelling[..end].to_owned())
            .collect()
    };
    let mut all = cuts(CANARY, 9);
    all.extend(cuts(&hex, 18));
    all.extend(cuts(&base64(CANARY.as_bytes()), 13));
    for cut in all {
        let told = format!(r#"{{"error":{{"message":"No: {cut}"#);
        let head = format!(
            "HTTP/1.1 401 No\r\ncontent-length: {}\r\n\r\n",
            told.len() + 40
        );
        let scratch = record(
            CANARY,
            Act::SendAndClose([head, told].concat().into_bytes()),
        )
        .await;
        let told = body(&scratch);
        let rest = told.strip_prefix(r#"{"error":{"message":"No: (key)"#);
        assert!(rest.is_some_and(|rest| rest.len() < 6), "{cut}: {told}");
    }
    // A word that only begins as the key does stays, and so does one that goes on otherwise.
    let told = r#"{"error":{"message":"No: sk-cana, sk-canary/4f2"#;
    let head = format!(
        "HTTP/1.1 401 No\r\ncontent-length: {}\r\n\r\n",
        told.len() + 40
    );
    let scratch = record(
        CANARY,
        Act::SendAndClose(format!("{head}{told}").into_bytes()),
    )
    .await;
    assert_eq!(body(&scratch), told);
}

/// The pieces of an output, joined, are the key; what stands between them stays.
#[tokio::test]
async fn a_key_in_the_pieces_of_a_stream_is_masked() {
    let mut events = String::new();
    for piece in ["It is sk-", "cana", "ry/4f1", "+d9a=b", "~c, no"] {
        let event = json!({"choices": [{"index": 0, "delta": {"content": piece}}]});
        write!(events, "data: {event}\n\n").unwrap();
    }
    let headers = [("content-type", "text/event-stream")];
    let scratch = record(CANARY, Act::Send(answer(200, &headers, events))).await;
    let told: String = body(&scratch)
        .split("\n\n")
        .filter_map(|event| serde_json::from_str(event.strip_prefix("data: ")?).ok())
        .map(|event: Value| {
            event["choices"][0]["delta"]["content"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    // Of the key, punctuation may be left.
    assert_eq!(told, "It is (key)-(key)(key)+(key)~(key), no");
}

/// `x-litellm-<key>-router-x`, and what a header says in another spelling.
#[tokio::test]
async fn a_header_that_spells_the_key_is_left_out() {
    let key = "sk-canary-4f1d9a";
    let name = format!("x-litellm-{key}-router-x");
    let mut hex = String::new();
    for byte in key.bytes() {
        write!(hex, "{byte:02X}").unwrap();
    }
    let headers = [
        (&*name, "1"),
        ("x-litellm-call-id", &*hex),
        ("x-request-id", "req_7"),
    ];
    let scratch = record(key, Act::Send(answer(500, &headers, "no"))).await;
    let text = scratch.text();
    assert!(!text.contains("canary") && !text.contains(&hex), "{text}");
    assert!(text.contains("req_7"), "{text}");
}

/// A request whose keys and values spell the key together stays JSON, and is found again.
#[tokio::test]
async fn a_prompt_with_the_key_is_matched_again() {
    let scratch = Scratch::new();
    let server = once(Act::Send(answer(500, &[], "no"))).await;
    let key = "sk-canary-4f1d9a";
    let send = async |url: &str, cassette: &driftless::cassette::Cassette| {
        let turns = [driftless::provider::Turn::user(format!(
            "{{\"sk-canary\":\"4f1d9a\"}} {key}"
        ))];
        let form = driftless::dialect::Form::Text;
        let request = driftless::provider::Request::new("m", &turns, &form);
        let provider = Compatible::new(key).base_url(url).cassette(cassette);
        driftless::provider::Provider::send(&provider, &request)
            .await
            .unwrap_err()
            .message
    };
    let cassette = scratch.open(CassetteMode::Record);
    let live = send(&server.url(), &cassette).await;
    cassette.finish().await.unwrap();
    server.finish();
    assert_eq!(send(NOWHERE, &scratch.replay()).await, live);
}

/// Each of these took the square of its length; now none would be noticed.
#[tokio::test]
async fn bodies_that_are_hard_to_search_are_recorded() {
    let kib = |text: &str| text.repeat(128 * 1024 / text.len());
    let almost = &CANARY[..CANARY.len() - 1];
    for told in [
        kib("\\"),
        kib("%25"),
        kib("&amp;"),
        kib("&#0"),
        kib("\\\\\\u00"),
        kib("\"a\":\""),
        kib("…"),
        kib("sk-"),
        kib(almost),
        kib(&format!("{almost}…")),
        kib(&base64(base64(almost.as_bytes()).as_bytes())),
        kib("73"),
        kib(" "),
    ] {
        let scratch = record(CANARY, Act::Send(answer(200, &[], &told))).await;
        assert_eq!(scratch.entries()[0]["response"]["status"], 200);
    }
}
