//! Failures that aren't the model's pause the run, and no answer is paid again.

use driftless::qualify::{QualifyError, Stop, Verdict};
use driftless::{FailureClass, usd};

use crate::setup::{Test, only};
use crate::vendor::{Asked, Reply, Vendor, right, usual};

fn paused(error: QualifyError) -> driftless::qualify::Paused {
    match error {
        QualifyError::Paused(paused) => *paused,
        other => panic!("{other}"),
    }
}

/// Every call was made once.
fn once(test: &Test, of: &str) {
    let calls = test.vendor.calls();
    let twice: Vec<_> = calls
        .iter()
        .filter(|((model, _), count)| model == of && **count > 1)
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[tokio::test]
async fn a_bad_key_pauses_and_the_run_goes_on_later() {
    let fails = |asked: Asked<'_>| match asked.all {
        70 => Reply::Fails(401, ""),
        _ => usual(asked),
    };
    let test = Test::new(Vendor::start(fails), 300, true);
    let journal = test.folder.path("journal");
    let error = paused(
        test.start(&["equal"])
            .journal(&journal)
            .run()
            .await
            .unwrap_err(),
    );
    assert_eq!(error.class, Some(FailureClass::Unauthorized));
    let said = error.to_string();
    assert!(
        said.contains("check the key") && said.contains("journal keeps them: run the same again"),
        "{said}"
    );
    assert!(error.answered >= 60, "{said}");
    let before = test.vendor.all();

    let estimate = test.start(&["equal"]).journal(&journal).estimate().unwrap();
    assert!(
        estimate.kept >= error.answered && estimate.spent >= error.spent,
        "{estimate:?}"
    );
    let resumed = test
        .start(&["equal"])
        .journal(&journal)
        .run()
        .await
        .unwrap();
    assert_eq!(only(&resumed).verdict, Verdict::Passed);
    // The one that failed is asked once more, and no other.
    let again: usize = test.vendor.calls().values().map(|count| count - 1).sum();
    assert_eq!(again, 1);
    assert!(test.vendor.all() > before);
}

#[tokio::test]
async fn rate_limits_are_waited_out() {
    let limited = |asked: Asked<'_>| {
        if asked.before == 0 && asked.item.is_multiple_of(10) {
            return Reply::Fails(429, "retry-after: 0\r\n");
        }
        usual(asked)
    };
    let test = Test::new(Vendor::start(limited), 60, true);
    let outcome = test.start(&["equal"]).fixed(60).run().await.unwrap();
    assert_eq!(only(&outcome).pairs, 60);
    assert_eq!(test.vendor.all(), 132);
    assert_eq!(only(&outcome).arm.failures.len(), 0);
}

#[tokio::test]
async fn an_outage_that_lasts_pauses() {
    let down = |asked: Asked<'_>| match asked.model {
        "equal" if asked.item == 5 => Reply::Fails(503, ""),
        _ => usual(asked),
    };
    let test = Test::new(Vendor::start(down), 60, true);
    let error = paused(test.start(&["equal"]).fixed(60).run().await.unwrap_err());
    assert_eq!(error.class, Some(FailureClass::Overloaded));
    assert!(
        error
            .to_string()
            .contains("compatible/equal could not be asked item \"t5\""),
        "{error}"
    );
    assert!(error.to_string().contains("without a journal"), "{error}");
}

#[tokio::test]
async fn answers_of_another_model_are_no_evidence() {
    let swapped = |asked: Asked<'_>| match asked.model {
        "equal" => Reply::SaysAs("cheaper", right(asked.item)),
        _ => usual(asked),
    };
    let test = Test::new(Vendor::start(swapped), 60, true);
    let error = paused(test.run_err(&["equal"]).await);
    assert_eq!(error.class, Some(FailureClass::Substituted));
    assert!(error.to_string().contains("cheaper"), "{error}");
}

#[tokio::test]
async fn the_budget_is_never_exceeded_and_a_larger_one_goes_on() {
    let test = Test::new(Vendor::start(usual), 300, true);
    let journal = test.folder.path("journal");
    let start = |budget: &str| {
        test.start(&["equal"])
            .journal(&journal)
            .budget(usd(budget).unwrap())
    };
    let error = paused(start("12").run().await.unwrap_err());
    assert_eq!(error.class, Some(FailureClass::BudgetExceeded));
    assert!(
        error.spent <= usd("12").unwrap() && error.spent > usd("8").unwrap(),
        "{}",
        error.spent
    );
    assert!(error.to_string().contains("the budget of $12"), "{error}");
    let before = test.vendor.all();
    let error = start("12").run().await.unwrap_err().to_string();
    assert!(
        error.contains("the journal's answers have cost")
            && error.contains("the budget is $12; raise it"),
        "{error}"
    );
    assert_eq!(test.vendor.all(), before);

    let outcome = start("1000").run().await.unwrap();
    assert_eq!(only(&outcome).verdict, Verdict::Passed);
    once(&test, "equal");
    once(&test, "reference");
}

#[tokio::test]
async fn a_run_that_is_stopped_ends_whole_and_goes_on() {
    let test = Test::new(Vendor::start(usual), 400, true);
    let journal = test.folder.path("journal");
    let stop = Stop::new();
    let asking = stop.clone();
    let run = test.start(&["equal"]).journal(&journal).stop(&stop);
    let error = run
        .observe(move |progress| {
            if progress.calls == 37 {
                asking.ask();
            }
        })
        .run()
        .await
        .unwrap_err();
    assert!(error.is_stopped());
    let error = paused(error);
    assert!(error.answered >= 37 && error.answered <= 45, "{error:?}");
    assert_eq!(u64::try_from(test.vendor.all()).unwrap(), error.answered);
    let outcome = test
        .start(&["equal"])
        .journal(&journal)
        .run()
        .await
        .unwrap();
    assert_eq!(only(&outcome).verdict, Verdict::Passed);
    once(&test, "equal");
    once(&test, "reference");
    // All answers are there: nothing is left to pay.
    let before = test.vendor.all();
    let again = test
        .start(&["equal"])
        .journal(&journal)
        .run()
        .await
        .unwrap();
    assert_eq!(test.vendor.all(), before);
    assert_eq!(again.candidates[0].fields, outcome.candidates[0].fields);
}
