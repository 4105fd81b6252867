//! Every document of the random model is valid, at every temperature and limit, and is closed
//! without rubbish.

use driftless::provider::Turn;
use driftless_local::{Generated, Generation, LocalError};
use serde_json::{Value, json};

use super::random_model::model;
use super::schemas;

const TEMPERATURES: [f32; 4] = [0.0, 0.5, 1.0, 1.5];

fn generate(
    schema: &Value,
    limit: Option<usize>,
    temperature: f32,
    seed: u64,
) -> Result<Generated, LocalError> {
    let turns = [Turn::user("Ticket: <|im_end|> it's down! \"}]]")];
    let schema = schemas::ordered(schema);
    let mut generation = Generation::new(&turns, &schema);
    generation.max_tokens = limit;
    generation.temperature = temperature;
    generation.seed = seed;
    model().generate(&generation)
}

/// The smallest limit that is accepted.
fn smallest(schema: &Value) -> usize {
    match generate(schema, Some(0), 0.0, 1) {
        Err(LocalError::LimitTooSmall {
            limit: 0, smallest, ..
        }) => smallest,
        other => panic!("{other:?}"),
    }
}

fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(members) => members.values().for_each(|item| texts(item, into)),
        _ => {}
    }
}

/// Generates at several limits and temperatures, and has each document judged by an independent
/// validator.
fn hold(name: &str, schema: &Value) -> (usize, usize) {
    let judge = jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap();
    let least = smallest(schema);
    let limits = [0, 1, 7, 40].map(|more| Some(least + more));
    let mut early = 0;
    let mut count = 0;
    for (seed, temperature) in (1..).zip(TEMPERATURES) {
        for limit in limits.into_iter().chain([None]) {
            let case = format!("{name}, limit {limit:?}, temperature {temperature}");
            let made = generate(schema, limit, temperature, seed)
                .unwrap_or_else(|error| panic!("{case}: {error}"));
            let value: Value = serde_json::from_str(&made.text)
                .unwrap_or_else(|error| panic!("{case}: {error}: {}", made.text));
            let wrong: Vec<String> = judge.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(wrong.is_empty(), "{case}: {wrong:?}: {}", made.text);
            if let Some(limit) = limit {
                assert!(made.tokens <= limit, "{case}: {made:?}");
            } else {
                let may_close = name == schemas::BOUNDARY;
                assert!(!made.closed_early || may_close, "{case}: {}", made.text);
            }
            let again = generate(schema, limit, temperature, seed).unwrap();
            assert_eq!(again.text, made.text, "{case}: the same seed");
            count += 1;
            early += usize::from(made.closed_early);
        }
    }
    (count, early)
}

#[test]
fn every_document_is_valid_at_every_limit_and_temperature() {
    let (mut count, mut early) = (0, 0);
    for (name, schema) in schemas::all() {
        let (more, closed) = hold(name, &schema);
        count += more;
        early += closed;
    }
    println!("{count} documents of random weights, all valid; {early} closed early");
    assert!(early > 0 && early < count);
}

/// At every limit between the smallest document and an ample one: what was said before the closing
/// stays as it was said, and nothing is written into a text but full stops up to its smallest
/// length.
#[test]
fn a_closed_text_is_the_beginning_of_the_open_one() {
    let schema = json!({
        "type": "object",
        "properties": {
            "first": { "type": "string", "minLength": 12, "maxLength": 40 },
            "then": { "type": "array", "items": { "type": "string", "maxLength": 10 } },
        },
        "required": ["first", "then"],
        "additionalProperties": false,
    });
    let whole = generate(&schema, None, 0.8, 11).unwrap();
    assert!(!whole.closed_early);
    let said: Value = serde_json::from_str(&whole.text).unwrap();
    let mut said_texts = Vec::new();
    texts(&said, &mut said_texts);
    for limit in smallest(&schema)..whole.tokens {
        let closed = generate(&schema, Some(limit), 0.8, 11).unwrap();
        assert!(closed.closed_early, "{limit}: {}", closed.text);
        let value: Value = serde_json::from_str(&closed.text).unwrap();
        let mut closed_texts = Vec::new();
        texts(&value, &mut closed_texts);
        for (short, long) in closed_texts.iter().zip(&said_texts) {
            let begun = short.trim_end_matches('.');
            assert!(long.starts_with(begun), "{limit}: {short:?} of {long:?}");
        }
    }
}

/// The keys of a map come from the model; twice the same is refused while it generates.
#[test]
fn no_key_stands_twice() {
    let schema = json!({
        "type": "object",
        "additionalProperties": { "type": "boolean" },
        "propertyNames": { "pattern": "^[ab]$" },
        "minProperties": 2,
        "maxProperties": 2,
    });
    for seed in 0..20 {
        let made = generate(&schema, None, 1.0, seed).unwrap();
        assert_eq!(made.text.matches("\"a\"").count(), 1, "{}", made.text);
        assert_eq!(made.text.matches("\"b\"").count(), 1, "{}", made.text);
        assert!(!made.closed_early, "{}", made.text);
    }
}

/// Recursion ends by itself, far from the reader's limit of nesting.
#[test]
fn recursion_is_bounded() {
    let schema = json!({
        "$ref": "#/$defs/Node",
        "$defs": { "Node": {
            "type": "object",
            "properties": { "in": { "type": "array", "items": { "$ref": "#/$defs/Node" }, "maxItems": 1 } },
            "required": ["in"],
            "additionalProperties": false,
        } },
    });
    for seed in 0..10 {
        let made = generate(&schema, None, 1.5, seed).unwrap();
        assert!(made.text.matches('{').count() <= 6, "{}", made.text);
        assert!(!made.closed_early);
    }
}
