//! Plans that are found by being named.

use driftless::dialect::OpenAiSchema;
use driftless::provider::{Anthropic, BoxFuture, Failure, Model, OpenAi, Provider, Reply, Request};
use driftless::{Ask, BuildError, Contract, Evidence, Plan, Price, When};

#[derive(Contract)]
pub(crate) struct Mood {
    pub(crate) happy: bool,
    pub(crate) score: f64,
}

fn mood_plan() -> Result<Plan<Ask<Mood>>, BuildError> {
    let fallback = Anthropic::new("any").model("claude-haiku-4-5");
    Plan::primary(OpenAi::new("any").model("gpt-6.1-terra"))
        .fallback(fallback, When::DEFAULT, Evidence::vouched("by hand"))
        .production()
        .build()
}

driftless::rehearse!(mood_plan);

/// A key that isn't there, as on a machine of CI.
fn keyless_plan() -> Result<Plan<Ask<Mood>>, Box<dyn std::error::Error>> {
    if std::env::var_os("REHEARSED_KEY").is_none() {
        return Err("REHEARSED_KEY is not set".into());
    }
    Ok(Plan::primary(OpenAi::new("any").model("gpt-6.1-terra")).build()?)
}

driftless::rehearse!(keyless_plan);

pub(crate) mod other {
    //! A plan of the same name as another one.
    use super::{Ask, BuildError, Mood, OpenAi, Plan};

    pub(crate) fn mood_plan() -> Result<Plan<Ask<Mood>>, BuildError> {
        Plan::primary(OpenAi::new("any").chat().model("gpt-6.1-terra")).build()
    }

    driftless::rehearse!(mood_plan);
}

/// A provider that mends what it gets: what drifts is hidden from the decoder, and the answer says
/// something else.
#[derive(Debug)]
struct Mending(Option<std::sync::Arc<dyn Provider>>);

impl Provider for Mending {
    fn name(&self) -> &'static str {
        "mending"
    }
    fn base_url(&self) -> &str {
        self.0.as_ref().map_or("nowhere", |inner| inner.base_url())
    }
    fn redirected(&self, base_url: &str) -> Option<driftless::provider::Redirected> {
        let inner = OpenAi::new("any").redirected(base_url)?;
        Some(driftless::provider::Redirected::new(Self(Some(
            inner.provider,
        ))))
    }
    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let Some(inner) = &self.0 else {
                return Err(Failure::new(
                    driftless::FailureClass::Unreachable,
                    "nowhere",
                ));
            };
            let mut reply = inner.send(request).await?;
            if driftless::decode::<Mood>(&reply.text).is_err() {
                r#"{"happy":false,"score":0}"#.clone_into(&mut reply.text);
            }
            Ok(reply)
        })
    }
}

fn lenient_plan() -> Result<Plan<Ask<Mood>>, BuildError> {
    let model = Model::<OpenAiSchema>::new(Mending(None), "gpt-6.1-terra");
    Plan::primary(model.price(Price::free())).build()
}

driftless::rehearse!(lenient_plan);
