//! Money: prices are known, worst cases fit before anything is sent, and nothing is overspent or
//! lost.

use std::time::Duration;

use driftless::budget::{Budget, WhenFull};
use driftless::plan::{PlanBuilder, SystemClock};
use driftless::receipt::HopOutcome;
use driftless::{FailureClass, Plan, Price, Usd, When, usd};

use driftless_tests::loopback::{Act, Loopback, answer};

use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};

/// The cost of a question of these tests: up to 100 tokens of output at 10 dollars a million, and
/// 1024 and some of input.
const COST: &str = "$0.0002";

fn amount(text: &str) -> Usd {
    usd(text).unwrap()
}

fn per_hour(most: &str) -> Budget {
    Budget::builder()
        .per(Duration::from_secs(3600), amount(most))
        .build()
        .unwrap()
}

#[track_caller]
fn refused(plan: PlanBuilder<FindMood<'_>>, words: &[&str]) {
    let text = plan.build().expect_err("it can't be met").to_string();
    for word in words {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
}

fn one() -> driftless::provider::Model<driftless::dialect::JsonMode> {
    scripted("one", "alpha", [Say::Text(GOOD)]).0
}

#[test]
fn a_price_is_known_or_declared_to_be_none() {
    let zero = Price::per_million(Usd::ZERO, Usd::ZERO);
    refused(
        Plan::primary(one().price(zero)),
        &["alpha", "zero", "Price::free()"],
    );
    assert!(
        Plan::<FindMood<'_>>::primary(one().price(Price::free()))
            .build()
            .is_ok()
    );
    let unknown = driftless::provider::Compatible::at("http://localhost:1/v1").model("llama");
    refused(
        Plan::primary(unknown.clone()).ceiling(amount("1")),
        &["llama", "no price", "per_million", "Price::free()"],
    );
    // Where nothing limits money, its cost is unknown, and the receipt says so.
    let plan = Plan::<FindMood<'_>>::primary(unknown);
    assert!(plan.build().is_ok());
}

#[tokio::test]
async fn the_receipt_of_a_model_without_a_price_says_that_its_cost_is_unknown() {
    let body = r#"{"model":"llama","choices":[{"index":0,"message":{"content":"{\"happy\":true}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3}}"#;
    let server = Loopback::always(move |_| Act::Send(answer(200, &[], body))).await;
    let model = driftless::provider::Compatible::at(server.url()).model("llama");
    let plan = Plan::<FindMood<'_>>::primary(model).build().unwrap();
    let receipt = plan.call(QUESTION).await.unwrap().receipt;
    assert_eq!((receipt.cost(), receipt.spend.unknown), (None, 1));
    let shown = receipt.to_string();
    assert!(
        shown.contains("cost     unknown") && shown.contains("no price is known for llama"),
        "{shown}"
    );
    server.finish();
}

#[test]
fn a_message_names_what_was_written() {
    let unset = driftless::provider::OpenAi::new("key").model("gpt-6.1-terra");
    refused(
        Plan::primary(unset.clone()).ceiling(amount("0.01")),
        &["set `.max_output_tokens(…)`, without which an answer may have 128000 tokens"],
    );
    refused(
        Plan::primary(unset.max_output_tokens(100_000)).ceiling(amount("0.01")),
        &["lower `.max_output_tokens(…)`"],
    );
    let lifetime = Budget::builder().lifetime(amount("0.0001")).build();
    refused(
        Plan::primary(one()).budget(&lifetime.unwrap()),
        &["the budget of $0.0001 for its lifetime"],
    );
}

/// Worst case about 0.0022, cost 0.0002.
fn slow(times: u64) -> driftless::provider::Model<driftless::dialect::JsonMode> {
    let answer = Say::After(Duration::from_millis(times), Box::new(Say::Text(GOOD)));
    scripted("one", "alpha", [answer]).0
}

#[tokio::test(start_paused = true)]
async fn a_batch_on_a_small_budget_finishes_where_calls_may_wait() {
    let budget = Budget::builder().lifetime(amount("0.01")).build().unwrap();
    for (when_full, answered) in [(WhenFull::Refuse, 4), (WhenFull::Wait, 30)] {
        let budget = budget.fresh();
        let plan = Plan::<FindMood<'_>>::primary(slow(10))
            .budget(&budget)
            .when_full(when_full)
            .build()
            .unwrap();
        let calls: Vec<_> = (0..30).map(|_| tokio::spawn(plan.call(QUESTION))).collect();
        let mut done = 0;
        for call in calls {
            done += usize::from(call.await.unwrap().is_ok());
        }
        assert_eq!(done, answered, "{when_full:?}");
        assert_eq!(budget.open_leases(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_room_no_longer_than_its_deadline() {
    let budget = Budget::builder().lifetime(amount("0.003")).build().unwrap();
    let plan = Plan::<FindMood<'_>>::primary(slow(5000))
        .budget(&budget)
        .when_full(WhenFull::Wait)
        .deadline(Duration::from_secs(6))
        .build()
        .unwrap();
    let first = tokio::spawn(plan.call(QUESTION));
    tokio::task::yield_now().await;
    let second = tokio::spawn(plan.call(QUESTION));
    let third = tokio::time::timeout(Duration::from_secs(1), plan.call(QUESTION)).await;
    assert!(third.is_err(), "it gave up");
    assert!(first.await.unwrap().is_ok());
    // One second was left for an answer that takes five.
    let late = second.await.unwrap().unwrap_err();
    assert_eq!(late.class(), FailureClass::TimedOut);
    let hang = Plan::<FindMood<'_>>::primary(scripted("one", "alpha", [Say::Hang]).0)
        .budget(&budget.fresh())
        .when_full(WhenFull::Wait)
        .deadline(Duration::from_secs(6))
        .build()
        .unwrap();
    let calls = [hang.call(QUESTION), hang.call(QUESTION)].map(tokio::spawn);
    let mut classes = Vec::new();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        classes.push(error.class());
        if error.class() == FailureClass::BudgetExceeded {
            // The first is booked at its worst case, so that the second can never fit.
            assert!(
                error.to_string().contains("for its lifetime has"),
                "{error}"
            );
        }
    }
    assert_eq!(
        classes,
        [FailureClass::TimedOut, FailureClass::BudgetExceeded]
    );
}

#[test]
fn what_could_never_be_afforded_is_refused() {
    let small = amount("0.0001");
    refused(
        Plan::primary(one()).ceiling(small),
        &["alpha", "may cost", "ceiling of a call is $0.0001"],
    );
    refused(
        Plan::primary(one()).budget(&per_hour("0.0001")),
        &["alpha", "could never be asked"],
    );
    let dear = scripted("two", "beta", [Say::Hang]).0;
    let plan = Plan::primary(one()).fallback(dear, When::DEFAULT, vouched());
    refused(
        plan.fallback_allowance(small),
        &[
            "beta",
            "as a fallback it may cost",
            "allowance for fallbacks is $0.0001",
        ],
    );
    refused(
        Plan::primary(one()).ceiling(Usd::ZERO),
        &["ceiling is zero"],
    );
    refused(
        Plan::primary(one()).fallback_allowance(Usd::ZERO),
        &["allowance is zero"],
    );
}

#[test]
fn a_price_beyond_all_numbers_is_refused() {
    let huge = amount("79228162514264337593543950335");
    let model = one().price(Price::per_million(huge, huge));
    refused(Plan::primary(model).ceiling(huge), &["alpha", "worst case"]);
}

#[tokio::test]
async fn a_call_that_may_cost_too_much_is_not_made() {
    let (model, asked) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .ceiling(amount("0.004"))
        .build()
        .unwrap();
    assert!(plan.call(QUESTION).await.is_ok());
    let long = "x".repeat(3000);
    let error = plan.call(FindMood { text: &long }).await.unwrap_err();
    assert_eq!(
        (error.class(), asked.times()),
        (FailureClass::BudgetExceeded, 1)
    );
    assert!(
        error.to_string().contains("the call's ceiling of $0.004"),
        "{error}"
    );
    assert_eq!(error.receipt().skips.len(), 1);
}

/// The repair would go beyond the ceiling: the drift stays the result.
#[tokio::test]
async fn a_repair_that_can_not_be_paid_is_not_made() {
    let (model, asked) = scripted("one", "alpha", [Say::Text(DRIFTED)]);
    // About 0.0021 for the first, more for its repair.
    let plan = Plan::<FindMood<'_>>::primary(model)
        .repair(1)
        .ceiling(amount("0.0024"))
        .build()
        .unwrap();
    let error = plan.call(QUESTION).await.unwrap_err();
    assert_eq!((error.class(), asked.times()), (FailureClass::Drifted, 1));
    assert_eq!(
        error.receipt().skips[0].reason,
        FailureClass::BudgetExceeded
    );
    assert_eq!(error.receipt().cost().unwrap().to_string(), COST);
}

#[tokio::test]
async fn a_fallback_beyond_its_allowance_is_not_taken() {
    let (first, _) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let (second, asked) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .fallback_allowance(amount("0.003"))
        .production()
        .build()
        .unwrap();
    assert!(plan.call(QUESTION).await.is_ok());
    let long = "x".repeat(3000);
    let error = plan.call(FindMood { text: &long }).await.unwrap_err();
    assert_eq!(
        (error.class(), asked.times()),
        (FailureClass::Overloaded, 1)
    );
    assert!(matches!(
        error.receipt().hops[0].outcome,
        HopOutcome::OverAllowance { .. }
    ));
    assert!(
        error
            .to_string()
            .contains("would have fallen back to beta, but it may cost"),
        "{error}"
    );
}

#[tokio::test]
async fn the_budget_pays_what_was_spent_and_parts_it() {
    let budget = Budget::builder()
        .lifetime(amount("1"))
        .fallback_per(Duration::from_secs(3600), amount("0.5"))
        .build()
        .unwrap();
    let (first, _) = scripted(
        "one",
        "alpha",
        [Say::Text(GOOD), Say::Fail(FailureClass::Overloaded)],
    );
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .budget(&budget)
        .production()
        .build()
        .unwrap();
    for _ in 0..2 {
        plan.call(QUESTION).await.unwrap();
    }
    let standing = budget.standing(&SystemClock::default());
    let spent: Vec<String> = standing
        .iter()
        .map(|ledger| ledger.spent.to_string())
        .collect();
    assert_eq!(spent, ["$0.0004", COST]);
    assert!(standing.iter().all(|ledger| ledger.reserved == Usd::ZERO));
    assert_eq!(budget.open_leases(), 0);
}

#[tokio::test]
async fn a_used_up_budget_goes_on_only_where_that_is_named() {
    for (when, answers) in [(When::DEFAULT, false), (When::BUDGET_EXCEEDED, true)] {
        let (first, asked) = scripted("one", "alpha", [Say::Text(GOOD)]);
        let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
        let budget = Budget::builder()
            .model_per("alpha", Duration::from_secs(3600), amount("0.0022"))
            .build()
            .unwrap();
        let plan = Plan::<FindMood<'_>>::primary(first)
            .fallback(second.price(Price::free()), when, vouched())
            .budget(&budget)
            .production()
            .build()
            .unwrap();
        let mut last = Ok(());
        for _ in 0..20 {
            last = plan
                .call(QUESTION)
                .await
                .map(|_| ())
                .map_err(|error| error.class());
        }
        assert!(asked.times() < 20, "the budget is used up");
        assert_eq!(last.is_ok(), answers);
        if let Err(class) = last {
            assert_eq!(class, FailureClass::BudgetExceeded);
        }
    }
}
