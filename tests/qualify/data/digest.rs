//! The data that the digest of a data set depends on.

use crate::file::{File, TriageTicket};

const LINES: [&str; 3] = [
    r#"{"id": "1", "input": {"ticket": "a\u00e9", "urgency": 1, "language": "E"}, "expected": {"severity": "low", "refund_usd": 1.50}, "cluster": "c", "weight": 2}"#,
    r#"{"id": "2", "input": {"ticket": "b", "urgency": 2, "language": "E"}}"#,
    r#"{"id": "3", "input": {"ticket": "c", "urgency": 3, "language": "E"}, "cluster": "c"}"#,
];

fn digest(file: impl AsRef<[u8]>) -> String {
    File::new(file).read::<TriageTicket<'_>>().unwrap().digest()
}

#[test]
fn the_writing_does_not_matter() {
    let original = digest(LINES.join("\n"));
    assert_eq!(original.len(), 32);
    let mut turned = LINES.to_vec();
    turned.reverse();
    let same = [
        turned.join("\n"),
        format!("\n{}\n\n", LINES.join("\r\n")),
        LINES.join("\n").replace(": ", " :  "),
        LINES.join("\n").replace("a\\u00e9", "aé"),
        LINES
            .join("\n")
            .replace("1.50", "15e-1")
            .replace("\"urgency\": 2", "\"urgency\": 2.0"),
        LINES.join("\n").replace(
            r#""ticket": "b", "urgency": 2"#,
            r#""urgency": 2, "ticket": "b""#,
        ),
        LINES.join("\n").replace(
            r#""severity": "low", "refund_usd": 1.50"#,
            r#""refund_usd": 1.50, "severity": "low""#,
        ),
        LINES.join("\n").replace(
            r#""weight": 2"#,
            r#""weight": 2, "metadata": {"reviewed": true}"#,
        ),
    ];
    for file in same {
        assert_eq!(digest(&file), original, "{file}");
    }
}

#[test]
fn every_change_of_an_item_matters() {
    let mut seen = vec![digest(LINES.join("\n"))];
    let changes = [
        ("\"id\": \"2\"", "\"id\": \"4\""),
        ("\"ticket\": \"b\"", "\"ticket\": \"B\""),
        ("\"urgency\": 2", "\"urgency\": 4"),
        ("1.50", "1.51"),
        ("1.50", "null"),
        ("\"low\"", "\"high\""),
        ("\"weight\": 2", "\"weight\": 3"),
        (", \"cluster\": \"c\"}", "}"),
        (
            ", \"expected\": {\"severity\": \"low\", \"refund_usd\": 1.50}",
            "",
        ),
    ];
    for (from, to) in changes {
        let file = LINES.join("\n").replacen(from, to, 1);
        assert_ne!(file, LINES.join("\n"), "{from}");
        seen.push(digest(file));
    }
    seen.push(digest(LINES[..2].join("\n")));
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[test]
fn counts_are_those_of_the_items() {
    let data = File::new(LINES.join("\n"))
        .read::<TriageTicket<'_>>()
        .unwrap();
    assert_eq!(
        (data.items().len(), data.expected(), data.clusters()),
        (3, 1, Some(2))
    );
    let alone = File::new(LINES[1]).read::<TriageTicket<'_>>().unwrap();
    assert_eq!(alone.clusters(), None);
}
