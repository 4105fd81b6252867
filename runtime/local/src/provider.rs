//! The local model as a provider: calls wait in line, compute on a thread of their own, and stop
//! when they are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use driftless::FailureClass;
use driftless::dialect::Form;
use driftless::provider::{AttemptMetadata, BoxFuture, Failure, Provider, Reply, Request, Usage};

use super::generation::{Generated, Generation, Signals};
use super::{Grade, Local, LocalError, Reported};

/// Stops the computation when the call is dropped.
struct Cancel(Arc<AtomicBool>);

impl Drop for Cancel {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Provider for Local {
    fn name(&self) -> &'static str {
        "local"
    }

    fn base_url(&self) -> &'static str {
        "in process"
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        request.parameters.unsent("local", &["temperature"])
    }

    fn against_fallback(&self) -> Option<String> {
        (self.grade == Grade::Test && !self.test_grade_allowed).then(|| {
            "its answers have the right shape and are right by chance; take a useful model, or allow it with `Local::allow_test_grade`"
                .to_owned()
        })
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            if request.model != self.id {
                let message = format!("the model in the process is `{}`", self.id);
                return Err(Failure::new(FailureClass::NotFound, message));
            }
            // A call that runs out of time says all the same what it was about to be answered by.
            request
                .recorder()
                .update(|metadata| self.identify(metadata));
            let generated = self.queued(request).await?;
            request
                .recorder()
                .update(|metadata| self.record(&generated, metadata));
            if generated.text.len() > request.max_reply_bytes {
                let message = format!("{} bytes", generated.text.len());
                return Err(Failure::new(FailureClass::TooLarge, message));
            }
            Ok(Reply::new(generated.text))
        })
    }
}

impl Local {
    /// Waits for the turn of `request`, then computes off the threads of the async runtime.
    async fn queued(&self, request: &Request<'_>) -> Result<Generated, Failure> {
        let Form::Schema { schema, .. } = request.form else {
            return Err(Failure::new(
                FailureClass::BadRequest,
                "the local model is constrained by a schema: make it with `Local::model`",
            ));
        };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(Failure::new(
                FailureClass::BadRequest,
                "the local model computes on a thread of the tokio runtime, and there is none",
            ));
        };
        let turn = Arc::clone(&self.queue).acquire_owned().await;
        let turn = turn.map_err(LocalError::engine)?;
        let flag = Arc::new(AtomicBool::new(false));
        let cancel = Cancel(Arc::clone(&flag));
        let local = self.clone();
        let (system, turns) = (request.system.map(str::to_owned), request.turns.to_vec());
        let (schema, limit) = (schema.clone(), request.parameters.max_output_tokens);
        #[allow(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            reason = "a temperature needs no more precision"
        )]
        let temperature = request
            .parameters
            .temperature
            .map_or(0.0, |value| value as f32);
        let progress = request.recorder().clone();
        let job = runtime.spawn_blocking(move || {
            // The next call's turn comes when this computation has stopped, not when its caller has
            // gone.
            let _turn = turn;
            let mut generation = Generation::new(&turns, &schema);
            generation.system = system.as_deref();
            generation.max_tokens = limit.and_then(|limit| usize::try_from(limit).ok());
            generation.temperature = temperature;
            generation.seed = local.seed;
            generation.bounds = local.bounds;
            let signals = Signals {
                cancelled: &flag,
                progress: Some(&progress),
            };
            local.engine.generate(&generation, signals)
        });
        let generated = job.await.map_err(LocalError::engine)?;
        drop(cancel);
        Ok(generated?)
    }

    /// Records what is known before anything is generated.
    fn identify(&self, metadata: &mut AttemptMetadata) {
        metadata.served_model = Some(self.id.clone());
        metadata.provider_details = self.reported().details();
    }

    /// Records how the text came about.
    fn record(&self, generated: &Generated, metadata: &mut AttemptMetadata) {
        let count = |tokens: usize| u64::try_from(tokens).unwrap_or(u64::MAX);
        let mut usage = Usage::default();
        usage.input = count(generated.prompt_tokens);
        usage.cached = count(generated.reused_tokens);
        usage.output = count(generated.tokens);
        metadata.usage = Some(usage);
        metadata.first_token_after = generated.first_token_after;
        let reported = Reported {
            forced_tokens: Some(count(generated.forced_tokens)),
            closed_early: generated.closed_early,
            ..self.reported()
        };
        metadata.provider_details = reported.details();
    }

    fn reported(&self) -> Reported {
        Reported {
            grade: Some(self.grade),
            model_digest: Some(self.digest.clone()),
            ..Reported::default()
        }
    }
}
