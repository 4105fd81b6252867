//! The table of failure classes, and the triggers that follow from it.

use driftless::failure::{Actor, Fallback, Health, Retryable};
use driftless::{FailureClass, When};

/// Failures that nobody may ever route around, whatever a plan allows.
const NEVER: &[FailureClass] = &[
    FailureClass::Refused,
    FailureClass::Filtered,
    FailureClass::ContextExceeded,
    FailureClass::SchemaRejected,
    FailureClass::BadRequest,
    FailureClass::Unauthorized,
    FailureClass::NotFound,
    FailureClass::OutOfTime,
    FailureClass::Cancelled,
];

const ALL_TRIGGERS: &[When] = &[
    When::RATE_LIMITED,
    When::QUOTA_EXHAUSTED,
    When::OVERLOADED,
    When::SERVER_ERROR,
    When::UNKNOWN_ERROR,
    When::UNREACHABLE,
    When::TIMED_OUT,
    When::INTERRUPTED,
    When::MALFORMED,
    When::TOO_LARGE,
    When::DRIFTED,
    When::TRUNCATED,
    When::SUBSTITUTED,
    When::BUDGET_EXCEEDED,
    When::BREAKER_OPEN,
    When::QUALITY_BREAKER_OPEN,
];

#[test]
fn what_is_never_routed_around_is_exactly_this() {
    let never: Vec<FailureClass> = FailureClass::ALL
        .iter()
        .copied()
        .filter(|class| class.fallback() == Fallback::Never)
        .collect();
    assert_eq!(never, NEVER);
}

#[test]
fn every_other_class_can_be_named_and_those_never() {
    let everything = ALL_TRIGGERS
        .iter()
        .copied()
        .reduce(|one, other| one | other)
        .unwrap();
    for class in FailureClass::ALL {
        assert_eq!(
            everything.includes(*class),
            class.fallback() != Fallback::Never,
            "{class}"
        );
    }
}

#[test]
fn the_default_trigger_is_the_tables_column() {
    for class in FailureClass::ALL {
        assert_eq!(
            When::default().includes(*class),
            class.fallback() == Fallback::ByDefault,
            "{class}"
        );
    }
    assert_eq!(When::default(), When::DEFAULT);
}

#[test]
fn a_trigger_holds_its_class_and_its_breakers_consequence_only() {
    for trigger in ALL_TRIGGERS {
        let classes: Vec<FailureClass> = trigger.classes().collect();
        let named = classes[0];
        match named.health() {
            Health::Failing | Health::TooSlow => {
                assert_eq!(classes, [named, FailureClass::BreakerOpen]);
            }
            Health::Quality => assert_eq!(classes, [named, FailureClass::QualityBreakerOpen]),
            _ => assert_eq!(classes, [named]),
        }
    }
}

#[test]
fn our_own_refusals_say_nothing_about_the_vendor_and_are_not_retried() {
    for class in [
        FailureClass::BudgetExceeded,
        FailureClass::BreakerOpen,
        FailureClass::QualityBreakerOpen,
        FailureClass::OutOfTime,
    ] {
        assert_eq!(class.health(), Health::Neutral, "{class}");
        assert_eq!(class.retry(), Retryable::Never, "{class}");
    }
}

#[test]
fn throttles_and_mistakes_of_the_caller_are_neutral_too() {
    for class in [
        FailureClass::RateLimited,
        FailureClass::QuotaExhausted,
        FailureClass::UnknownError,
        FailureClass::Unauthorized,
        FailureClass::NotFound,
        FailureClass::BadRequest,
        FailureClass::Refused,
    ] {
        assert_eq!(class.health(), Health::Neutral, "{class}");
    }
}

#[test]
fn what_the_vendor_must_mend_is_what_it_is_judged_by() {
    for class in FailureClass::ALL {
        let judged = matches!(class.health(), Health::Failing | Health::TooSlow);
        let theirs = class.actor() == Actor::Vendor && *class != FailureClass::BreakerOpen;
        assert_eq!(judged, theirs, "{class}");
    }
}

#[test]
fn the_words_differ_and_stay() {
    let mut words: Vec<&str> = FailureClass::ALL
        .iter()
        .map(|class| class.as_str())
        .collect();
    assert_eq!(
        When::TIMED_OUT.to_string(),
        "timed out | breaker open",
        "in the table's order"
    );
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), FailureClass::ALL.len());
    assert_eq!(
        serde_json::to_string(&FailureClass::BudgetExceeded).unwrap(),
        "\"budget_exceeded\""
    );
}
