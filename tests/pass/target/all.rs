//! A contract that every vendor's dialect carries.

use driftless::{Contract, decode};

#[derive(Contract)]
enum Severity {
    Low,
    High,
}

#[derive(Contract)]
#[contract(targets(openai, anthropic, gemini))]
struct Triage {
    #[contract(length(1..=160))]
    summary: String,
    severity: Severity,
    #[contract(range(0.0..=10_000.0))]
    refund: Option<f64>,
    #[contract(length(..=8), unique)]
    products: Vec<String>,
}

#[test]
fn runs() {
    let triage =
        decode::<Triage>(r#"{"summary":"a","severity":"Low","refund":null,"products":["x"]}"#)
            .unwrap();
    assert!(matches!(triage.severity, Severity::Low));
    assert_eq!(
        (
            triage.summary.as_str(),
            triage.refund,
            triage.products.len()
        ),
        ("a", None, 1)
    );
    assert!(
        decode::<Triage>(r#"{"summary":"a","severity":"High","refund":-1,"products":[]}"#).is_err()
    );
}
