//! A judge behind a real server: both orders, the stricter grade, its own consistency, and what it
//! costs.

use std::time::Duration;

use driftless::compare::{self, Ungraded};
use driftless::provider::OpenAi;
use driftless::qualify::{Consistency, Graded, Judge, Question, Verdict};
use driftless::{Contract, FailureClass, Plan};
use driftless_tests::loopback::{Act, Exchange, Loopback, Seen, answer};
use serde_json::{Value, json};

use super::json as parsed;

#[derive(Contract)]
struct Reply {
    #[contract(compare(rubric = "same tone, same facts"))]
    text: String,
}

/// The pair of values that waits for a judge.
fn pair(truth: &str, answer: &str) -> Ungraded {
    let document = |text: &str| parsed(&json!({ "text": text }).to_string());
    let comparison = compare::documents(Reply::SHAPE, &document(truth), &document(answer));
    comparison
        .ungraded
        .first()
        .expect("two values that differ")
        .clone()
}

/// Returns a vendor's response when its model answers `content`.
fn says(content: &str) -> Act {
    let body = json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4.1-mini",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": null}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    });
    let headers = [("content-type", "application/json")];
    Act::Send(answer(200, &headers, body.to_string()))
}

fn graded(grade: &str) -> Act {
    says(&json!({"difference": "The second is ruder.", "grade": grade}).to_string())
}

fn judge(server: &Loopback) -> Judge {
    let model = OpenAi::new("canary-key-4711")
        .base_url(format!("{}/v1", server.url()))
        .chat()
        .model("gpt-4.1-mini")
        .timeout(Duration::from_secs(30));
    Judge::new(Plan::<Question>::primary(model).build().unwrap())
}

/// Which of the two values stands first in a request.
fn first(seen: &Seen, truth: &str, answer: &str) -> &'static str {
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    let text = body["messages"].as_array().unwrap().last().unwrap()["content"]
        .as_str()
        .unwrap();
    assert!(text.contains("same tone, same facts") && text.contains("/text"));
    let at = |value: &str| {
        text.find(value)
            .unwrap_or_else(|| panic!("no {value} in {text}"))
    };
    if at(truth) < at(answer) {
        "truth"
    } else {
        "answer"
    }
}

async fn asked(pair: &Ungraded, acts: [Act; 2]) -> (Graded, Vec<Seen>) {
    let server = Loopback::start(acts.map(Exchange::any)).await;
    let graded = judge(&server).grade(pair).await;
    (graded, server.finish())
}

#[tokio::test]
async fn a_pair_is_put_in_both_orders_and_the_stricter_grade_counts() {
    let pair = pair("Thanks a lot!", "Whatever.");
    let (graded_pair, seen) = asked(&pair, [graded("same"), graded("major")]).await;
    assert_eq!(graded_pair.grade, Some(0.4));
    assert_eq!(graded_pair.consistent, Some(false));
    assert_eq!(graded_pair.opinions.len(), 2);
    let mut order: Vec<&str> = seen
        .iter()
        .map(|seen| first(seen, "Thanks a lot!", "Whatever."))
        .collect();
    order.sort_unstable();
    assert_eq!(order, ["answer", "truth"]);
    // 100 * 0.40 + 20 * 1.60 dollars per million (catalogue, gpt-4.1-mini), twice.
    assert_eq!(graded_pair.receipts.len(), 2);
    assert_eq!(graded_pair.cost().unwrap().to_string(), "$0.000144");

    let (graded_pair, _) = asked(&pair, [graded("minor"), graded("same")]).await;
    assert_eq!(
        (graded_pair.grade, graded_pair.consistent),
        (Some(0.8), Some(true))
    );
    let (graded_pair, _) = asked(&pair, [graded("major"), graded("different")]).await;
    assert_eq!(
        (graded_pair.grade, graded_pair.consistent),
        (Some(0.0), Some(true))
    );
}

#[tokio::test]
async fn the_order_that_comes_first_is_drawn_and_the_same_for_one_seed() {
    let server = Loopback::always(|_| graded("same")).await;
    let mut orders = Vec::new();
    for seed in [1, 1, 2] {
        let judge = judge(&server).seed(seed);
        for index in 0..12 {
            let graded = judge.grade(&pair("Thanks", &format!("No {index}"))).await;
            assert_eq!(graded.consistent, Some(true));
        }
    }
    let seen = server.finish();
    for (index, both) in seen.chunks(2).enumerate() {
        let answer = format!("No {}", index % 12);
        let [one, other] = [0, 1].map(|at| first(&both[at], "Thanks", &answer));
        assert_ne!(one, other);
        orders.push(one);
    }
    let (one, rest) = orders.split_at(12);
    let (again, other) = rest.split_at(12);
    assert_eq!(one, again);
    assert_ne!(one, other);
    // Both orders come first now and then.
    assert!(one.contains(&"truth") && one.contains(&"answer"));
}

#[tokio::test]
async fn a_call_that_fails_gives_no_grade_but_its_receipt() {
    let pair = pair("Thanks a lot!", "Whatever.");
    let (graded_pair, _) = asked(&pair, [graded("same"), says("{\"grade\":\"same\"}")]).await;
    assert_eq!((graded_pair.grade, graded_pair.consistent), (None, None));
    assert_eq!(graded_pair.opinions.len(), 1);
    assert_eq!(graded_pair.errors[0].class(), FailureClass::Drifted);
    // The answer that drifted was paid as well.
    assert_eq!(graded_pair.cost().unwrap().to_string(), "$0.000144");
    let mut consistency = Consistency::default();
    consistency.add(&graded_pair);
    assert_eq!((consistency.pairs, consistency.failed), (0, 1));
}

#[tokio::test]
async fn a_judge_that_goes_by_the_order_decides_nothing() {
    // Whichever stands first is better: the same on every other request.
    let server =
        Loopback::always(|index| graded(if index % 2 == 0 { "same" } else { "major" })).await;
    let judge = judge(&server);
    let mut consistency = Consistency::default();
    for index in 0..10 {
        consistency.add(&judge.grade(&pair("Thanks", &format!("No {index}"))).await);
    }
    server.finish();
    assert_eq!((consistency.pairs, consistency.consistent), (10, 0));
    assert!(!consistency.is_enough());
    for verdict in [Verdict::Passed, Verdict::Failed, Verdict::InsufficientData] {
        assert_eq!(consistency.held(verdict), Verdict::InsufficientData);
    }
    assert_eq!(
        consistency.reason().unwrap(),
        "the judge says the same in both orders for 0 of 10 pairs, fewer than 0.9 of them; take another judge, or a rubric that asks for less"
    );
}

#[test]
fn nine_of_ten_are_enough_and_nothing_to_judge_is_nothing_to_doubt() {
    let of = |pairs: u64, consistent: u64| {
        let mut consistency = Consistency::default();
        consistency.pairs = pairs;
        consistency.consistent = consistent;
        consistency
    };
    assert!(of(0, 0).is_enough());
    assert!(of(10, 9).is_enough() && of(250, 225).is_enough());
    assert!(!of(10, 8).is_enough() && !of(250, 224).is_enough());
    assert_eq!(of(10, 9).held(Verdict::Passed), Verdict::Passed);
    assert_eq!(of(10, 9).reason(), None);
}

/// The judge's contract is written by hand; it reads what it writes and refuses everything else,
/// like one that is derived.
#[test]
fn the_judges_contract_is_held_to_like_any_other() {
    use driftless::qualify::{Grade, Opinion};
    let opinion: Opinion =
        driftless::decode(r#"{"grade":"minor","difference":"A comma."}"#).unwrap();
    assert_eq!(
        (opinion.grade, opinion.difference.as_str()),
        (Grade::Minor, "A comma.")
    );
    for wrong in [
        r#"{"grade":"minor"}"#,
        r#"{"grade":"minor","difference":"","difference":""}"#,
        r#"{"grade":"minor","difference":"","more":1}"#,
        r#"{"grade":"Minor","difference":""}"#,
        r#"{"grade":1,"difference":""}"#,
        r#"["","minor"]"#,
    ] {
        let drift = driftless::decode::<Opinion>(wrong).unwrap_err();
        let internal = driftless::ViolationKind::Internal;
        assert!(
            drift
                .violations()
                .iter()
                .all(|violation| violation.kind() != internal),
            "{wrong}: {drift}"
        );
    }
}
