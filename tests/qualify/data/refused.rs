//! Bad files: each problem with its line and field, all of them at once, nothing guessed.

use crate::file::{File, Short, TriageTicket, said};

const GOOD: &str = r#"{"id": "1", "input": {"ticket": "a", "urgency": 1, "language": "English"}}"#;

fn told(line: &str) -> String {
    let mut said = said::<TriageTicket<'_>>(line);
    assert_eq!(said.len(), 1, "{said:?}");
    said.remove(0)
}

#[test]
fn every_problem_of_every_line_is_told_with_its_place() {
    let file = [
        GOOD,
        "",
        r#"{"id": "2", "input": {"ticket": 7, "urgency": 300}}"#,
        r#"{"id": "3", "input": {"ticket": "a", "urgency": 1, "language": "E", "tiket": "b"}, "expected": {"severity": "medium"}}"#,
        r#"{"id": "1", "input": {"ticket": "b", "urgency": 1, "language": "E"}}"#,
        "not json",
        r#"{"input": {"ticket": "a", "urgency": 1, "language": "E"}, "weigth": 2}"#,
    ]
    .join("\n");
    let said = said::<TriageTicket<'_>>(file);
    let expected = [
        "3: input.ticket: not a `&'a str`: expected a string",
        "3: input.urgency: not a `u8`: expected a whole number from 0 to 255, found the number 300",
        "3: input.language: missing; the prompt `TriageTicket` asks with it",
        "4: input.tiket: unknown; the prompt `TriageTicket` has the fields `ticket`, `urgency` and `language`",
        "4: expected: not a `Triage`: /refund_usd: expected the key `refund_usd`",
        "4: expected: not a `Triage`: /severity: expected",
        "6: : no JSON: expected a JSON value at column 1",
        "7: weigth: unknown key; expected `id`, `input`, `expected`, `cluster`, `weight` and `metadata`",
        "7: id: missing",
        "5: id: \"1\" stands in line 1 as well; give each item an id of its own",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}\n{expected}");
    }
}

#[test]
fn the_whole_reads_as_file_line_field() {
    let error = File::new(format!("{GOOD}\n{{}}"))
        .read::<TriageTicket<'_>>()
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains(".jsonl:2: id: missing; every line needs it\n"),
        "{text}"
    );
    assert!(text.contains(".jsonl:2: input: missing"), "{text}");
}

#[test]
fn keys_that_stand_twice_are_told() {
    assert!(
        told(r#"{"id": "1", "id": "2", "input": {"ticket": "a", "urgency": 1, "language": "E"}}"#)
            .starts_with("1: id: the key stands twice")
    );
    assert!(
        told(
            r#"{"id": "1", "input": {"ticket": "a", "ticket": "b", "urgency": 1, "language": "E"}}"#
        )
        .starts_with("1: input.ticket: the key stands twice")
    );
    let twice = r#"{"id": "1", "input": {"ticket": "a", "urgency": 1, "language": "E"}, "expected": {"severity": "low", "severity": "high", "refund_usd": null}}"#;
    assert!(told(twice).contains("expected: not a `Triage`: /severity"));
}

#[test]
fn ids_clusters_and_weights_are_held_to_their_types() {
    let with = |more: &str| told(&format!("{}, {more}}}", &GOOD[..GOOD.len() - 1]));
    assert!(with(r#""cluster": 7"#).starts_with("1: cluster: expected a text"));
    assert!(with(r#""cluster": """#).starts_with("1: cluster: an empty text"));
    for weight in ["0", "-1", "\"2\"", "1e999", "null"] {
        assert!(
            with(&format!(r#""weight": {weight}"#))
                .starts_with("1: weight: expected a number above 0")
        );
    }
    assert!(
        told(r#"{"id": 7, "input": {"ticket": "a", "urgency": 1, "language": "E"}}"#)
            .starts_with("1: id: expected a text")
    );
    assert!(told("[1, 2]").contains("its format is unknown"));
}

#[test]
fn broken_bytes_are_told_where_they_are() {
    assert!(
        told("{\"id\": \"1\", \"input\": {\"ticket\": ")
            .contains("no JSON: expected a JSON value at column 33 (in /input/ticket)")
    );
    assert!(
        said::<TriageTicket<'_>>(b"{\"id\": \"\xff\"}")[0].contains("1: : byte 9 is not UTF-8")
    );
    assert!(said::<TriageTicket<'_>>(b"\xef\xbb\xbf{}")[0].contains("byte order mark"));
    assert!(said::<TriageTicket<'_>>("\0")[0].contains("no JSON"));
    let deep = "[".repeat(100_000);
    assert!(told(&deep).contains("no deeper nesting than 128 levels"));
}

#[test]
fn a_file_without_items_is_no_data_set() {
    for empty in ["", "\n\n  \r\n"] {
        assert!(
            said::<TriageTicket<'_>>(empty)[0]
                .starts_with("-: : no item; write one JSON object a line")
        );
    }
    let error = driftless::qualify::DataSet::read::<TriageTicket<'_>>("no/such/file.jsonl", None)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.jsonl: can't be read: ")
    );
    // A program of the user's own may print it.
    let odd = "no/\u{1b}[2J\u{202e}.jsonl";
    let error = driftless::qualify::DataSet::read::<TriageTicket<'_>>(odd, None).unwrap_err();
    let printed = error.to_string();
    assert!(
        printed.starts_with("no/\u{241b}[2J\u{fffd}.jsonl: "),
        "{printed:?}"
    );
}

#[test]
fn a_huge_line_is_refused_and_the_next_is_read() {
    let mut file = format!(
        "{{\"id\": \"0\", \"input\": {{\"ticket\": \"{}\"}}}}\n",
        "x".repeat(17 << 20)
    );
    file.push_str("{\"id\": \"1\", \"input\": {}}\n");
    let said = said::<Short<'_>>(file);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("1: : the line is longer than 16777216 bytes"));
    assert!(said[1].starts_with("2: input.ticket: missing"));
}

#[test]
fn what_is_said_is_bounded() {
    let file = "{\"id\": \"1\"}\n".repeat(5000);
    let error = File::new(&file).read::<Short<'_>>().unwrap_err();
    assert_eq!((error.problems().len(), error.more()), (50, 4950));
    assert!(error.to_string().ends_with(": and 4950 more"));
    let line = format!(
        "{{\"id\": \"1\", \"{}\": 1, \"input\": {{\"ticket\": \"\"}}}}",
        "k".repeat(1 << 20)
    );
    assert!(
        File::new(line)
            .read::<Short<'_>>()
            .unwrap_err()
            .to_string()
            .len()
            < 4000
    );
}

#[test]
fn windows_line_ends_are_line_ends() {
    let data = File::new(format!("{GOOD}\r\n\r\n"))
        .read::<TriageTicket<'_>>()
        .unwrap();
    assert_eq!(data.items().len(), 1);
}
