//! Answers of models that users of other libraries reported: each is refused, in words that lead to
//! the right answer.
#![allow(clippy::unwrap_used, reason = "a test's helpers fail loudly")]

use driftless::{Contract, Drift, decode};

#[derive(Debug, Contract)]
struct Task {
    title: String,
    steps: Vec<String>,
    owner: Option<String>,
    due: Option<chrono::DateTime<chrono::Utc>>,
    level: Level,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "SCREAMING_SNAKE_CASE")]
enum Level {
    NotUrgent,
    UrgentInstance,
}

#[derive(Debug, Contract)]
struct Names {
    answer: Vec<String>,
}

const GOOD: &str = r#"{"title":"t","steps":["a"],"owner":null,"due":null,"level":"NOT_URGENT"}"#;

fn hint(drift: &Drift) -> &str {
    let hints = drift.violations().iter().find_map(|one| one.hint());
    hints.unwrap_or_default()
}

fn changed(from: &str, to: &str) -> Drift {
    decode::<Task>(&GOOD.replacen(from, to, 1)).unwrap_err()
}

/// LaTeX whose backslashes are single (wttwins/wrong-notebook#3, getzep/graphiti#1204,
/// marcusgreen/moodle-qtype_aitext#53).
#[test]
fn backslashes_of_formulas() {
    for text in [
        r"\frac{1}{2}",
        r"\boldsymbol{x}",
        r"i\hbar\psi",
        r"\(K_\alpha\)",
        r"C:\Users",
    ] {
        let drift = changed("\"t\"", &format!("\"{text}\""));
        assert!(hint(&drift).contains(r"`\\`"), "{drift}");
    }
}

/// Raw line breaks and tabs within strings (matthiasn/lotti#4310, google/langextract#394,
/// langchain-ai/langchain#36915).
#[test]
fn line_breaks_within_strings() {
    for (raw, written) in [
        ("\n", r"`\n`"),
        ("\r\n", r"`\r`"),
        ("\t", r"`\t`"),
        ("\u{1}", r"`\u0001`"),
    ] {
        let drift = changed("\"t\"", &format!("\"a{raw}b\""));
        assert!(hint(&drift).ends_with(written), "{drift}");
    }
}

/// Lists as texts (pydantic/pydantic-ai#2829, datachain-ai/datachain#1930), nothing for a list
/// (camel-ai/camel#2750).
#[test]
fn lists_that_are_none() {
    let drift = changed(r#"["a"]"#, r#""[\"John Doe\", \"Jane Smith\"]""#);
    assert_eq!(
        hint(&drift),
        "write the array itself, not a string that holds its JSON"
    );
    let drift = changed(r#"["a"]"#, "null");
    assert_eq!(
        hint(&drift),
        "write an array, also where there is nothing in it"
    );
}

/// The list alone instead of the object around it (whyhow-ai/knowledge-table#59).
#[test]
fn the_only_value_without_its_key() {
    let drift = decode::<Names>(r#"["Ann","Bob"]"#).unwrap_err();
    assert_eq!(hint(&drift), r#"write it under its key: {"answer": …}"#);
    // Only where that would be right.
    let drift = decode::<Names>("[1,2]").unwrap_err();
    assert_eq!(
        hint(&drift),
        "name every value by its key; values by position are not taken"
    );
    assert_eq!(hint(&decode::<Names>("7").unwrap_err()), "");
}

/// Wrappers that nobody asked for (browserbase/stagehand#1990, spinje/pflow#598,
/// anthropics/claude-agent-sdk-python#502), also twice (pensarai/apex#666).
#[test]
fn answers_in_wrappers() {
    for (answer, wrappers) in [
        (
            format!(r#"{{"$PARAMETER_NAME":{GOOD}}}"#),
            "`$PARAMETER_NAME`",
        ),
        (
            format!(r#"{{"json_tool_call":{GOOD}}}"#),
            "`json_tool_call`",
        ),
        (
            format!(r#"{{"response":{{"response":{GOOD}}}}}"#),
            "`response` and `response`",
        ),
    ] {
        let drift = decode::<Task>(&answer).unwrap_err();
        let expected =
            format!("the value is wrapped in {wrappers}; write its members here, without that");
        assert!(
            drift
                .violations()
                .iter()
                .any(|one| one.hint() == Some(&expected)),
            "{drift}"
        );
    }
}

/// A slip in an enum's value (BoundaryML/baml#840); the values are named (margince/margince#417).
#[test]
fn slips_in_values() {
    let drift = changed("NOT_URGENT", "URGENT_INSTANCI");
    assert_eq!(hint(&drift), "did you mean `URGENT_INSTANCE`?");
    assert_eq!(
        drift.violations()[0].expected(),
        "one of `NOT_URGENT`, `URGENT_INSTANCE`"
    );
}

/// A time without its zone (Ilmar7786/marzban-sdk#112, Wh1isper/mcp-email-server#64), and without
/// the colon in it (java-json-tools/json-schema-validator#415).
#[test]
fn times_without_a_zone() {
    let drift = changed(r#""due":null"#, r#""due":"2026-09-02T14:00:57.764445""#);
    assert!(
        hint(&drift).starts_with("the offset from UTC is missing"),
        "{drift}"
    );
    assert!(
        hint(&drift).ends_with("or `null` if it is not known"),
        "{drift}"
    );
    let drift = changed(r#""due":null"#, r#""due":"2024-10-04T10:22:45+0200""#);
    assert_eq!(hint(&drift), "write `2024-10-04T10:22:45+02:00`");
}

/// A phrase for nothing where nothing was found (fireform-core/FireForm#339).
#[test]
fn phrases_for_nothing() {
    let drift = changed(r#""due":null"#, r#""due":"not found""#);
    assert_eq!(hint(&drift), "write `null`, without quotes");
}
