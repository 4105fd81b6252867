//! The layouts of other tools, by name and by themselves.

use driftless::Prompt;
use driftless::qualify::{DataFormat, DataSet};

use crate::file::{File, Short, TriageTicket, said};

fn read<P: Prompt>(line: &str, format: DataFormat) -> DataSet {
    let file = File::new(line);
    let named = file.read_as::<P>(format).unwrap();
    let detected = file.read::<P>().unwrap();
    assert_eq!(detected.format(), format);
    assert!(detected.is_detected() && !named.is_detected());
    assert_eq!(detected.digest(), named.digest());
    named
}

const DOCUMENT: &str = r#"{"severity":"high","refund_usd":null}"#;

#[test]
fn each_layout_gives_the_same_item() {
    let lines = [
        (
            DataFormat::Native,
            r#"{"id": "t", "input": {"ticket": "Help"}, "expected": {"severity": "high", "refund_usd": null}, "metadata": [1]}"#,
        ),
        (
            DataFormat::OpenAiItem,
            r#"{"item": {"id": "t", "ticket": "Help", "expected": {"refund_usd": null, "severity": "high"}, "label": "x"}}"#,
        ),
        (
            DataFormat::MlFlow,
            r#"{"id": "t", "inputs": {"ticket": "Help"}, "expectations": {"severity": "high", "refund_usd": null}, "tags": {"a": "b"}}"#,
        ),
        (
            DataFormat::MlFlow,
            r#"{"id": "t", "inputs": {"ticket": "Help"}, "expectations": {"expected_response": "{\"severity\": \"high\", \"refund_usd\": null}"}}"#,
        ),
        (
            DataFormat::Promptfoo,
            r#"{"id": "t", "vars": {"ticket": "Help"}, "assert": [{"type": "is-json"}, {"type": "equals", "value": {"severity": "high", "refund_usd": null}}]}"#,
        ),
        (
            DataFormat::OpenAiEvals,
            r#"{"id": "t", "input": {"ticket": "Help"}, "ideal": "{\"severity\": \"high\", \"refund_usd\": null}"}"#,
        ),
        (
            DataFormat::OpenAiEvals,
            r#"{"id": "t", "input": "Help", "ideal": ["{\"severity\": \"high\", \"refund_usd\": null}"]}"#,
        ),
        (
            DataFormat::OpenAiEvals,
            r#"{"id": "t", "input": [{"role": "system", "content": "S"}, {"role": "user", "content": "Help"}], "ideal": {"severity": "high", "refund_usd": null}}"#,
        ),
    ];
    let digests: Vec<String> = lines
        .iter()
        .map(|(format, line)| {
            let data = read::<Short<'_>>(line, *format);
            let item = &data.items()[0];
            assert_eq!(item.id, "t", "{line}");
            assert_eq!(*item.user(), "Help", "{line}");
            assert_eq!(item.expected.as_deref(), Some(DOCUMENT), "{line}");
            data.digest()
        })
        .collect();
    assert!(
        digests.iter().all(|digest| *digest == digests[0]),
        "{digests:?}"
    );
}

#[test]
fn an_item_without_an_id_is_named_by_what_it_says() {
    let line = r#"{"inputs": {"ticket": "Help"}}"#;
    let data = read::<Short<'_>>(line, DataFormat::MlFlow);
    let other = read::<Short<'_>>(r#"{ "inputs": {"ticket":"Help" } }"#, DataFormat::MlFlow);
    assert_eq!(data.items()[0].id, other.items()[0].id);
    assert!(data.items()[0].id.starts_with("item-"));
    let said = said::<Short<'_>>(format!("{line}\n{line}"));
    assert!(said[0].contains("stands in line 1 as well"), "{said:?}");
}

#[test]
fn what_a_layout_can_not_say_is_told() {
    let said_by = |line: &str| said::<TriageTicket<'_>>(line).remove(0);
    assert!(
        said_by(r#"{"input": "Help", "ideal": "{}"}"#)
            .contains("the prompt has the fields `ticket`, `urgency` and `language`")
    );
    assert!(
        said_by(r#"{"input": [{"role": "system", "content": "S"}], "ideal": "{}"}"#)
            .contains("without a user message")
    );
    assert!(said_by(r#"{"input": {}, "ideal": ["{}", "{}"]}"#).contains("keep the best"));
    assert!(said_by(r#"{"vars": {}, "assert": [{"type": "equals", "value": 1}, {"type": "equals", "value": 2}]}"#).contains("assert[1]: a second `equals`"));
    assert!(said_by(r#"{"vars": {}, "vras": 1}"#).contains("vras: unknown key"));
    assert!(said_by(r#"{"something": 1}"#).contains("so its format is unknown"));
}

#[test]
fn all_lines_have_one_layout() {
    let said = said::<Short<'_>>(
        "{\"inputs\": {\"ticket\": \"a\"}}\n{\"id\": \"1\", \"input\": {\"ticket\": \"b\"}}",
    );
    assert!(
        said.iter()
            .any(|said| said.starts_with("2: inputs: missing")),
        "{said:?}"
    );
}

#[test]
fn formats_have_names() {
    for format in DataFormat::ALL {
        assert_eq!(format.as_str().parse(), Ok(*format));
    }
    let error = "csv".parse::<DataFormat>().unwrap_err().to_string();
    assert_eq!(
        error,
        "\"csv\" is no data format; write one of native, item, inputs-expectations, vars, input-ideal"
    );
}
