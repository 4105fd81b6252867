//! The settings of a plan that decide what is known of its calls.

use std::sync::Arc;

use super::PlanBuilder;
use crate::prompt::Prompt;
use crate::provider::TraceContext;
use crate::signal::Observer;

/// Gives the place in a trace of the request that is about to be sent.
pub(crate) type Tracing = Arc<dyn Fn() -> Option<TraceContext> + Send + Sync>;

impl<P: Prompt> PlanBuilder<P> {
    /// Calls `observer` with the events of calls. A plan can have several.
    #[doc(alias("on_event", "callback", "hook"))]
    pub fn observe(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.add(Arc::new(observer));
        self
    }

    /// Keeps the rendered prompt in each receipt; without this, a receipt has a digest of it.
    pub fn record_prompt(mut self, record: bool) -> Self {
        self.record_prompt = record;
        self
    }

    /// Adds the [tags](super::CallOptions::tag) of these names to the metrics of calls, each as the
    /// label `driftless.tag.{name}`. Only for tags of few values, such as a feature: all tags
    /// together have at most 256 values, and what is beyond counts as `_other`.
    pub fn count_by(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.counted_tags.extend(names);
        self
    }

    /// Sends W3C trace context with each request to a gateway or a server of your own, so that
    /// what these record stands below the caller's spans. Vendors' own addresses don't get it.
    ///
    /// `current` is called within the span of the attempt, so that a program with
    /// `tracing-opentelemetry` gives the context of [`tracing::Span::current`]:
    ///
    /// ```ignore
    /// .trace_context(|| {
    ///     let mut headers = HashMap::new();
    ///     let context = tracing::Span::current().context();
    ///     TraceContextPropagator::new().inject_context(&context, &mut headers);
    ///     TraceContext::parse(headers.get("traceparent")?)
    /// })
    /// ```
    pub fn trace_context(
        mut self,
        current: impl Fn() -> Option<TraceContext> + Send + Sync + 'static,
    ) -> Self {
        self.tracing = Some(Arc::new(current));
        self
    }
}
