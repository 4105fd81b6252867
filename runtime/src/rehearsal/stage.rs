//! One model of a plan, with a server of its own in the vendor's place.

use std::fmt;
use std::sync::Arc;

use super::drift::{Intact, Related};
use super::error::RehearsalError;
use super::fault::Fault;
use super::script::{Reply, RetryAfter};
use super::server::{Hush, Server};
use super::wire::{Asked, WireForm, write};
use crate::evidence::Evidence;
use crate::failure::FailureClass;
use crate::plan::Planned;
use crate::provider::{self, BoxFuture, Failure, Provider, Redirected, Request};
use crate::sync::{Mutex, lock};

/// The name of the provider whose models run in the process.
const IN_PROCESS: &str = "local";

/// The replacement of one model.
#[derive(Debug)]
pub(super) struct Stage {
    kind: Kind,
    /// The intact answer as this model sends it.
    wire: String,
    /// An answer with a value that is none of the choices.
    wrong_choice: Option<String>,
    /// An answer with a quotation that stands nowhere.
    invented_quote: Option<String>,
    /// The name by which it says that it has served.
    answers_as: String,
}

#[derive(Debug)]
enum Kind {
    Server(Served),
    /// Nothing is sent: the model itself is left alone, and something of the same name answers.
    InProcess(Arc<StandIn>),
}

#[derive(Debug)]
struct Served {
    server: Server,
    live: Redirected,
    refused: Arc<dyn Provider>,
}

impl Stage {
    /// A stage for `step`, whose right answer is `document`.
    pub(super) async fn set(
        step: &Planned,
        document: &str,
        related: &Related,
        hush: &Arc<Hush>,
    ) -> Result<Self, RehearsalError> {
        let wire = step.adapted.example(document);
        let answers_as = answers_as(step).to_owned();
        let kind = if step.provider.name() == IN_PROCESS {
            Kind::InProcess(Arc::new(StandIn::new(&wire)))
        } else {
            let server = Server::with(Arc::clone(hush))
                .await
                .map_err(RehearsalError::Server)?;
            let nobody = server.refusing_base_url().map_err(RehearsalError::Server)?;
            let live = redirected(step, &server.base_url())?;
            let refused = redirected(step, &nobody)?.provider;
            Kind::Server(Served {
                server,
                live,
                refused,
            })
        };
        let sent = |text: &Option<String>| text.as_ref().map(|text| step.adapted.example(text));
        Ok(Self {
            kind,
            wire,
            wrong_choice: sent(&related.wrong_choice),
            invented_quote: sent(&related.invented_quote),
            answers_as,
        })
    }

    pub(super) fn is_in_process(&self) -> bool {
        matches!(self.kind, Kind::InProcess(_))
    }

    /// Returns the last request, if there was one.
    fn asked(&self) -> Option<Asked> {
        match &self.kind {
            Kind::Server(served) => served.server.last_asked(),
            Kind::InProcess(_) => None,
        }
    }

    pub(super) fn form(&self) -> Option<WireForm> {
        Some(self.asked()?.form)
    }

    pub(super) fn intact<'a>(&'a self, step: &'a Planned, document: &'a str) -> Intact<'a> {
        Intact {
            shape: step.adapted.shape,
            document,
            wire: &self.wire,
            steps: &step.adapted.steps,
            wrong_choice: self.wrong_choice.as_deref(),
            invented_quote: self.invented_quote.as_deref(),
        }
    }

    /// Makes the model fail by `fault`, or answer. The provider to ask, or why it can't fail so.
    pub(super) fn prepare(
        &self,
        fault: Fault,
        step: &Planned,
        document: &str,
    ) -> Result<Arc<dyn Provider>, &'static str> {
        let served = match &self.kind {
            Kind::Server(served) => served,
            Kind::InProcess(stand_in) => {
                stand_in.fail(fault.class());
                return Ok(Arc::<StandIn>::clone(stand_in));
            }
        };
        match fault {
            Fault::ConnectionRefused => return Ok(Arc::clone(&served.refused)),
            Fault::BreakerOpen if step.guards.health.is_none() => {
                return Err("the plan has no breakers");
            }
            Fault::QualityBreakerOpen if step.guards.quality.is_none() => {
                return Err("the plan has no quality breakers");
            }
            _ => {}
        }
        let intact = self.intact(step, document);
        let mut reply = fault.reply(&intact)?;
        if fault == Fault::OutOfQuota && self.form() == Some(WireForm::Chat) {
            reply = out_of_quota(step.provider.name());
        }
        let reply = self.signed(reply, served);
        self.can_say(fault, &reply)?;
        let mut replies = vec![reply];
        if fault.passes() {
            replies.push(self.signed(Fault::Nothing.reply(&intact)?, served));
        }
        served.server.always(replies);
        Ok(Arc::clone(&served.live.provider))
    }

    /// As the model says it, with what its vendor sends along.
    fn signed(&self, mut reply: Reply, served: &Served) -> Reply {
        if reply.served.is_none() {
            reply.served = Some(self.answers_as.clone());
        }
        for (name, value) in &served.live.headers {
            reply = reply.header(name, value);
        }
        reply
    }

    /// Returns `true` if the vendor's form has a place for `reply`.
    fn can_say(&self, fault: Fault, reply: &Reply) -> Result<(), &'static str> {
        let Some(asked) = self.asked() else {
            return Ok(());
        };
        if matches!(fault, Fault::RateLimited(RetryAfter::Body(_)))
            && asked.form != WireForm::Gemini
        {
            return Err("only Gemini says it in the body");
        }
        match fault {
            Fault::ConnectionReset => Ok(()),
            _ => write(&asked, reply).map(|_written| ()),
        }
    }
}

/// The name by which the model says that it has served: that of a snapshot that was qualified,
/// since a plan may be pinned to these.
fn answers_as(step: &Planned) -> &str {
    match step.edge.as_ref().map(|edge| &edge.evidence) {
        Some(Evidence::Qualified(qualified)) => qualified.served.first().map(String::as_str),
        _ => None,
    }
    .unwrap_or_else(|| step.provider.answers_as(&step.model))
}

/// Servers that are compatible with OpenAI have other words for an account that has nothing left,
/// and the same status.
fn out_of_quota(provider: &str) -> Reply {
    if provider == "openai" {
        Reply::out_of_quota()
    } else {
        Reply::payment_required()
    }
}

/// The step's provider before another server; an error if it isn't there.
fn redirected(step: &Planned, base_url: &str) -> Result<Redirected, RehearsalError> {
    let redirected = step.provider.redirected(base_url);
    redirected
        .filter(|copy| copy.provider.base_url().starts_with(base_url))
        .ok_or_else(|| RehearsalError::NotRedirected {
            provider: provider::sanitized(step.provider.name(), provider::NAME),
            model: step.model.clone(),
        })
}

/// Answers instead of a model that runs in the process.
struct StandIn {
    text: String,
    fails: Mutex<Option<FailureClass>>,
}

impl StandIn {
    fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            fails: Mutex::default(),
        }
    }

    fn fail(&self, class: Option<FailureClass>) {
        *lock(&self.fails) = class;
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandIn").finish_non_exhaustive()
    }
}

impl Provider for StandIn {
    fn name(&self) -> &'static str {
        IN_PROCESS
    }

    fn base_url(&self) -> &'static str {
        "in process"
    }

    /// Returns no objection: the model that is stood in for has been checked with its own provider.
    fn objections(&self, _: &Request<'_>) -> Vec<String> {
        Vec::new()
    }

    fn send<'a>(
        &'a self,
        request: &'a Request<'a>,
    ) -> BoxFuture<'a, Result<provider::Reply, Failure>> {
        Box::pin(async move {
            if let Some(class) = *lock(&self.fails) {
                return Err(Failure::new(class, "rehearsed").unsent());
            }
            request
                .recorder()
                .update(|metadata| metadata.served_model = Some(request.model.to_owned()));
            Ok(provider::Reply::new(&self.text))
        })
    }
}
