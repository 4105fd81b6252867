//! Host names of other scripts: the characters that RFC 5892 allows only beside others, as the
//! schema's validators judge them.

use driftless::shape::Format;

/// Each label with what it spells.
const LABELS: &[(&str, bool)] = &[
    // bücher
    ("xn--bcher-kva", true),
    // col·a: the middle dot stands between two l, and nowhere else.
    ("xn--collecci-ioa91d", true),
    ("xn--cola-7ha", false),
    // ·la
    ("xn--la-zea", false),
    // A Greek numeral sign stands before a Greek letter: a͵β, ͵β, α͵, α͵s.
    ("xn--a-kib7p", true),
    ("xn--wva6j", true),
    ("xn--wva3j", false),
    ("xn--s-jib3p", false),
    // Hebrew punctuation stands behind a Hebrew letter.
    ("xn--4dbc5h", true),
    ("xn--5db1e", false),
    ("xn--a-2jc", false),
    // The katakana middle dot needs a character of Japanese in the label: ・abc, ア・abc, 漢・.
    ("xn--abc-os4b", false),
    ("xn--abc-ii4bur", true),
    ("xn--vek548p", true),
    // Marks that no label has: a〱b, ـب, بـب, ひ〮.
    ("xn--ab-s53a", false),
    ("xn--ngb1c", false),
    ("xn--ngba5e", false),
    ("xn--07j7g", false),
    // Digits of Arabic and of Persian, not both.
    ("xn--ngb2j6q", false),
];

#[test]
fn letters_stand_where_their_script_has_them() {
    let schema = serde_json::json!({"type": "string", "format": "hostname"});
    let judge = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    for (label, valid) in LABELS {
        for name in [(*label).to_owned(), format!("www.{label}.example")] {
            assert_eq!(Format::Hostname.accepts(&name), *valid, "{name}");
            assert_eq!(judge.is_valid(&name.as_str().into()), *valid, "{name}");
        }
        let address = format!("ann@{label}.example");
        assert_eq!(Format::Email.accepts(&address), *valid, "{address}");
    }
}
