//! Every fault on every wire form, streaming and whole: each is taken for the class that the table
//! of failures says, and no drift gets through.

use std::time::Duration;

use driftless::dialect::Dialect;
use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, Model, OpenAi, OpenRouter, Portkey,
    Qwen, Served, TokenMix,
};
use driftless::rehearsal::{CallOutcome, DriftKind, Fault, Rehearsal, RetryAfter, WireForm};
use driftless::{Plan, Price};

use crate::shop::{NOBODY, ReadOrder};

const KEY: &str = "sk-a-real-key-of-the-user";

/// One model, without retries and repairs, so that each row is one attempt.
async fn rehearse<D: Dialect>(model: Model<D>) -> Rehearsal {
    let plan =
        Plan::<ReadOrder<'static>>::primary(model.price(Price::free()).max_output_tokens(500))
            .accept(Served::Unverifiable)
            .build()
            .unwrap();
    plan.rehearse().await.unwrap()
}

/// Returns `true` if a form has no place for the fault.
fn not_applicable(form: WireForm, fault: Fault, raw_arguments: bool) -> bool {
    match fault {
        Fault::RateLimited(RetryAfter::Body(_)) => form != WireForm::Gemini,
        Fault::Refusal => form == WireForm::Gemini,
        Fault::ContentFilter => form == WireForm::Anthropic,
        // A development plan without any of its own, and without a budget.
        Fault::BudgetExhausted | Fault::BreakerOpen | Fault::QualityBreakerOpen => true,
        // Arguments that are JSON within JSON.
        Fault::Drift(DriftKind::Fenced | DriftKind::TruncatedJson) | Fault::Truncation => {
            raw_arguments
        }
        _ => false,
    }
}

/// Holds a rehearsal of one model to what must be so of each fault.
#[track_caller]
fn hold(rehearsal: &Rehearsal, form: WireForm, in_words: bool, raw_arguments: bool) {
    let step = &rehearsal.steps[0];
    assert_eq!(step.form, Some(form), "{rehearsal}");
    // The prompt has no relations.
    assert_eq!(rehearsal.rows.len(), Fault::all().len() - 2);
    for row in &rehearsal.rows {
        let fault = row.fault;
        let legal = match fault {
            Fault::Nothing | Fault::Drift(DriftKind::Reordered) => true,
            Fault::Drift(DriftKind::Fenced) => in_words,
            _ => false,
        };
        if not_applicable(form, fault, raw_arguments) {
            assert_eq!(
                row.outcome,
                CallOutcome::NotApplicable,
                "{fault}: {rehearsal}"
            );
            continue;
        }
        if legal {
            assert_eq!(row.outcome, CallOutcome::Answered, "{fault}: {rehearsal}");
            assert_eq!(row.class, None, "{fault}");
            continue;
        }
        assert_eq!(row.outcome, CallOutcome::Failed, "{fault}: {rehearsal}");
        assert_eq!(row.class, fault.class(), "{fault}: {rehearsal}");
        assert_eq!(row.failure, fault.class(), "{fault}");
        assert_eq!(row.attempts, 1, "{fault}");
        match fault {
            Fault::RateLimited(RetryAfter::Unsaid) => assert_eq!(row.retry_after, None),
            Fault::RateLimited(_) => {
                assert_eq!(row.retry_after, Some(Duration::from_secs(2)), "{fault}");
            }
            _ => {}
        }
    }
    assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
}

#[tokio::test]
async fn responses() {
    let openai = OpenAi::new(KEY).base_url(NOBODY);
    for openai in [openai.clone(), openai.unary()] {
        let model = openai.model("gpt-6.1-terra");
        hold(
            &rehearse(model.clone()).await,
            WireForm::Responses,
            false,
            false,
        );
        hold(
            &rehearse(model.clone().strict_tool()).await,
            WireForm::Responses,
            false,
            false,
        );
        hold(
            &rehearse(model.clone().json_mode()).await,
            WireForm::Responses,
            true,
            false,
        );
        hold(
            &rehearse(model.instructions()).await,
            WireForm::Responses,
            true,
            false,
        );
    }
}

#[tokio::test]
async fn chat() {
    let openai = OpenAi::new(KEY).base_url(NOBODY).chat();
    for openai in [openai.clone(), openai.unary()] {
        let model = openai.model("gpt-6.1-terra");
        hold(&rehearse(model.clone()).await, WireForm::Chat, false, false);
        hold(
            &rehearse(model.clone().strict_tool()).await,
            WireForm::Chat,
            false,
            false,
        );
        hold(
            &rehearse(model.clone().json_mode()).await,
            WireForm::Chat,
            true,
            false,
        );
        hold(
            &rehearse(model.instructions()).await,
            WireForm::Chat,
            true,
            false,
        );
    }
}

#[tokio::test]
async fn anthropic() {
    let anthropic = Anthropic::new(KEY).base_url(NOBODY);
    for (anthropic, unary) in [(anthropic.clone(), false), (anthropic.unary(), true)] {
        let model = anthropic.model("claude-haiku-4-5");
        hold(
            &rehearse(model.clone()).await,
            WireForm::Anthropic,
            false,
            false,
        );
        hold(
            &rehearse(model.clone().strict_tool()).await,
            WireForm::Anthropic,
            false,
            unary,
        );
        hold(
            &rehearse(model.instructions()).await,
            WireForm::Anthropic,
            true,
            false,
        );
    }
}

#[tokio::test]
async fn gemini() {
    let gemini = Gemini::new(KEY).base_url(NOBODY);
    for gemini in [gemini.clone(), gemini.unary()] {
        let model = gemini.model("gemini-3.8-flash");
        hold(
            &rehearse(model.clone()).await,
            WireForm::Gemini,
            false,
            false,
        );
        hold(
            &rehearse(model.clone().json_mode()).await,
            WireForm::Gemini,
            true,
            false,
        );
        hold(
            &rehearse(model.instructions()).await,
            WireForm::Gemini,
            true,
            false,
        );
    }
    // The resource's own name, which the path doesn't repeat.
    let model = gemini_of("models/gemini-3.8-flash");
    hold(&rehearse(model).await, WireForm::Gemini, false, false);
}

fn gemini_of(id: &str) -> Model<driftless::dialect::GeminiSchema> {
    Gemini::new(KEY).base_url(NOBODY).model(id)
}

#[tokio::test]
async fn compatible_servers_and_vendors() {
    let chat = WireForm::Chat;
    let compatible = Compatible::new(KEY).base_url(NOBODY).key_header("api-key");
    hold(
        &rehearse(compatible.model("qwen3:8b")).await,
        chat,
        false,
        false,
    );
    let mistral = Mistral::new(KEY).base_url(NOBODY);
    hold(
        &rehearse(mistral.model("mistral-medium")).await,
        chat,
        false,
        false,
    );
    let deepseek = DeepSeek::new(KEY).base_url(NOBODY);
    hold(
        &rehearse(deepseek.model("deepseek-x")).await,
        chat,
        true,
        false,
    );
    let qwen = Qwen::new(KEY).base_url(NOBODY);
    hold(&rehearse(qwen.model("qwen-x")).await, chat, false, false);
}

#[tokio::test]
async fn gateways() {
    let chat = WireForm::Chat;
    let openrouter = OpenRouter::new(KEY).base_url(NOBODY);
    hold(
        &rehearse(openrouter.model("openai/gpt-6.1-terra")).await,
        chat,
        false,
        false,
    );
    let litellm = LiteLlm::new(KEY)
        .base_url(NOBODY)
        .deployment("terra-eu")
        .upstream_model("openai/gpt-6.1-terra")
        .upstream_base("https://api.openai.com/v1");
    hold(&rehearse(litellm.model("terra")).await, chat, false, false);
    let portkey = Portkey::at(NOBODY).provider("openai", KEY);
    hold(
        &rehearse(portkey.model("gpt-6.1-terra")).await,
        chat,
        false,
        false,
    );
    let hosted = Portkey::new(KEY).base_url(NOBODY);
    hold(
        &rehearse(hosted.model("@team/gpt-6.1-terra")).await,
        chat,
        false,
        false,
    );
    let tokenmix = TokenMix::new(KEY).base_url(NOBODY);
    hold(
        &rehearse(tokenmix.model("gpt-6.1-terra")).await,
        chat,
        false,
        false,
    );
}
