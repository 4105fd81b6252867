//! Invalid plans are refused before any call, with every reason.

use std::time::Duration;

use driftless::prompt::Example;
use driftless::provider::{Anthropic, OpenAi};
use driftless::{Ask, Contract, Plan, Prompt};

use super::{Severity, Triage};
use crate::plan::signals::Lines;

#[derive(Prompt)]
#[prompt(output = Triage, user = "{ticket}", examples = careless)]
struct Careless<'a> {
    ticket: &'a str,
}

fn careless() -> Vec<Example<Triage>> {
    let empty = Triage {
        summary: String::new(),
        severity: Severity::Low,
        refund_usd: Some(-1.0),
    };
    vec![Example::new(&Careless { ticket: "x" }, empty)]
}

#[test]
fn everything_wrong_is_told_at_once() {
    let model = OpenAi::new("k")
        .model("gpt-6.1-terra")
        .timeout(Duration::ZERO)
        .max_output_tokens(0)
        .temperature(f64::NAN);
    let error = Plan::<Careless<'_>>::primary(model)
        .deadline(Duration::ZERO)
        .build()
        .expect_err("nothing of it holds");
    let text = error.to_string();
    for part in [
        "deadline",
        "timeout",
        "output",
        "temperature",
        "example 1",
        "/summary",
        "/refund_usd",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_tool_is_refused_for_models_that_reject_forced_tools() {
    let model = Anthropic::new("k").model("claude-opus-5-5").strict_tool();
    let error = Plan::<Ask<Triage>>::primary(model)
        .build()
        .expect_err("a documented 400");
    assert!(error.to_string().contains("claude-opus-5-5"), "{error}");
}

#[test]
fn a_temperature_is_refused_where_the_api_version_rejects_it() {
    let model = Anthropic::new("k")
        .model("claude-sonnet-5-5")
        .temperature(0.0);
    let error = Plan::<Ask<Triage>>::primary(model)
        .build()
        .expect_err("a documented 400");
    assert!(error.to_string().contains("temperature"), "{error}");
}

#[test]
fn a_key_or_a_url_that_can_not_be_right_is_refused() {
    for model in [
        OpenAi::new("").model("gpt-6.1-terra"),
        OpenAi::new("k")
            .base_url("not a url")
            .model("gpt-6.1-terra"),
    ] {
        assert!(Plan::<Ask<Triage>>::primary(model).build().is_err());
    }
}

#[derive(Contract)]
struct Plain {
    text: String,
}

#[test]
fn prompts_and_contracts_are_recorded_by_fingerprint() {
    assert_ne!(
        <Ask<Plain>>::prompt_fingerprint(),
        <Ask<Triage>>::prompt_fingerprint()
    );
    assert_eq!(
        <Careless<'_>>::prompt_fingerprint(),
        <Careless<'_>>::prompt_fingerprint()
    );
    let plain = Plain {
        text: String::new(),
    };
    assert!(plain.text.is_empty());
}

/// Stands still on one day.
#[derive(Debug)]
struct On(u64);

impl driftless::plan::Clock for On {
    fn now(&self) -> std::time::SystemTime {
        std::time::UNIX_EPOCH + Duration::from_secs(self.0)
    }
}

#[test]
fn a_model_that_was_shut_down_is_refused_from_its_day_on() {
    // The catalogue has 2027-01-14 for gpt-4.1-mini; these are the last second before and the first
    // of that day.
    for (second, refused) in [(1_799_884_799, false), (1_799_884_800, true)] {
        let model = OpenAi::new("k").model("gpt-4.1-mini");
        let built = Plan::<Ask<Triage>>::primary(model)
            .clock(On(second))
            .build();
        assert_eq!(built.is_err(), refused, "{built:?}");
        if let Err(error) = built {
            let words = error.to_string();
            assert!(
                words.contains("the vendor recommends `gpt-6-luna`"),
                "{words}"
            );
        }
    }
}

/// Sixty days are what a qualification and a rollout take.
#[test]
fn a_model_that_will_be_shut_down_is_reported_by_each_build_of_its_last_sixty_days() {
    const SHUTDOWN: u64 = 1_799_884_800;
    let events = |now: u64| {
        let lines = Lines::default();
        let guard = tracing::subscriber::set_default(lines.clone());
        let model = OpenAi::new("k").model("gpt-4.1-mini");
        let plan = Plan::<Ask<Triage>>::primary(model);
        plan.clock(On(now)).build().expect("a plan");
        drop(guard);
        lines.all()
    };
    let days = |days: u64| days * 86_400;
    assert_eq!(events(SHUTDOWN - days(61)), "");
    for now in [SHUTDOWN - days(60), SHUTDOWN - 1] {
        let told = events(now);
        assert!(told.starts_with("WARN driftless.model.retiring"), "{told}");
        for part in ["gpt-4.1-mini", "2027-01-14", "gpt-6-luna"] {
            assert!(told.contains(part), "no {part} in {told}");
        }
    }
}
