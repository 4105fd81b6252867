//! An answer that drifted goes back to its model, as often as the plan says and no more.

use driftless::provider::Role;
use driftless::receipt::AttemptKind;
use driftless::{FailureClass, Plan};

use super::{DRIFTED, FindMood, GOOD, Mood, QUESTION, Say, scripted};

#[tokio::test]
async fn the_model_is_told_every_deviation_in_the_same_conversation() {
    let (model, asked) = scripted("one", "alpha", [Say::Text(DRIFTED), Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .repair(1)
        .build()
        .unwrap();
    let answer = plan.call(QUESTION).await.unwrap();
    assert_eq!(answer.value, Mood { happy: true });

    let talks = asked.conversations();
    let [first, second] = talks.as_slice() else {
        panic!("{talks:?}");
    };
    assert_eq!(second[..first.len()], first[..], "the question stays");
    assert_eq!(
        (second[1].role, second[1].content.as_text(), second[2].role),
        (Role::Assistant, Some(DRIFTED), Role::User)
    );
    let repair = second[2].content.to_string();
    assert!(repair.contains("/happy"), "{repair}");

    let kinds: Vec<_> = answer
        .receipt
        .attempts
        .iter()
        .map(|attempt| (attempt.kind, attempt.failure))
        .collect();
    assert_eq!(
        kinds,
        [
            (AttemptKind::First, Some(FailureClass::Drifted)),
            (AttemptKind::Repair, None)
        ]
    );
    assert_eq!(answer.receipt.spend.intended.to_string(), "$0.0004");
    assert_eq!(answer.receipt.failure, None);
}

#[tokio::test]
async fn repairs_are_bounded_and_none_by_default() {
    for (times, attempts) in [(None, 1), (Some(2), 3)] {
        let (model, asked) = scripted("one", "alpha", [Say::Text(DRIFTED)]);
        let mut plan = Plan::<FindMood<'_>>::primary(model);
        if let Some(times) = times {
            plan = plan.repair(times);
        }
        let error = plan.build().unwrap().call(QUESTION).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::Drifted);
        assert!(error.drift().is_some());
        assert_eq!(
            (asked.times(), error.receipt().attempts.len()),
            (attempts, attempts)
        );
    }
}

/// Only a drift is repaired: a refusal stays one.
#[tokio::test]
async fn a_refusal_is_not_repaired() {
    let (model, asked) = scripted("one", "alpha", [Say::Fail(FailureClass::Refused)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .repair(3)
        .build()
        .unwrap();
    let error = plan.call(QUESTION).await.unwrap_err();
    assert_eq!((error.class(), asked.times()), (FailureClass::Refused, 1));
}
