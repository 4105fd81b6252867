//! Receipts and cassettes have what a medium is and its digest, never its bytes.

use std::fs;

use driftless::cassette::{Cassette, CassetteMode, Stale};
use driftless::media::Image;
use driftless::provider::OpenAi;
use driftless::{Plan, Prompt, Receipt};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

use super::{ANSWER, Seen, base64, image, png};

#[derive(Prompt)]
#[prompt(output = Seen, user = "Total: {photo}")]
struct Total {
    photo: Image,
}

fn reply() -> Act {
    let message = serde_json::json!({ "content": ANSWER });
    let body = serde_json::json!({
        "model": "gpt-6.1-terra",
        "choices": [{ "message": message, "finish_reason": "stop" }],
        "usage": {
            "prompt_tokens": 90, "completion_tokens": 5,
            "prompt_tokens_details": { "image_tokens": 71, "text_tokens": 19 },
        },
    });
    Act::Send(answer(
        200,
        &[("content-type", "application/json")],
        body.to_string(),
    ))
}

#[tokio::test]
async fn a_receipt_has_the_digest_and_the_tokens() {
    let server = Loopback::start([Exchange::any(reply())]).await;
    let openai = OpenAi::new("key").chat().base_url(server.url());
    let plan = Plan::<Total>::primary(openai.model("gpt-6.1-terra"))
        .record_prompt(true)
        .build()
        .unwrap();
    let answer = plan.call(Total { photo: image() }).await.unwrap();
    assert_eq!(answer.value, Seen { total: 7 });
    server.finish();
    let receipt = answer.receipt;
    let [medium] = receipt.prompt.media.as_slice() else {
        panic!("{receipt}");
    };
    assert_eq!(medium.sha256.as_deref(), image().medium().sha256());
    assert_eq!((medium.bytes, medium.pixels), (Some(37), Some((2, 1))));
    assert_eq!(receipt.answered().unwrap().usage.unwrap().media, 71);
    let json = serde_json::to_string(&receipt).unwrap();
    for bytes in ["IHDR", "iVBOR", &base64(&png(2, 1))] {
        assert!(!json.contains(bytes), "{json}");
    }
    // Times are written in microseconds.
    let read: Receipt = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert_eq!(read.prompt, receipt.prompt);
    let shown = receipt.to_string();
    assert!(
        shown.contains("media    image/png, 37 bytes, 2 × 1 px, sha256 "),
        "{shown}"
    );
    assert!(shown.contains("(71 of media)"), "{shown}");
}

#[tokio::test]
async fn a_cassette_matches_on_the_digest_and_holds_no_bytes() {
    let path = std::env::temp_dir().join(format!("driftless-media-{}.jsonl", std::process::id()));
    let _absent = fs::remove_file(&path);
    let plan = |url: &str, mode| {
        let cassette = Cassette::builder(&path).mode(mode).open().unwrap();
        let openai = OpenAi::new("key").chat().base_url(url).cassette(&cassette);
        Plan::<Total>::primary(openai.model("gpt-6.1-terra"))
            .build()
            .unwrap()
    };
    let server = Loopback::start([Exchange::any(reply())]).await;
    let recording = plan(&server.url(), CassetteMode::Record);
    recording.call(Total { photo: image() }).await.unwrap();
    drop(recording);
    server.finish();
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains(&base64(&png(2, 1))), "{text}");
    let digest = format!(
        "data:image/png;base64,sha256:{}",
        image().medium().sha256().unwrap()
    );
    assert!(text.contains(&digest), "{text}");

    let replaying = plan("http://127.0.0.1:9", CassetteMode::Replay);
    let again = replaying.call(Total { photo: image() }).await.unwrap();
    assert_eq!(again.value, Seen { total: 7 });
    let other = Image::from_bytes(png(2, 2)).unwrap();
    let error = replaying.call(Total { photo: other }).await.unwrap_err();
    assert!(Stale::of(&error).is_some(), "{error}");
    fs::remove_file(&path).unwrap();
}
