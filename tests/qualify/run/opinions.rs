//! The calls of a judge are calls of the run: journaled, budgeted, stopped and repeated like all
//! others.

use driftless::qualify::{Paused, QualifyError, Stop, Verdict};
use driftless::{FailureClass, usd};

use crate::judged::{start, test};
use crate::noted::{grade, noting, shown};
use crate::setup::{Test, only};
use crate::vendor::{Asked, Reply};

fn paused(error: QualifyError) -> Paused {
    match error {
        QualifyError::Paused(paused) => *paused,
        other => panic!("{other}"),
    }
}

/// Nothing was asked twice.
fn once(test: &Test) {
    for model in ["reference", "equal", "judge"] {
        let told = test.vendor.told(model);
        assert!(!told.is_empty());
        let twice: Vec<_> = told.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

#[tokio::test]
async fn a_stop_between_answers_and_grades_loses_nothing() {
    let whole = test(noting, 300, true);
    let expected = start(&whole, &["equal"]).run().await.unwrap();
    let test = test(noting, 300, true);
    let journal = test.folder.path("journal");
    // Stopped again and again, at every number of calls.
    for round in 0..12 {
        let stop = Stop::new();
        let asking = stop.clone();
        let run = start(&test, &["equal"]).journal(&journal).stop(&stop);
        let run = run.observe(move |progress| {
            if progress.calls > 10 + round {
                asking.ask();
            }
        });
        let error = run.run().await.unwrap_err();
        assert!(error.is_stopped(), "{error}");
        let paused = paused(error);
        // Answers are all journaled, also those of items that aren't judged: none is missing in the
        // count of the next run.
        let estimate = start(&test, &["equal"])
            .journal(&journal)
            .estimate()
            .unwrap();
        assert_eq!(estimate.kept, u64::try_from(test.vendor.all()).unwrap());
        assert!(estimate.spent >= paused.spent && estimate.unsure == 0);
    }
    let outcome = start(&test, &["equal"])
        .journal(&journal)
        .run()
        .await
        .unwrap();
    once(&test);
    assert_eq!(outcome.candidates[0].fields, expected.candidates[0].fields);
    assert_eq!(
        outcome.candidates[0].reasons,
        expected.candidates[0].reasons
    );
    assert_eq!(
        outcome.judge.unwrap().consistency,
        expected.judge.unwrap().consistency
    );
    // All is there: nothing is left to pay.
    let before = test.vendor.all();
    start(&test, &["equal"])
        .journal(&journal)
        .run()
        .await
        .unwrap();
    assert_eq!(test.vendor.all(), before);
}

#[tokio::test]
async fn the_budget_holds_the_judge_and_a_larger_one_goes_on() {
    let test = test(noting, 120, true);
    let journal = test.folder.path("journal");
    let start = |budget: &str| {
        let run = start(&test, &["equal"]).journal(&journal).fixed(120);
        run.budget(usd(budget).unwrap())
    };
    let error = paused(start("12").run().await.unwrap_err());
    assert_eq!(error.class, Some(FailureClass::BudgetExceeded));
    // 11 cents a call.
    let most = 1200 / 11;
    assert!(test.vendor.all() <= most && test.vendor.all() > most / 2);
    assert!(test.vendor.called("judge") > 10);
    // What the judge has cost is known to the next run, which has as little left.
    let error = start("12").run().await.unwrap_err().to_string();
    assert!(error.contains("budget"), "{error}");
    assert!(test.vendor.all() <= most);
    let before = test.vendor.all();
    let estimate = start("1000").estimate().unwrap();
    assert_eq!(estimate.kept, u64::try_from(before).unwrap());

    let outcome = start("1000").run().await.unwrap();
    once(&test);
    let judge = outcome.judge.unwrap();
    assert_eq!(
        usize::try_from(judge.arm.calls).unwrap(),
        test.vendor.called("judge")
    );
}

#[tokio::test]
async fn an_estimate_counts_the_judge_apart() {
    let test = test(noting, 60, false);
    let journal = test.folder.path("journal");
    let start = || start(&test, &["equal"]).journal(&journal).fixed(60);
    let fresh = start().estimate().unwrap();
    // Two answers to be compared with the reference's first, each in both orders.
    assert_eq!((fresh.calls, fresh.judge_calls, fresh.kept), (180, 240, 0));
    assert!(fresh.worst_case.is_ok());
    let outcome = start().run().await.unwrap();
    assert!(outcome.judge.unwrap().arm.calls <= fresh.judge_calls);
    let done = start().estimate().unwrap();
    assert_eq!((done.calls, done.judge_calls), (0, 0));
    assert_eq!(done.kept, u64::try_from(test.vendor.all()).unwrap());
    assert_eq!(done.likely, Some(usd("0").unwrap()));
}

#[tokio::test]
async fn progress_counts_the_judge() {
    use std::sync::{Arc, Mutex};
    let test = test(noting, 60, true);
    let seen = Arc::new(Mutex::new(None));
    let last = Arc::clone(&seen);
    let run = start(&test, &["equal"]).fixed(60).observe(move |progress| {
        assert!(progress.left > 0 || progress.judged == 60 || progress.judged == 0);
        *last.lock().unwrap() = Some(progress.clone());
    });
    let outcome = run.run().await.unwrap();
    let last = seen.lock().unwrap().clone().unwrap();
    assert_eq!(last.calls, u64::try_from(test.vendor.all()).unwrap());
    assert_eq!((last.left, last.judged), (0, 60));
    let costs = [
        &outcome.reference,
        &outcome.candidates[0].arm,
        &outcome.judge.as_ref().unwrap().arm,
    ];
    let total = costs.iter().map(|arm| arm.cost.total.as_decimal()).sum();
    assert_eq!(last.spent.as_decimal(), total);
}

#[tokio::test]
async fn a_judge_that_is_busy_is_waited_for_and_one_that_is_gone_pauses() {
    let busy = |asked: Asked<'_>| match shown(asked.said) {
        // Of each item the first call.
        Some(_) if asked.before == 0 && asked.item.is_multiple_of(10) => {
            Reply::Fails(429, "retry-after: 0\r\n")
        }
        _ => noting(asked),
    };
    let limited = test(busy, 60, true);
    let outcome = start(&limited, &["equal"]).fixed(60).run().await.unwrap();
    assert_eq!(only(&outcome).fields[2].items, 60);
    assert_eq!(outcome.judge.unwrap().consistency.failed, 0);

    let gone = |asked: Asked<'_>| match shown(asked.said) {
        Some(_) if asked.all > 100 && asked.all < 140 => Reply::Fails(401, ""),
        _ => noting(asked),
    };
    let test = test(gone, 60, true);
    let journal = test.folder.path("journal");
    let run = || start(&test, &["equal"]).journal(&journal).fixed(60).run();
    let error = paused(run().await.unwrap_err());
    assert_eq!(error.class, Some(FailureClass::Unauthorized));
    let said = error.to_string();
    assert!(
        said.starts_with("compatible/judge could not be asked item \"t")
            && said.contains("check the key"),
        "{said}"
    );
    // The vendor forgives after a while; what was refused is asked again, and nothing else.
    let outcome = loop {
        match run().await {
            Ok(outcome) => break outcome,
            Err(error) => assert_eq!(paused(error).class, Some(FailureClass::Unauthorized)),
        }
    };
    assert_eq!(only(&outcome).fields[2].ungraded, 0);
    for model in ["reference", "equal"] {
        assert!(test.vendor.told(model).values().all(|count| *count == 1));
    }
}

#[tokio::test]
async fn the_first_order_is_drawn_and_a_pair_that_failed_is_not_asked_on() {
    // A drifting judge: the second order would be paid for nothing.
    let drifts = |asked: Asked<'_>| match shown(asked.said) {
        Some(_) if asked.item.is_multiple_of(2) => Reply::Says("{}".to_owned()),
        Some(_) => grade("minor"),
        None => noting(asked),
    };
    let test = test(drifts, 60, true);
    let journal = test.folder.path("journal");
    let run = || start(&test, &["perfect"]).journal(&journal).fixed(60).run();
    let outcome = run().await.unwrap();
    let candidate = only(&outcome);
    assert_eq!(
        (candidate.fields[2].items, candidate.fields[2].ungraded),
        (30, 30)
    );
    assert_eq!(candidate.verdict, Verdict::InsufficientData);
    let judge = outcome.judge.as_ref().unwrap();
    assert_eq!(
        (judge.consistency.pairs, judge.consistency.failed),
        (60, 60)
    );
    // One call for each pair without a grade, two for the others.
    assert_eq!(judge.arm.calls, 180);
    assert_eq!(judge.arm.failures["drifted from the contract"], 60);
    // What failed once has failed: the same run again gives the same.
    let before = test.vendor.all();
    let again = run().await.unwrap();
    assert_eq!(test.vendor.all(), before);
    assert_eq!(again.candidates[0].fields, candidate.fields);

    // In some pairs the data set's words come first, in others the model's.
    let begun = std::fs::read_to_string(&journal).unwrap();
    assert!(begun.contains("\"model\":\"compatible/judge\""));
    let told = test.vendor.told("judge");
    let first =
        |said: &&String| shown(said).is_some_and(|(first, _)| first.starts_with("\"ticket"));
    let alone = told.keys().filter(|said| {
        let (first, second) = shown(said).unwrap();
        let turned = format!("First value, as JSON:\n{second}\n\nSecond value, as JSON:\n{first}");
        !told.keys().any(|other| other.ends_with(&turned))
    });
    let (data, model): (Vec<&String>, Vec<&String>) = alone.partition(first);
    assert!(
        data.len() > 10 && model.len() > 10,
        "{} {}",
        data.len(),
        model.len()
    );
}
