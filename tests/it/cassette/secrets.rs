//! No key gets onto a cassette, whatever a server does with it.

use std::fmt::Write;

use driftless::cassette::{Cassette, CassetteMode};
use driftless::provider::{Compatible, Portkey};
use driftless_tests::loopback::{Act, answer};

use super::{NOWHERE, Scratch, every, once};
use crate::provider::{MIB, ask};

/// With all characters that any spelling changes.
const CANARY: &str = "sk-canary/4f1+d9a=b~c";

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// RFC 4648, by the book: the code's own encoder can't be its judge.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |index: usize| usize::from(three.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = char::from(ALPHABET[bits >> (18 - 6 * place) & 63]);
            text.push(if place > three.len() { '=' } else { digit });
        }
    }
    text
}

fn percent(key: &str, all: bool) -> String {
    key.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() && !all {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02x}").unwrap();
        }
        text
    })
}

fn escaped(key: &str) -> String {
    key.bytes().fold(String::new(), |mut text, byte| {
        write!(text, "\\u{byte:04X}").unwrap();
        text
    })
}

/// The ways in which servers and proxies give a key back.
fn spellings(key: &str) -> Vec<String> {
    let mut all = vec![
        key.to_owned(),
        format!("Bearer {key}"),
        percent(key, false),
        percent(key, false)
            .replace("%2f", "%2F")
            .replace("%2d", "%2D"),
        percent(key, true),
        key.replace('/', "\\/"),
        key.replace('/', "\\\\/"),
        escaped(key),
    ];
    for lead in ["", "u", "us", "user", "user:", "Bearer "] {
        for tail in ["", ":", ":x"] {
            let encoded = base64(format!("{lead}{key}{tail}").as_bytes());
            all.push(encoded.replace('+', "-").replace('/', "_"));
            all.push(percent(&encoded, false));
            all.push(encoded);
        }
    }
    all
}

/// Returns the parts of a key that can be found in `text` by undoing every spelling: the text with
/// escapes and percent signs decoded, and all Base64 in it.
fn leaks(text: &str, key: &str) -> bool {
    let mut texts = vec![text.to_owned()];
    for _ in 0..3 {
        let last = texts.last().unwrap().clone();
        texts.push(unescape(&last));
    }
    texts.iter().any(|text| {
        text.contains(key)
            || text
                .split(|character: char| !is_base64(character))
                .any(|word| (0..4).any(|skip| decodes_to(word, skip, key)))
    })
}

fn is_base64(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '-' | '_')
}

fn decodes_to(word: &str, skip: usize, key: &str) -> bool {
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for character in word.chars().skip(skip) {
        let character = match character {
            '-' => '+',
            '_' => '/',
            other => other,
        };
        let digit = ALPHABET
            .iter()
            .position(|digit| char::from(*digit) == character);
        bits = bits << 6 | u32::try_from(digit.unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).unwrap());
        }
    }
    bytes
        .windows(key.len())
        .any(|window| window == key.as_bytes())
}

/// One layer of `\uXXXX`, `\/`, `\\` and `%XX`.
fn unescape(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < characters.len() {
        let hex = |from: usize, digits: usize| {
            let text: String = characters.iter().skip(from).take(digits).collect();
            u32::from_str_radix(&text, 16).ok().and_then(char::from_u32)
        };
        let (character, length) = match (characters[at], characters.get(at + 1)) {
            ('\\', Some('u')) => (hex(at + 2, 4), 6),
            ('\\', Some(next)) => (Some(*next), 2),
            ('%', _) => (hex(at + 1, 2), 3),
            _ => (None, 1),
        };
        out.push(character.unwrap_or(characters[at]));
        at += if character.is_some() { length } else { 1 };
    }
    out
}

#[test]
fn the_search_finds_every_spelling() {
    for spelling in spellings(CANARY) {
        let line = serde_json::json!({"text": format!("a {spelling} b")}).to_string();
        assert!(leaks(&line, CANARY), "{spelling}");
        assert!(
            leaks(&format!("{{\"text\":\"a {spelling} b\"}}"), CANARY),
            "{spelling}"
        );
    }
    assert!(!leaks("sk-canary is no key", CANARY));
}

/// Every header, and every spelling in an error's body and in an answer, cut into pieces anywhere.
#[tokio::test]
async fn no_spelling_of_the_key_gets_onto_a_cassette() {
    let spellings = spellings(CANARY);
    let echo = spellings.join(" | ").replace('"', "");
    let headers = [
        "x-request-id",
        "request-id",
        "x-generation-id",
        "x-litellm-call-id",
        "x-litellm-a-router-b",
        "x-portkey-trace-id",
        "retry-after",
        "x-allowed",
        "set-cookie",
        "authorization",
    ];
    let plain: Vec<(&str, &str)> = headers.iter().map(|name| (*name, CANARY)).collect();
    let coded = base64(format!("user:{CANARY}").as_bytes());
    let coded: Vec<(&str, &str)> = headers.iter().map(|name| (*name, &*coded)).collect();
    let location = format!("https://elsewhere.example/?key={CANARY}");
    let bodies = [
        format!(
            r#"{{"error":{{"message":"Incorrect API key provided: {echo}","type":"x","code":"y"}}}}"#
        ),
        echo.clone(),
    ];
    let none = Scratch::new();
    let count = every(CANARY, NOWHERE, &none.open(CassetteMode::RecordNew)).len();
    for index in 0..count {
        let scratch = Scratch::new();
        for (status, headers) in [(401, &plain), (200, &coded), (307, &plain)] {
            for body in &bodies {
                let mut headers = headers.clone();
                headers.push(("location", &location));
                let server = once(Act::Send(answer(status, &headers, body))).await;
                let cassette = Cassette::builder(scratch.path())
                    .allow_header("x-allowed")
                    .mode(CassetteMode::Record)
                    .open()
                    .unwrap();
                let (name, _, provider) =
                    every(CANARY, &server.url(), &cassette).swap_remove(index);
                ask(&*provider, MIB).await.expect_err(name);
                assert_eq!(cassette.finish().await.unwrap().recorded, 1, "{name}");
                assert!(
                    server.finish()[0]
                        .headers
                        .values()
                        .any(|value| value.contains(CANARY))
                );
            }
        }
        let text = scratch.text();
        assert!(!leaks(&text, CANARY), "{text}");
        assert!(text.contains("(key)"), "{text}");
        assert!(!text.contains("?key"), "{text}");
        // What isn't a key stays.
        assert!(
            text.contains("Incorrect API key provided: (key) | Bearer (key) | "),
            "{text}"
        );
    }
}

/// A body that comes byte by byte has no piece with the key in it; the pieces together must not
/// have it either.
#[tokio::test]
async fn a_key_over_several_pieces_is_masked() {
    let body = format!(r#"{{"error":{{"message":"No: {CANARY}, and {CANARY}!"}}}}"#);
    let head = format!("HTTP/1.1 401 No\r\ncontent-length: {}\r\n\r\n", body.len());
    let mut pieces = vec![head.into_bytes()];
    pieces.extend(body.as_bytes().chunks(4).map(<[u8]>::to_vec));
    let scratch = Scratch::new();
    let server = once(Act::Pieces(std::time::Duration::from_millis(2), pieces)).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let provider = |url: &str, cassette| Compatible::new(CANARY).base_url(url).cassette(cassette);
    let live = ask(&provider(&server.url(), &cassette), MIB)
        .await
        .unwrap_err();
    cassette.finish().await.unwrap();
    server.finish();
    let entry = &scratch.entries()[0];
    let chunks = entry["response"]["chunks"].as_array().unwrap();
    let text: String = chunks
        .iter()
        .map(|chunk| chunk["text"].as_str().unwrap())
        .collect();
    assert_eq!(text, r#"{"error":{"message":"No: (key), and (key)!"}}"#);
    let replayed = ask(&provider(NOWHERE, &scratch.replay()), MIB).await;
    assert_eq!(replayed.unwrap_err().message, live.message);
}

/// In the path of a base URL, in a prompt, and in what a user calls a header.
#[tokio::test]
async fn a_key_in_the_request_is_masked() {
    let key = "sk-canary-4f1d9a";
    let scratch = Scratch::new();
    let server = once(Act::Send(answer(500, &[], ""))).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let provider = Portkey::new(key)
        .base_url(format!("{}/{key}/v1", server.url()))
        .provider(key, "sk-other-canary-17")
        .saved_config(format!(r#"{{"api_key":"{key}"}}"#))
        .cassette(&cassette);
    let turns = [driftless::provider::Turn::user(format!(
        "{key} sk-other-canary-17"
    ))];
    let form = driftless::dialect::Form::Text;
    let request = driftless::provider::Request::new("m", &turns, &form);
    driftless::provider::Provider::send(&provider, &request)
        .await
        .unwrap_err();
    cassette.finish().await.unwrap();
    server.finish();
    let text = scratch.text();
    assert!(!text.contains("canary"), "{text}");
    let entry = &scratch.entries()[0];
    assert_eq!(entry["request"]["path"], "/(key)/v1/chat/completions");
    assert_eq!(
        entry["request"]["body"]["messages"][0]["content"],
        "(key) (key)"
    );
    // The header whose value is the key isn't there at all.
    let headers = entry["request"]["headers"].as_object().unwrap();
    assert_eq!(headers.keys().collect::<Vec<_>>(), ["content-type"]);
}

/// Whatever it is called: the value is the key.
#[tokio::test]
async fn a_header_with_the_key_is_never_kept() {
    let scratch = Scratch::new();
    let server = once(Act::Send(answer(500, &[], ""))).await;
    let cassette = Cassette::builder(scratch.path())
        .allow_header("x-my-header")
        .mode(CassetteMode::RecordNew)
        .open()
        .unwrap();
    // Too short to be searched for, so that only its mark keeps it out.
    let provider = Compatible::new("k-17")
        .base_url(server.url())
        .key_header("x-my-header")
        .cassette(&cassette);
    ask(&provider, MIB).await.unwrap_err();
    cassette.finish().await.unwrap();
    server.finish();
    assert!(!scratch.text().contains("k-17"), "{}", scratch.text());
}

#[test]
fn nobody_can_allow_a_header_that_carries_keys() {
    for name in [
        "authorization",
        "Proxy-Authorization",
        "x-api-key",
        "API-Key",
        "x-goog-api-key",
        "x-portkey-api-key",
        "my-vendor-api-key",
        "cookie",
        "Set-Cookie",
    ] {
        let opened = Cassette::builder("never.jsonl").allow_header(name).open();
        let told = opened.unwrap_err().to_string();
        assert_eq!(
            told,
            format!(
                "never.jsonl: the header `{}` carries keys, which are never recorded; take it off the list",
                name.to_lowercase()
            )
        );
    }
    let opened = Cassette::builder("never.jsonl").allow_header("a b").open();
    assert!(
        opened
            .unwrap_err()
            .to_string()
            .contains("can't be a header's name")
    );
}

/// The output in a debugger or a log.
#[test]
fn nothing_that_holds_a_cassette_prints_a_key() {
    let scratch = Scratch::new();
    let cassette = scratch.open(CassetteMode::RecordNew);
    for (name, _, provider) in every(CANARY, NOWHERE, &cassette) {
        assert!(!format!("{provider:?}").contains(CANARY), "{name}");
    }
}
