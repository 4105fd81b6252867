//! A text is the one that the model said, however the server writes it and whatever stands around
//! it.

use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{MIB, ask, every, says};

/// A text of up to 60 characters of all kinds.
fn text(random: &mut StdRng) -> String {
    let length = random.random_range(0..60);
    let one = |random: &mut StdRng| match random.random_range(0..6) {
        0 => char::from(b"\"\\/\n\r\t\x08\x0c\x00\x1f\x7f{}[],:"[random.random_range(0..17)]),
        1 => random.random_range('\u{80}'..'\u{2fff}'),
        2 => random.random_range('\u{1_f300}'..'\u{1_faff}'),
        _ => random.random_range(' '..='~'),
    };
    (0..length).map(|_| one(random)).collect()
}

/// `text` as it may stand in a JSON string, each character in one of the ways to write it.
fn written(text: &str, random: &mut StdRng) -> String {
    let mut out = String::new();
    for character in text.chars() {
        let short = match character {
            '"' => Some("\\\""),
            '\\' => Some("\\\\"),
            '/' => Some("\\/"),
            '\n' => Some("\\n"),
            '\r' => Some("\\r"),
            '\t' => Some("\\t"),
            '\u{8}' => Some("\\b"),
            '\u{c}' => Some("\\f"),
            _ => None,
        };
        let may_stand = character >= ' ' && !matches!(character, '"' | '\\');
        match (short, random.random_range(0..4)) {
            (Some(short), 1..) => out.push_str(short),
            (None, 1..) if may_stand => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let digits = format!("{unit:04x}");
                    let upper = random.random_bool(0.5).then(|| digits.to_uppercase());
                    out.push_str("\\u");
                    out.push_str(&upper.unwrap_or(digits));
                }
            }
        }
    }
    out
}

#[tokio::test]
async fn whatever_is_said_is_handed_on_as_it_was() {
    const EACH: usize = 150;
    for index in 0..every("", "").len() {
        let mut random = StdRng::seed_from_u64(20_261_123);
        let (api, _) = every("", "").swap_remove(index);
        let texts: Vec<String> = (0..EACH).map(|_| text(&mut random)).collect();
        let bodies = texts.iter().map(|text| {
            let body = says(api, &written(text, &mut random));
            // What no API documents is passed over, whatever it holds: half of a pair too, which is
            // no text.
            let strange = written(&self::text(&mut random), &mut random);
            let half = ["", r"\ud800"][usize::from(random.random_ratio(1, 4))];
            let member = format!(r#"{{ "x-{strange}" : [ {{"{strange}":-0.5e+3}},"{half}",null],"#);
            body.replacen('{', &member, 1)
        });
        let acts = bodies.map(|body| Exchange::any(Act::Send(answer(200, &[], body))));
        let server = Loopback::start(acts.collect::<Vec<_>>()).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(index);
        for said in &texts {
            // An empty text is no answer to some APIs, and a blank one is trimmed by none.
            match ask(&*provider, MIB).await {
                Ok(reply) => assert_eq!(&reply.text, said, "{api}"),
                Err(failure) => assert!(said.is_empty(), "{api}: {said:?}: {failure}"),
            }
        }
        server.finish();
    }
}

/// A member that must be read and is no text makes the answer malformed.
#[tokio::test]
async fn half_of_a_pair_is_no_text() {
    super::each_fails(
        |api| Act::Send(answer(200, &[], says(api, r"x\ud83dy"))),
        |api, failure| assert_eq!(failure.class, driftless::FailureClass::Malformed, "{api}"),
    )
    .await;
}
