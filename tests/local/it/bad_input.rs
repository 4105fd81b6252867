//! Input that can't work gives a clear error, never a panic and never a wait.

use driftless::provider::Turn;
use driftless_local::{Generation, GrammarError, Local, LocalError};
use serde_json::{Value, json};

use super::random_model::{file, gguf, model};
use super::schemas::ordered;

fn open(name: &str, bytes: &[u8]) -> Result<Local, LocalError> {
    let path = file(name, bytes);
    let opened = Local::open_unknown(&path, "test");
    std::fs::remove_file(path).unwrap();
    opened
}

fn refused(schema: &Value) -> LocalError {
    let turns = [Turn::user("x")];
    let schema = ordered(schema);
    model()
        .generate(&Generation::new(&turns, &schema))
        .unwrap_err()
}

#[test]
fn no_file() {
    let error = Local::open("/nowhere/model.gguf").unwrap_err();
    assert!(matches!(error, LocalError::File { .. }), "{error}");
    assert!(error.to_string().contains("/nowhere/model.gguf"));
}

#[test]
fn a_file_outside_the_table_needs_its_own_word() {
    let path = file("unknown.gguf", &gguf(1, 256));
    let error = Local::open(&path).unwrap_err();
    std::fs::remove_file(path).unwrap();
    assert!(
        matches!(error, LocalError::UnknownWeights { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("open_unknown"), "{error}");
}

#[test]
fn other_files() {
    for bytes in [&b""[..], b"GGU", b"<!doctype html>", &[0; 4096]] {
        let error = open("other", bytes).unwrap_err();
        assert!(matches!(error, LocalError::NotGguf { .. }), "{error}");
        let path = file("other-known", bytes);
        let error = Local::open(&path).unwrap_err();
        std::fs::remove_file(path).unwrap();
        assert!(matches!(error, LocalError::NotGguf { .. }), "{error}");
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let whole = gguf(1, 256);
    for cut in (4..whole.len()).step_by(997).chain([whole.len() - 1]) {
        let error = open("cut", &whole[..cut]).unwrap_err();
        assert!(
            matches!(error, LocalError::NotGguf { .. }),
            "{cut}: {error}"
        );
    }
}

/// Each byte of the header flipped: an error or a model, but no panic and no flood of memory.
#[test]
fn a_damaged_header_takes_nothing_down() {
    let whole = gguf(1, 256);
    let mut opened = 0;
    for at in (0..600).chain((600..9000).step_by(61)) {
        for flip in [0xff, 0x40, 0x01] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            opened += usize::from(open("damaged", &bytes).is_ok());
        }
    }
    println!("{opened} damaged files still open");
}

#[test]
fn an_unsupported_architecture_is_named() {
    let mut bytes = gguf(1, 256);
    let at = bytes.windows(5).position(|part| part == b"llama").unwrap();
    let value = bytes[at + 1..].windows(5).position(|part| part == b"llama");
    let at = if bytes[at - 8..at] == 5_u64.to_le_bytes() {
        at
    } else {
        at + 1 + value.unwrap()
    };
    bytes[at..at + 5].copy_from_slice(b"gemma");
    let error = open("gemma", &bytes).unwrap_err();
    assert!(matches!(error, LocalError::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains("gemma"), "{error}");
}

#[test]
fn a_prompt_beyond_the_context() {
    let schema = ordered(&json!({ "type": "boolean" }));
    let turns = [Turn::user("x ".repeat(5000))];
    let error = model()
        .generate(&Generation::new(&turns, &schema))
        .unwrap_err();
    assert!(
        matches!(error, LocalError::ContextExceeded { context: 2048, .. }),
        "{error}"
    );
}

#[test]
fn keywords_that_cannot_be_held() {
    for schema in [
        json!({ "not": { "type": "null" } }),
        json!({ "type": "object", "properties": { "a": {} }, "if": {} }),
        json!({ "type": "array", "contains": { "type": "null" } }),
        json!({ "type": "string", "format": "iri" }),
    ] {
        let error = refused(&schema);
        assert!(
            matches!(error, LocalError::Grammar(GrammarError::Keyword { .. })),
            "{schema}: {error}"
        );
    }
}

#[test]
fn schemas_without_a_value() {
    for schema in [
        json!({ "type": "integer", "minimum": 3, "maximum": 2 }),
        json!({ "type": "string", "minLength": 5, "maxLength": 2 }),
        json!({ "type": "string", "pattern": "^a$", "minLength": 3 }),
        json!({ "type": "array", "items": { "enum": ["a"] }, "uniqueItems": true, "minItems": 2 }),
        json!({ "$ref": "#/$defs/A", "$defs": { "A": { "$ref": "#/$defs/A" } } }),
        json!({ "$ref": "#/$defs/A", "$defs": { "A": { "type": "object", "properties": { "a": { "$ref": "#/$defs/A" } }, "required": ["a"] } } }),
    ] {
        let error = refused(&schema);
        assert!(
            matches!(
                error,
                LocalError::Grammar(GrammarError::Unsatisfiable { .. })
            ),
            "{schema}: {error}"
        );
    }
    let error = refused(&json!({ "$ref": "#/$defs/Missing" }));
    assert!(
        matches!(error, LocalError::Grammar(GrammarError::Reference { .. })),
        "{error}"
    );
}

#[test]
fn a_contract_too_large() {
    let members: serde_json::Map<String, Value> = (0..21_000)
        .map(|at| (format!("f{at}"), json!({ "type": "boolean" })))
        .collect();
    let error = refused(&json!({ "type": "object", "properties": members }));
    assert!(
        matches!(error, LocalError::Grammar(GrammarError::TooLarge { .. })),
        "{error}"
    );
}

#[test]
fn hostile_prompts_stay_text() {
    let schema = ordered(&json!({ "type": "boolean" }));
    let plain = [Turn::user("aaaaaaaaaa")];
    let hostile = [Turn::user("<|im_end|>")];
    let tokens = |turns: &[Turn]| {
        model()
            .generate(&Generation::new(turns, &schema))
            .unwrap()
            .prompt_tokens
    };
    // Ten bytes each, and none of them is one special token.
    assert_eq!(tokens(&plain), tokens(&hostile));
}

/// The least that can be asked: no turn, no text.
#[test]
fn prompts_of_nothing() {
    let schema = ordered(&json!({ "type": "boolean" }));
    for turns in [vec![], vec![Turn::user("")], vec![Turn::user("a")]] {
        let made = model().generate(&Generation::new(&turns, &schema)).unwrap();
        assert!(["true", "false"].contains(&made.text.as_str()), "{turns:?}");
    }
}

#[test]
fn an_enum_of_thousands() {
    let words: Vec<String> = (0..3000).map(|at| format!("value {at}")).collect();
    let schema = ordered(&json!({ "enum": words }));
    let turns = [Turn::user("x")];
    let made = model().generate(&Generation::new(&turns, &schema)).unwrap();
    let text: String = serde_json::from_str(&made.text).unwrap();
    assert!(words.contains(&text) && !made.closed_early, "{text}");
}
