//! Plans that can't hold are refused by `build()`, each mistake by name, all of them at once.

use std::time::Duration;

use driftless::{BuildError, Evidence, Plan, PlanBuilder, Served, When};

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
    let error = plan.build().expect_err("it can't hold");
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
}
