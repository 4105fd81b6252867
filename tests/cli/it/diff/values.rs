//! Changes of a single value.

use serde_json::Value;
use serde_json::json;

use super::table::{COMPATIBLE, CONSUMER, Case, PRODUCER, WORDING, merged};

/// The change of one value.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) fn values() -> Vec<Case> {
    let text = |extra: Value| merged(json!({"type": "string"}), extra);
    let int = |extra: Value| merged(json!({"type": "integer"}), extra);
    let num = |extra: Value| merged(json!({"type": "number"}), extra);
    vec![
        ("nothing", text(json!({})), text(json!({})), &[]),
        (
            "string to integer",
            text(json!({})),
            int(json!({})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "integer to number",
            int(json!({})),
            num(json!({})),
            &[CONSUMER],
        ),
        (
            "number to integer",
            num(json!({})),
            int(json!({})),
            &[PRODUCER],
        ),
        (
            "boolean to string",
            json!({"type": "boolean"}),
            text(json!({})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "null added",
            text(json!({})),
            json!({"type": ["string", "null"]}),
            &[CONSUMER],
        ),
        (
            "null removed",
            json!({"type": ["integer", "null"]}),
            int(json!({})),
            &[PRODUCER],
        ),
        (
            "anything to string",
            json!({}),
            text(json!({})),
            &[PRODUCER],
        ),
        (
            "string to anything",
            text(json!({})),
            json!({}),
            &[CONSUMER],
        ),
        (
            "longer allowed",
            text(json!({"maxLength": 5})),
            text(json!({"maxLength": 9})),
            &[CONSUMER],
        ),
        (
            "shorter only",
            text(json!({"maxLength": 9})),
            text(json!({"maxLength": 5})),
            &[PRODUCER],
        ),
        (
            "at least one character",
            text(json!({})),
            text(json!({"minLength": 1})),
            &[PRODUCER],
        ),
        (
            "may be empty",
            text(json!({"minLength": 1})),
            text(json!({})),
            &[CONSUMER],
        ),
        (
            "no limit said as zero",
            text(json!({})),
            text(json!({"minLength": 0})),
            &[],
        ),
        (
            "both lengths",
            text(json!({"minLength": 2, "maxLength": 3})),
            text(json!({"minLength": 3, "maxLength": 4})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "pattern added",
            text(json!({})),
            text(json!({"pattern": "^[A-Z]+$"})),
            &[PRODUCER],
        ),
        (
            "pattern removed",
            text(json!({"pattern": "^[A-Z]+$"})),
            text(json!({})),
            &[CONSUMER],
        ),
        (
            "pattern narrower",
            text(json!({"pattern": "^[A-Z]+$"})),
            text(json!({"pattern": "^[A-M]+$"})),
            &[PRODUCER],
        ),
        (
            "pattern wider",
            text(json!({"pattern": "^K-[0-9]{3}$"})),
            text(json!({"pattern": "^K-[0-9]{3,4}$"})),
            &[CONSUMER],
        ),
        (
            "pattern other",
            text(json!({"pattern": "^a+$"})),
            text(json!({"pattern": "^b+$"})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "pattern the same in other words",
            text(json!({"pattern": "^[0-9][0-9]$"})),
            text(json!({"pattern": "^[0-9]{2}$"})),
            &[COMPATIBLE],
        ),
        (
            "pattern unanchored to the same",
            text(json!({"pattern": "x"})),
            text(json!({"pattern": "^[^x]*x"})),
            &[COMPATIBLE],
        ),
        (
            "length that the pattern has",
            text(json!({"pattern": "^[A-Z]{3}$"})),
            text(json!({"pattern": "^[A-Z]{3}$", "minLength": 3, "maxLength": 3})),
            &[COMPATIBLE],
        ),
        (
            "length that cuts the pattern",
            text(json!({"pattern": "^[A-Z]{3,5}$"})),
            text(json!({"pattern": "^[A-Z]{3,5}$", "maxLength": 4})),
            &[PRODUCER],
        ),
        (
            "format added",
            text(json!({})),
            text(json!({"format": "uuid"})),
            &[PRODUCER],
        ),
        (
            "format removed",
            text(json!({"format": "date"})),
            text(json!({})),
            &[CONSUMER],
        ),
        (
            "format other",
            text(json!({"format": "date"})),
            text(json!({"format": "date-time"})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "length that the format has",
            text(json!({"format": "uuid"})),
            text(json!({"format": "uuid", "maxLength": 36})),
            &[COMPATIBLE],
        ),
        (
            "upper bound lowered",
            int(json!({"minimum": 0, "maximum": 255})),
            int(json!({"minimum": 0, "maximum": 99})),
            &[PRODUCER],
        ),
        (
            "u8 to u16",
            int(json!({"minimum": 0, "maximum": 255})),
            int(json!({"minimum": 0, "maximum": 65535})),
            &[CONSUMER],
        ),
        (
            "unsigned to signed",
            int(json!({"minimum": 0, "maximum": 255})),
            int(json!({"minimum": -128, "maximum": 127})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "exclusive bound that means the same",
            int(json!({"minimum": 1})),
            int(json!({"exclusiveMinimum": 0})),
            &[COMPATIBLE],
        ),
        (
            "exclusive bound of a number",
            num(json!({"minimum": 0})),
            num(json!({"exclusiveMinimum": 0})),
            &[PRODUCER],
        ),
        (
            "bound with a fraction",
            num(json!({"maximum": 10.5})),
            num(json!({"maximum": 10.25})),
            &[PRODUCER],
        ),
        (
            "fraction in a bound of integers",
            int(json!({"maximum": 10.5})),
            int(json!({"maximum": 10})),
            &[COMPATIBLE],
        ),
        (
            "multiple finer",
            num(json!({"multipleOf": 0.5})),
            num(json!({"multipleOf": 0.25})),
            &[CONSUMER],
        ),
        (
            "multiple coarser",
            num(json!({"multipleOf": 0.25})),
            num(json!({"multipleOf": 0.5})),
            &[PRODUCER],
        ),
        (
            "multiple other",
            int(json!({"multipleOf": 4})),
            int(json!({"multipleOf": 6})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "multiple of a bounded number",
            num(json!({"minimum": 0, "maximum": 1})),
            num(json!({"minimum": 0, "maximum": 1, "multipleOf": 0.01})),
            &[PRODUCER],
        ),
        (
            "range of one value as a list",
            int(json!({"minimum": 3, "maximum": 4})),
            int(json!({"enum": [3, 4]})),
            &[COMPATIBLE],
        ),
        (
            "value added",
            text(json!({"enum": ["a", "b"]})),
            text(json!({"enum": ["a", "b", "c"]})),
            &[CONSUMER],
        ),
        (
            "value removed",
            text(json!({"enum": ["a", "b"]})),
            text(json!({"enum": ["a"]})),
            &[PRODUCER],
        ),
        (
            "value renamed",
            text(json!({"enum": ["a", "b"]})),
            text(json!({"enum": ["a", "B"]})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "values in another order",
            text(json!({"enum": ["a", "b"]})),
            text(json!({"enum": ["b", "a"]})),
            &[WORDING],
        ),
        (
            "constant as a list",
            text(json!({"const": "a"})),
            text(json!({"enum": ["a"]})),
            &[],
        ),
        (
            "list to any text",
            text(json!({"enum": ["a"]})),
            text(json!({})),
            &[CONSUMER],
        ),
        (
            "any text to a list",
            text(json!({})),
            text(json!({"enum": ["a"]})),
            &[PRODUCER],
        ),
        (
            "numbers listed",
            int(json!({"enum": [1, 2]})),
            int(json!({"enum": [2, 3]})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "the same number in other digits",
            num(json!({"enum": [1.5, 2]})),
            num(json!({"enum": [1.5, 2.0]})),
            &[],
        ),
        (
            "description",
            text(json!({"description": "A name."})),
            text(json!({"description": "A surname."})),
            &[WORDING],
        ),
        (
            "examples",
            text(json!({"examples": ["x"]})),
            text(json!({"examples": ["y"]})),
            &[WORDING],
        ),
        (
            "two rules on one text",
            text(json!({"pattern": "a"})),
            text(json!({"pattern": "a", "allOf": [{"pattern": "b"}]})),
            &[PRODUCER],
        ),
    ]
}
