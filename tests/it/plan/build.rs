//! Invalid plans are refused by `build()`, each mistake by name, all of them at once.

use std::ffi::OsStr;
use std::time::Duration;

use driftless::plan::{ModelProblem, PlanBuilder, Problem};
use driftless::provider::Served;
use driftless::retry::Retry;
use driftless::{BuildError, Evidence, Mode, Plan, When, usd};

use crate::provider::child::in_child;

use super::{FindMood, Say, scripted, vouched};

const HANG: [Say; 1] = [Say::Hang];

fn two(when: When, evidence: Evidence) -> PlanBuilder<FindMood<'static>> {
    Plan::<FindMood<'static>>::primary(scripted("one", "alpha", HANG).0).fallback(
        scripted("two", "beta", HANG).0,
        when,
        evidence,
    )
}

#[track_caller]
fn refused(plan: PlanBuilder<FindMood<'static>>, words: &[&str]) -> BuildError {
    let error = plan.build().expect_err("it can't be met");
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    error
}

#[test]
fn a_fallback_needs_evidence_in_production() {
    assert!(two(When::DEFAULT, Evidence::none()).build().is_ok());
    assert!(two(When::DEFAULT, vouched()).production().build().is_ok());
    refused(
        two(When::DEFAULT, Evidence::none()).production(),
        &["beta", "alpha", "evidence", "Evidence::vouched"],
    );
}

#[test]
fn evidence_gives_a_reason() {
    for why in ["", "  \n"] {
        refused(
            two(When::DEFAULT, Evidence::vouched(why)),
            &["beta", "no reason"],
        );
    }
}

#[test]
fn the_same_model_stands_in_a_plan_once() {
    let same = Plan::<FindMood<'static>>::primary(scripted("one", "alpha", HANG).0).fallback(
        scripted("one", "alpha", HANG).0,
        When::DEFAULT,
        vouched(),
    );
    refused(same, &["alpha of one", "twice"]);
    // Another vendor's model of the same name is another model.
    let other = Plan::<FindMood<'static>>::primary(scripted("one", "alpha", HANG).0).fallback(
        scripted("two", "alpha", HANG).0,
        When::DEFAULT,
        vouched(),
    );
    assert!(other.build().is_ok());
}

#[test]
fn an_edge_that_can_not_trigger_is_refused() {
    let blind = two(When::SUBSTITUTED, vouched())
        .accept(Served::Substituted)
        .accept(Served::Unverifiable);
    refused(
        blind,
        &["beta", "never be reached", "accepts whatever served"],
    );
}

#[test]
fn a_retry_policy_that_can_not_hold_is_refused() {
    let plan = two(When::DEFAULT, vouched()).retry(Retry::up_to(0));
    refused(plan, &["the retry policy", "no retry"]);
}

#[test]
fn the_mode_comes_from_a_word() {
    assert_eq!("production".parse(), Ok(Mode::Production));
    assert_eq!("development".parse(), Ok(Mode::Development));
    for wrong in ["", "Production", "prod", "production "] {
        let error = wrong.parse::<Mode>().unwrap_err().to_string();
        assert!(error.contains("DRIFTLESS_MODE"), "{error}");
    }
}

#[test]
#[ignore = "run in a child process by the test below"]
fn says_the_mode() {
    println!(
        "mode: {}",
        Mode::from_env().map_or_else(|error| error.to_string(), |mode| mode.to_string())
    );
}

#[test]
fn the_mode_comes_from_the_environment() {
    for (variables, said) in [
        (&[][..], "mode: development"),
        (
            &[("DRIFTLESS_MODE", OsStr::new("production"))][..],
            "mode: production",
        ),
        (
            &[("DRIFTLESS_MODE", OsStr::new("prod"))][..],
            "\"prod\" is no mode",
        ),
    ] {
        let printed = in_child("plan::build::says_the_mode", variables);
        assert!(printed.contains(said), "{printed}");
    }
}

#[test]
fn everything_wrong_is_told_at_once() {
    let model = scripted("one", "alpha", HANG).0.expected(Duration::ZERO);
    let plan = Plan::<FindMood<'static>>::primary(model.clone())
        .fallback(model, When::DEFAULT, Evidence::vouched(""))
        .deadline(Duration::ZERO)
        .production();
    let error = refused(
        plan,
        &[
            "deadline is zero",
            "twice",
            "no reason",
            "expected time is zero",
        ],
    );
    assert!(error.problems().len() >= 4, "{error}");
    let has = |is: fn(&Problem) -> bool| error.problems().iter().any(is);
    assert!(has(|problem| *problem == Problem::ZeroDeadline));
    assert!(has(
        |problem| matches!(problem, Problem::NamedTwice { model, .. } if model == "alpha")
    ));
    assert!(has(
        |problem| matches!(problem, Problem::NoReason { from, to } if from == to)
    ));
    assert!(has(|problem| {
        problem.model() == Some("alpha")
            && matches!(
                problem,
                Problem::Model {
                    problem: ModelProblem::ZeroExpectedTime,
                    ..
                }
            )
    }));
}

#[test]
fn a_plan_says_what_it_will_do() {
    let plan = two(When::RATE_LIMITED | When::TIMED_OUT, vouched())
        .deadline(Duration::from_secs(8))
        .ceiling(usd("0.05").unwrap())
        .fallback_allowance(usd("0.01").unwrap())
        .retry(Retry::up_to(2))
        .production()
        .build()
        .unwrap();
    let described = plan.describe();
    assert_eq!(described.steps[1].evidence, Some(vouched()));
    insta::assert_snapshot!(described.to_string());
    let json = serde_json::to_value(&described).unwrap();
    assert_eq!(json["steps"][1]["when"][0], "rate_limited");
    assert_eq!(json["deadline_us"], 8_000_000);
}

/// Its API wants an output limit, so the provider sends one, and what a call may cost is known
/// without a word from the user.
#[test]
fn the_limit_that_a_provider_sends_anyway_bounds_the_cost() {
    let model = driftless::provider::Anthropic::new("k").model("claude-haiku-4-5");
    let plan = Plan::<FindMood<'static>>::primary(model).ceiling(usd("0.10").unwrap());
    let described = plan.build().unwrap().describe().to_string();
    assert!(described.contains("costs     up to $"), "{described}");
}
