//! Classes mean what ECMA-262 says, which is what readers of the schema think; the schema carries
//! the text itself.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Words {
    #[contract(pattern = r"^\d+$")]
    digits: String,
    #[contract(pattern = r"^\w+\s\w+$", example = "ab cd")]
    two: String,
    #[contract(pattern = "^.$")]
    one: String,
    #[contract(pattern = r"^[A-Z]{2}-\p{Lu}+\/(?:a|b)*?$")]
    mixed: String,
    #[contract(pattern = r"\bcat\b")]
    cat: String,
    #[contract(pattern = r"\Bcat\B")]
    inside: String,
    #[contract(pattern = r"^(?<year>[0-9]{4})[\-\u{2013}\x41\u0042]$")]
    dash: String,
}

fn with(field: &str, value: &str) -> bool {
    let mut words = serde_json::json!({
        "digits": "1", "two": "a b", "one": "x", "mixed": "AB-Ä/ab", "cat": "a cat", "inside": "scats", "dash": "2026-",
    });
    words[field] = value.into();
    decode::<Words>(&words.to_string()).is_ok()
}

#[test]
fn runs() {
    assert!(with("digits", "0123"));
    assert!(
        !with("digits", "٣"),
        "an Arabic digit is no `\\d` in ECMA-262"
    );
    assert!(!with("two", "ä b"), "`\\w` is ASCII in ECMA-262");
    assert!(
        with("two", "a\u{feff}b"),
        "`\\s` takes in the byte order mark in ECMA-262"
    );
    assert!(
        !with("two", "a\u{85}b"),
        "`\\s` takes in no NEL in ECMA-262"
    );
    assert!(!with("one", "\r"));
    assert!(!with("one", "\u{2028}"));
    assert!(with("one", "😀"));
    assert!(with("mixed", "AB-ÄÖ/"));
    assert!(
        with("cat", "äcat"),
        "`\\b` looks at ASCII words in ECMA-262"
    );
    assert!(!with("cat", "concat"));
    assert!(!with("inside", "cats"));
    assert!(with("dash", "2026–") && with("dash", "2026A") && with("dash", "2026B"));
    let schema = serde_json::to_value(Words::json_schema()).unwrap();
    assert_eq!(schema["properties"]["digits"]["pattern"], r"^\d+$");
}

/// All of `C`, which no printed text has.
#[derive(Debug, Contract)]
struct Other {
    #[contract(pattern = r"^[^\p{Cc}]*$")]
    control: String,
    #[contract(pattern = r"^\P{C}$")]
    printed: String,
    #[contract(pattern = r"^\p{Format}|\p{gc=Co}|\p{Unassigned}$")]
    special: String,
    #[contract(pattern = r"^[\p{Cs}x]$")]
    half: String,
    #[contract(pattern = r"^\P{Surrogate}$")]
    whole: String,
}

#[test]
fn others() {
    let with = |members: [&str; 5]| {
        let [control, printed, special, half, whole] =
            members.map(|text| serde_json::to_string(text).unwrap());
        let text = format!(
            r#"{{"control":{control},"printed":{printed},"special":{special},"half":{half},"whole":{whole}}}"#
        );
        decode::<Other>(&text).is_ok()
    };
    assert!(with(["a b", "a", "\u{ad}", "x", "é"]));
    assert!(with(["", "😀", "\u{e000}", "x", "\n"]));
    assert!(
        !with(["a\nb", "a", "\u{ad}", "x", "é"]),
        "a line break is a control character"
    );
    assert!(!with(["a", "\u{7f}", "\u{ad}", "x", "é"]));
    assert!(!with(["a", "a", "a", "x", "é"]));
    assert!(
        !with(["a", "a", "\u{ad}", "y", "é"]),
        "no text holds a surrogate"
    );
}
