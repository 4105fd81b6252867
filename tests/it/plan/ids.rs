//! A model's id that can hardly be right is reported by `build()`, with the model that was meant.

use driftless::catalogue::{Catalogue, Entry};
use driftless::provider::{Anthropic, Compatible, Gemini, Mistral, Model, OpenAi, Qwen};
use driftless::{Ask, BuildError, Contract, Plan, Price};

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

fn problem<D: driftless::dialect::Dialect>(model: Model<D>) -> Option<String> {
    let free = model.price(Price::free());
    let built: Result<_, BuildError> = Plan::<Ask<Mood>>::primary(free).build();
    built.err().map(|error| error.to_string())
}

/// Seen to fail before: "the model has no price", and with a price nothing at all.
#[test]
fn a_slip_in_an_id_is_told_with_the_id_that_was_meant() {
    let openai = OpenAi::new("key");
    let anthropic = Anthropic::new("key");
    for (found, meant) in [
        (problem(openai.model("gpt-6.1-tera")), "gpt-6.1-terra"),
        (problem(openai.model("gpt-6.1-tarra")), "gpt-6.1-terra"),
        (problem(openai.model("GPT-6.1-Terra")), "gpt-6.1-terra"),
        (problem(openai.model("gpt-6.1_terra")), "gpt-6.1-terra"),
        (
            problem(openai.model("openai/gpt-6.1-terra")),
            "gpt-6.1-terra",
        ),
        (
            problem(anthropic.model("claude-haiku-4.5")),
            "claude-haiku-4-5",
        ),
        (
            problem(anthropic.model("claude-4-5-haiku")),
            "claude-haiku-4-5",
        ),
        (
            problem(anthropic.model("claude-hiaku-4-5")),
            "claude-haiku-4-5",
        ),
        (
            problem(anthropic.model("claude-haiku-45-20251001")),
            "claude-haiku-4-5",
        ),
        (
            problem(Gemini::new("key").model("gemini-3.8-flsh")),
            "gemini-3.8-flash",
        ),
        (
            problem(Mistral::new("key").model("mistral-lrage-4")),
            "mistral-large-4",
        ),
    ] {
        let found = found.unwrap_or_default();
        assert!(
            found.contains(&format!("did you mean `{meant}`?")) && found.contains(".catalogue(…)"),
            "{meant}: {found}"
        );
    }
}

#[test]
fn a_model_of_another_vendor_is_named_as_such() {
    for (found, told) in [
        (
            problem(OpenAi::new("key").model("claude-haiku-4-5")),
            "`claude-haiku-4-5` is a model of anthropic, not of openai",
        ),
        (
            problem(OpenAi::new("key").model("claude-haiku-4.5")),
            "`claude-haiku-4-5` is a model of anthropic, not of openai",
        ),
        (
            problem(Anthropic::new("key").model("gpt-6.1-terra")),
            "`gpt-6.1-terra` is a model of openai, not of anthropic",
        ),
        (
            problem(Gemini::new("key").model("mistral-large-4")),
            "`mistral-large-4` is a model of mistral, not of gemini; ask it through the provider of mistral. If the id",
        ),
        // Ids without a row, by the names that one vendor alone gives its models.
        (
            problem(OpenAi::new("key").model("claude-sonnet-9")),
            "`claude-…` are models of anthropic, not of openai",
        ),
        (
            problem(OpenAi::new("key").model("google/gemini-9-pro")),
            "`gemini-…` are models of gemini, not of openai",
        ),
        (
            problem(OpenAi::new("key").model("mistral-large-latest")),
            "`mistral-…` are models of mistral, not of openai",
        ),
        (
            problem(Anthropic::new("key").model("GPT-9")),
            "`gpt-…` are models of openai, not of anthropic",
        ),
        (
            problem(Gemini::new("key").model("qwen9-max")),
            "`qwen…` are models of qwen, not of gemini",
        ),
        (
            problem(Mistral::new("key").model("deepseek-v9")),
            "`deepseek-…` are models of deepseek, not of mistral",
        ),
    ] {
        let found = found.unwrap_or_default();
        assert!(found.contains(told), "{told}: {found}");
    }
}

/// A new model of a vendor, whatever it is called, is one; and servers elsewhere name theirs as
/// they like.
#[test]
fn what_may_well_be_right_is_let_through() {
    let openai = OpenAi::new("key");
    for id in [
        "gpt-6.1-luna",
        "gpt-7-terra",
        "gpt-6.2-terra",
        "o5",
        "gpt-4b",
        "gpt-6.1-terra-2026-11-01",
        "ft:gpt-6.1-terra:acme::1",
        "entirely-new",
    ] {
        assert_eq!(problem(openai.model(id)), None, "{id}");
    }
    // Other makers' models are served where Qwen's are; names that no vendor has may be anyone's.
    assert_eq!(problem(Qwen::new("key").model("deepseek-v9")), None);
    for id in [
        "gemma-9",
        "codestral-latest",
        "ft:claude-like",
        "claudette-1",
    ] {
        assert_eq!(problem(openai.model(id)), None, "{id}");
    }
    let proxy = openai.base_url("http://localhost:4000/v1");
    assert_eq!(problem(proxy.model("claude-haiku-4-5")), None);
    let own = Compatible::at("http://localhost:8000/v1");
    assert_eq!(problem(own.model("gpt-6.1-tera")), None);
    // Whoever knows better says so by a row.
    let row = Entry::new("gpt-6.1-tera", "openai");
    let plan = Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-tera").instructions());
    let catalogue = Catalogue::builtin().with_model(row);
    let plan = plan.catalogue(catalogue.clone()).build();
    assert!(!plan.is_err_and(|error| error.to_string().contains("did you mean")));
}
