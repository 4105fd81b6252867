//! Rewrites that a dialect needs are undone before decoding, and the receipt lists them.

use std::collections::BTreeMap;

use driftless::dialect::Step;
use driftless::{Ask, Contract, FailureClass, Plan, ViolationKind};
use serde_json::Value;

use super::{GOOD, Triage, good, model, says, server};

#[derive(Debug, PartialEq, Contract)]
struct Stock {
    pieces: BTreeMap<String, u32>,
}

#[tokio::test]
async fn a_list_travels_inside_an_object() {
    let server = server(says(&format!(r#"{{"value":[{GOOD}]}}"#))).await;
    let plan = Plan::<Ask<Vec<Triage>>>::primary(model(&server))
        .build()
        .unwrap();
    let answer = plan.call(Ask::new("x")).await.unwrap();
    assert_eq!(answer.value, vec![good()]);
    assert_eq!(answer.receipt.attempts[0].steps, [Step::RootWrapped]);
    let body: Value = serde_json::from_str(&server.finish()[0].body).unwrap();
    assert_eq!(
        body["response_format"]["json_schema"]["schema"]["properties"]["value"]["type"],
        "array"
    );
}

#[tokio::test]
async fn a_list_without_its_wrapper_is_drift() {
    let server = server(says(&format!("[{GOOD}]"))).await;
    let plan = Plan::<Ask<Vec<Triage>>>::primary(model(&server))
        .build()
        .unwrap();
    let error = plan
        .call(Ask::new("x"))
        .await
        .expect_err("not what was asked for");
    assert_eq!(error.class(), FailureClass::Drifted);
    server.finish();
}

#[tokio::test]
async fn a_map_travels_as_entries() {
    let server = server(says(
        r#"{"pieces":[{"key":"K-1","value":2},{"key":"K-2","value":1}]}"#,
    ))
    .await;
    let plan = Plan::<Ask<Stock>>::primary(model(&server)).build().unwrap();
    let answer = plan.call(Ask::new("x")).await.unwrap();
    assert_eq!(
        answer.value.pieces,
        BTreeMap::from([("K-1".to_owned(), 2), ("K-2".to_owned(), 1)])
    );
    assert_eq!(answer.receipt.attempts[0].steps, [Step::MapAsEntries]);
    server.finish();
}

#[tokio::test]
async fn entries_that_repeat_a_key_are_drift_with_spans_in_the_answer() {
    let text = r#"{"pieces":[{"key":"K-1","value":2},{"key":"K-1","value":-1}]}"#;
    let server = server(says(text)).await;
    let plan = Plan::<Ask<Stock>>::primary(model(&server)).build().unwrap();
    let error = plan
        .call(Ask::new("x"))
        .await
        .expect_err("twice the same key");
    server.finish();
    let drift = error.drift().unwrap();
    assert_eq!(drift.text(), text);
    let kinds: Vec<ViolationKind> = drift
        .violations()
        .iter()
        .map(driftless::Violation::kind)
        .collect();
    assert!(kinds.contains(&ViolationKind::DuplicateKey), "{drift}");
    let range = drift
        .violations()
        .iter()
        .find(|violation| violation.kind() == ViolationKind::OutOfRange)
        .unwrap();
    assert_eq!(&text[range.span()], "-1");
}

#[tokio::test]
async fn a_fence_is_taken_off_only_where_words_alone_ask() {
    let fenced = format!("```json\n{GOOD}\n```");
    let served = server(says(&fenced)).await;
    let plan = Plan::<Ask<Triage>>::primary(model(&served).instructions())
        .build()
        .unwrap();
    let answer = plan.call(Ask::new("x")).await.unwrap();
    assert_eq!(answer.value, good());
    assert_eq!(answer.receipt.attempts[0].steps, [Step::Unfenced]);
    let body: Value = serde_json::from_str(&served.finish()[0].body).unwrap();
    assert!(body.get("response_format").is_none());
    let system = body["messages"][0]["content"].as_str().unwrap();
    assert!(system.contains("refund_usd"), "{system}");

    for around in [
        format!("Sure!\n{fenced}"),
        format!("{fenced}\nAnything else?"),
        format!("{fenced}\n{fenced}"),
    ] {
        let served = server(says(&around)).await;
        let plan = Plan::<Ask<Triage>>::primary(model(&served).instructions())
            .build()
            .unwrap();
        assert_eq!(
            plan.call(Ask::new("x"))
                .await
                .expect_err("text around the fence")
                .class(),
            FailureClass::Drifted
        );
        served.finish();
    }
}
