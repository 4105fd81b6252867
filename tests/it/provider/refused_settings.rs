//! Settings that a model rejects or passes over, from the catalogue, and what a tier may cost.

use driftless::dialect::Dialect;
use driftless::plan::{ModelProblem, Problem};
use driftless::provider::{Anthropic, Gemini, Mistral, Model, OpenAi};
use driftless::{Ask, Contract, Plan, Price};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Loopback, answer};

#[derive(Debug, Contract)]
struct Mood {
    #[allow(dead_code, reason = "only asked for")]
    happy: bool,
}

/// Returns the problem that a plan of this model is refused for.
fn refused<D: Dialect>(model: Model<D>) -> Option<ModelProblem> {
    let plan = Plan::<Ask<Mood>>::primary(model.price(Price::free())).build();
    let error = plan.err()?;
    match error.problems() {
        [Problem::Model { problem, .. }] => Some(problem.clone()),
        others => panic!("{others:?}"),
    }
}

/// Returns `true` if the model never takes this setting.
fn is_never(problem: &ModelProblem, name: &str) -> bool {
    matches!(problem, ModelProblem::Setting { setting, .. } if setting == name)
}

#[test]
fn what_a_model_rejects_is_an_error_of_build() {
    let openai = |id: &str| OpenAi::new("test-key").model(id);
    let never = refused(openai("gpt-6-astra").temperature(0.5)).expect("refused");
    assert!(is_never(&never, "temperature"), "{never}");
    let reasoning = refused(openai("gpt-6.1-terra").top_p(0.5)).expect("refused");
    assert!(
        matches!(&reasoning, ModelProblem::SettingWithReasoning { setting, .. } if setting == "top_p"),
        "{reasoning}"
    );
    let words = reasoning.to_string();
    assert!(words.contains("set `.effort(\"none\")`"), "{words}");
    assert_eq!(
        refused(openai("gpt-6.1-terra").top_p(0.5).effort("none")),
        None
    );
    let astra = refused(openai("gpt-6-astra").top_p(0.5).effort("none")).expect("refused");
    assert!(is_never(&astra, "top_p"), "{astra}");
    let claude = Anthropic::new("test-key").api_version("2023-06-01");
    let opus = refused(claude.model("claude-opus-5-5").top_k(5)).expect("refused");
    assert!(is_never(&opus, "top_k"), "{opus}");
    assert_eq!(refused(claude.model("claude-haiku-4-5").top_k(5)), None);
    let mistral = Mistral::new("test-key").model("mistral-large-4");
    assert_eq!(refused(mistral.temperature(0.5)), None);
}

/// It is sent, and every receipt says that it changes nothing.
#[tokio::test]
async fn what_a_model_ignores_stands_in_the_receipt() {
    let server = Loopback::always(|_| Act::Send(answer(503, &[], "{}"))).await;
    let model = Gemini::new("test-key")
        .base_url(server.url())
        .model("gemini-3.8-flash");
    let model = model.temperature(0.5).seed(7).price(Price::free());
    let plan = Plan::<Ask<Mood>>::primary(model).build().expect("a plan");
    let error = within(plan.call(Ask::new("hello"))).await.expect_err("503");
    server.finish();
    let receipt = error.receipt();
    assert_eq!(receipt.attempts[0].ignored_parameters, ["temperature"]);
    let shown = receipt.to_string();
    assert!(
        shown.contains("ignored  temperature: the model doesn't read it"),
        "{shown}"
    );
}

/// A tier that costs more is reserved for, whether its price is known or not.
#[test]
fn a_dearer_tier_is_part_of_the_worst_case() {
    let worst = |tier: Option<&str>| {
        let model = OpenAi::new("test-key")
            .model("gpt-6.1-terra")
            .max_output_tokens(100);
        let model = match tier {
            Some(tier) => model.service_tier(tier),
            None => model,
        };
        let plan = Plan::<Ask<Mood>>::primary(model).build().expect("a plan");
        let step = plan.describe().steps.remove(0);
        step.worst_case.expect("a price").as_decimal()
    };
    let standard = worst(None);
    assert_eq!(
        worst(Some("flex")),
        standard,
        "an answer may be served at the standard tier"
    );
    assert_eq!(worst(Some("priority")), standard + standard);
    assert!(worst(Some("hyperspace")) > standard + standard);
}
