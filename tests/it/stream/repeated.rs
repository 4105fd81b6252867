//! Events that repeat all of the event before but a text are read in a shorter way. What they mean
//! is the same as where each is spelled with other white space, so that none repeats another.

use driftless::dialect::Form;
use driftless::json::Json;
use driftless::provider::{Request, Turn};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply, sent};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use crate::provider::{MIB, every};

const APIS: [&str; 3] = ["responses", "chat", "anthropic"];
/// As they stand in JSON; the last ones are none.
const PIECES: &[&str] = &[
    "a",
    "{",
    "}",
    ":",
    ",",
    "Hello ",
    "ä€😀",
    "1",
    "0",
    r#"\""#,
    r"\\",
    r"\n",
    r"\u00e4",
    r"\ud83d\ude00",
    "",
    r#",\"obfuscation\":\""#,
    r#"\":\""#,
    r"\ud83d",
    r"\x",
    "\t",
    r#"",""#,
];
const WRONG: usize = 4;

struct Draw(SmallRng);

impl Draw {
    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.0.random_range(0..of.len())]
    }

    fn rarely(&mut self) -> bool {
        self.0.random_bool(0.02)
    }

    fn piece(&mut self) -> &'static str {
        let most = if self.0.random_bool(0.01) {
            PIECES.len()
        } else {
            PIECES.len() - WRONG
        };
        PIECES[self.0.random_range(0..most)]
    }

    /// Members that a vendor adds to its events.
    fn padding(&mut self, number: u32) -> String {
        match self.0.random_range(0..6) {
            0 => format!(r#","obfuscation":"{}""#, self.piece()),
            1 => format!(r#","sequence_number":{number}"#),
            2 => format!(r#","sequence_number":{number},"obfuscation":"x{number}""#),
            _ => String::new(),
        }
    }

    fn events(&mut self, api: &str) -> Vec<String> {
        let mut events = match api {
            "anthropic" => vec![
                r#"{"type":"message_start","message":{"id":"m1","model":"model-1","usage":{"input_tokens":5,"output_tokens":1}}}"#.to_owned(),
                r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#.to_owned(),
                r#"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","name":"answer","input":{}}}"#.to_owned(),
            ],
            "responses" => vec![
                r#"{"type":"response.created","response":{"id":"r1","model":"model-1","status":"in_progress","output":[]}}"#.to_owned(),
                r#"{"type":"response.output_item.added","output_index":0,"item":{"type":"message","content":[]}}"#.to_owned(),
            ],
            _ => Vec::new(),
        };
        for _ in 0..self.0.random_range(1..8) {
            let kind = self.0.random_range(0..12);
            let with_padding = self.0.random_range(0..2) == 0;
            for _ in 0..self.0.random_range(1..7) {
                let number = u32::try_from(events.len()).unwrap();
                let padding = if with_padding {
                    self.padding(number)
                } else {
                    String::new()
                };
                events.push(self.event(api, kind, &padding));
            }
            if self.rarely() {
                events.push(self.end(api));
            }
        }
        events.push(self.end(api));
        match api {
            "anthropic" => events.push(r#"{"type":"message_stop"}"#.to_owned()),
            "chat" => {
                events.push(
                    r#"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":9}}"#
                        .to_owned(),
                );
                events.push("[DONE]".to_owned());
            }
            _ => {}
        }
        events
    }

    fn event(&mut self, api: &str, kind: u32, padding: &str) -> String {
        let piece = self.piece();
        let other = if self.rarely() {
            r#","model":"model-1-2""#
        } else {
            ""
        };
        match (api, kind) {
            ("anthropic", 0 | 1) => format!(
                r#"{{"type":"content_block_delta","index":1,"delta":{{"type":"input_json_delta","partial_json":"{piece}"}}{padding}}}"#
            ),
            ("anthropic", 2) => format!(
                r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{piece}","thinking":"{piece}"}}}}"#
            ),
            ("anthropic", 3) => r#"{"type":"ping"}"#.to_owned(),
            ("anthropic", _) => format!(
                r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{piece}"}}{padding}}}"#
            ),
            ("responses", 0) => format!(
                r#"{{"type":"response.output_text.delta","output_index":0,"delta":"{piece}"{padding}}}"#
            ),
            ("responses", 1) => format!(
                r#"{{"type":"response.refusal.delta","output_index":0,"content_index":0,"delta":"{piece}"{padding}}}"#
            ),
            ("responses", 2) => format!(
                r#"{{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"{piece}"{padding}}}"#
            ),
            ("responses", _) => format!(
                r#"{{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"{piece}","logprobs":[]{padding}}}"#
            ),
            (_, 0) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"content":[{{"type":"text","text":"{piece}"}},{{"type":"text","text":"b"}}]}}}}]{padding}}}"#
            ),
            (_, 1) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"reasoning_content":"{piece}"}}}}]{padding}}}"#
            ),
            (_, 2) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"content":"{piece}","reasoning":"{piece}"}}}}]{padding}}}"#
            ),
            (_, 3) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{"index":0,"id":"c","function":{{"name":"answer","arguments":"{piece}"}}}}]}}}}]{padding}}}"#
            ),
            (_, 4) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{"index":0,"function":{{"name":"{piece}","arguments":"{piece}"}}}}]}}}}]{padding}}}"#
            ),
            (_, 5) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{"index":0,"function":{{"arguments":"{piece}"}}}}]}}}}]{padding}}}"#
            ),
            (_, 6) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"content":"{piece}","refusal":"{}"}}}}]}}"#,
                if self.rarely() { "no" } else { "" }
            ),
            (_, 7) => format!(
                r#"{{"choices":[{{"index":0,"delta":{{"content":"{piece}"}}}}],"usage":{{"prompt_tokens":5,"completion_tokens":7}}{padding}}}"#
            ),
            _ => format!(
                r#"{{"id":"c1","choices":[{{"index":0,"delta":{{"content":"{piece}"}},"logprobs":null,"finish_reason":null}}]{other}{padding}}}"#
            ),
        }
    }

    fn end(&mut self, api: &str) -> String {
        let reason = self.one(&["stop", "stop", "stop", "length", "tool_calls"]);
        match api {
            "anthropic" => format!(r#"{{"type":"message_delta","delta":{{"stop_reason":"{}"}},"usage":{{"output_tokens":7}}}}"#, match reason { "stop" => "end_turn", "length" => "max_tokens", _ => "tool_use" }),
            "responses" => r#"{"type":"response.completed","response":{"id":"r1","model":"model-1","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":7}}}"#.to_owned(),
            _ => format!(r#"{{"choices":[{{"index":0,"delta":{{}},"finish_reason":"{reason}"}}]}}"#),
        }
    }
}

/// The stream of these events; `spaced`: each with other white space than the one before.
fn stream(api: &str, events: &[String], spaced: bool) -> Act {
    let mut text = String::new();
    for (index, event) in events.iter().enumerate() {
        let event = match event.strip_prefix('{') {
            Some(rest) if spaced => format!("{{{}{rest}", " ".repeat(1 + index % 5)),
            _ => event.clone(),
        };
        if api == "anthropic" {
            text.push_str("event: x\n");
        }
        text.push_str("data: ");
        text.push_str(&event);
        text.push_str("\n\n");
    }
    Act::Send(answer(200, &[("content-type", "text/event-stream")], text))
}

/// A result without what the white space changes: columns and excerpts of events that are no JSON.
fn meaning(result: &Result<Reply, Failure>) -> String {
    match result {
        Ok(reply) => format!(
            "{:?} {:?} {:?}",
            reply.text, reply.metadata.usage, reply.metadata.served_model
        ),
        Err(failure) => {
            let message = failure.message.split(['(', '{']).next().unwrap_or_default();
            format!("{:?} {message} {:?}", failure.class, failure.metadata.usage)
        }
    }
}

#[tokio::test]
async fn events_that_repeat_are_read_as_those_that_do_not() {
    let mut draw = Draw(SmallRng::seed_from_u64(20_261_201));
    let (mut answers, mut failures) = (0, 0);
    let tool = Form::Tool {
        name: "answer".to_owned(),
        description: None,
        schema: Json::object::<String>([]),
    };
    for round in 0..1_200 {
        let api = APIS[round % 3];
        let form = if round % 2 == 0 { &Form::Text } else { &tool };
        let events = draw.events(api);
        let acts = [false, true].map(|spaced| Exchange::any(stream(api, &events, spaced)));
        let server = Loopback::start(acts).await;
        let place = ["responses", "chat", "anthropic", "gemini"]
            .iter()
            .position(|known| *known == api);
        let (_, provider) = every("test-key", &server.url()).swap_remove(place.unwrap());
        let turns = [Turn::user("hello")];
        let mut results = Vec::new();
        for _ in 0..2 {
            let mut request = Request::new("model-1", &turns, form);
            request.max_reply_bytes = if round % 7 == 0 { 40 } else { MIB };
            results.push(sent(&*provider, &request).await);
        }
        server.finish();
        let [repeated, spaced] = [&results[0], &results[1]].map(meaning);
        assert_eq!(repeated, spaced, "{api}: {events:#?}");
        *(if results[0].is_ok() {
            &mut answers
        } else {
            &mut failures
        }) += 1;
    }
    assert!(answers > 200 && failures > 50, "{answers} {failures}");
}
