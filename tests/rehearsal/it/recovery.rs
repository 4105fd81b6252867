//! Faults that pass, and budgets that are exhausted: who answers then.

use std::time::Duration;

use driftless::budget::{Budget, BudgetBuilder};
use driftless::provider::OpenAi;
use driftless::rehearsal::{CallOutcome, Fault, Rehearsal};
use driftless::{Ask, Contract, Evidence, Plan, When, usd};

use crate::shop::{NOBODY, builder};

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

#[tokio::test]
async fn a_fault_that_passes_is_answered_with_a_retry_and_falls_back_without() {
    let retried = builder().production().build().unwrap();
    let retried = retried.rehearse().await.unwrap();
    let model = |name| OpenAi::new("key").base_url(NOBODY).model(name);
    let plain = Plan::<Ask<Mood>>::primary(model("gpt-6.1-terra"))
        .fallback(
            model("gpt-5.5"),
            When::RATE_LIMITED | When::UNAVAILABLE,
            Evidence::vouched("by hand"),
        )
        .production()
        .build()
        .unwrap();
    let plain = plain.rehearse().await.unwrap();
    for fault in [Fault::RateLimitedOnce, Fault::UnavailableOnce] {
        let row = retried.row("gpt-6.1-terra", fault).unwrap();
        assert_eq!((row.outcome, row.attempts), (CallOutcome::Answered, 2));
        assert_eq!(row.class, fault.class());
        let row = plain.row("gpt-6.1-terra", fault).unwrap();
        assert_eq!((row.outcome, row.attempts), (CallOutcome::FellBack, 2));
        assert_eq!(row.answered_by.as_deref(), Some("gpt-5.5"));
        // Behind the last model there is nobody.
        assert_eq!(plain.outcome("gpt-5.5", fault), Some(CallOutcome::Failed));
    }
}

/// Whose ceiling is exhausted decides who may still answer.
#[tokio::test]
async fn an_exhausted_budget_stops_whom_its_ceilings_count() {
    let hour = Duration::from_secs(3600);
    let dollar = usd("1.00").unwrap();
    let rehearse = async |budget: BudgetBuilder| {
        let model = |name| {
            OpenAi::new("key")
                .base_url(NOBODY)
                .model(name)
                .max_output_tokens(100)
        };
        let plan = Plan::<Ask<Mood>>::primary(model("gpt-6.1-terra"))
            .fallback(
                model("gpt-5.5"),
                When::BUDGET_EXCEEDED,
                Evidence::vouched("by hand"),
            )
            .budget(&budget.build().unwrap())
            .production()
            .build()
            .unwrap();
        plan.rehearse().await.unwrap()
    };
    let outcome = |rehearsal: &Rehearsal, model| {
        let row = rehearsal.row(model, Fault::BudgetExhausted);
        row.map(|row| (row.outcome, row.note.clone().unwrap_or_default()))
    };
    let (first, second) = ("gpt-6.1-terra", "gpt-5.5");

    let own = rehearse(Budget::builder().model_per(first, hour, dollar)).await;
    assert_eq!(
        outcome(&own, first),
        Some((CallOutcome::FellBack, String::new())),
        "{own}"
    );
    let none = "no ceiling of the budget counts it and none of the models before it";
    assert_eq!(
        outcome(&own, second),
        Some((CallOutcome::NotApplicable, none.to_owned()))
    );

    let of_all = rehearse(Budget::builder().per(hour, dollar)).await;
    assert_eq!(
        outcome(&of_all, first),
        Some((CallOutcome::Failed, String::new())),
        "{of_all}"
    );
    let row = of_all.row(first, Fault::BudgetExhausted).unwrap();
    assert_eq!(
        (row.attempts, row.class),
        (0, Fault::BudgetExhausted.class()),
        "{row:?}"
    );
    assert_eq!(outcome(&of_all, second), None, "nothing leads to it");

    let both = Budget::builder()
        .model_per(first, hour, dollar)
        .fallback_per(hour, dollar);
    let both = rehearse(both).await;
    assert_eq!(
        outcome(&both, second),
        Some((CallOutcome::Failed, String::new())),
        "{both}"
    );
}
