//! Files that are no snapshot are refused, with the place.

use driftless::diff::Snapshot;

fn refused(text: &str) -> String {
    Snapshot::read(text).unwrap_err().to_string()
}

#[test]
fn nothing_unknown_is_ignored() {
    for (text, told) in [
        ("", "line 1: expected"),
        ("{\n\"type\":\n}", "line 3: expected"),
        ("[]", "expected an object"),
        (
            r#"{"type":"string","minimum":"x"}"#,
            "at `/minimum`: expected a number",
        ),
        (
            r#"{"type":"object","properties":{"a":{"not":{}}},"required":[],"additionalProperties":false}"#,
            "at `/properties/a/not`: the keyword `not` is none",
        ),
        (r#"{"type":"text"}"#, "unknown type `text`"),
        (
            r#"{"type":"string","format":"color"}"#,
            "at `/format`: unknown format `color`",
        ),
        (
            r#"{"type":"string","pattern":"^a$"}"#,
            "at `/pattern`: the snapshot does not say how this pattern is run",
        ),
        (
            r##"{"$ref":"#/$defs/Gone"}"##,
            "`#/$defs/Gone` is not there",
        ),
        (r##"{"$ref":"#"}"##, "it refers to nothing but itself"),
        (
            r#"{"type":"object","properties":{}}"#,
            "this is not a form that driftless writes",
        ),
        (
            r#"{"anyOf":[{"type":"string"},{"type":"string","maxLength":3}]}"#,
            "alternatives of one JSON type",
        ),
        (
            r#"{"type":"number","minimum":1e999}"#,
            "a number that no float",
        ),
        (
            r#"{"type":"number","multipleOf":0}"#,
            "expected a number above zero",
        ),
        (
            r#"{"type":"string","type":"integer"}"#,
            "the key `type` stands twice",
        ),
        (
            r#"{"x-driftless":{"extra":1}}"#,
            "the key `extra` is not known",
        ),
    ] {
        let error = refused(text);
        assert!(
            error.starts_with("not a snapshot of a contract: ") && error.contains(told),
            "{text}: {error}"
        );
    }
}
