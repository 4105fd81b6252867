//! Where telemetry goes: metrics to Prometheus, which fetches them, and spans to an OTLP receiver.

use std::collections::HashMap;
use std::error::Error;
use std::net::SocketAddr;

use driftless::provider::TraceContext;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::level_filters::LevelFilter;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Boundaries of times in seconds and of tokens, as OpenTelemetry's conventions for generative AI
/// ask (`semantic-conventions-genai` v0.1.0).
const SECONDS: &[f64] = &[
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const TOKENS: &[f64] = &[
    1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0, 262144.0, 1048576.0, 4194304.0,
    16777216.0, 67108864.0,
];
const DOLLARS: &[f64] = &[0.0001, 0.001, 0.01, 0.1, 1.0, 10.0];

/// Starts both. The environment says where spans go, by `OTEL_EXPORTER_OTLP_ENDPOINT` as for every
/// program with OpenTelemetry.
pub fn start(metrics: SocketAddr) -> Result<SdkTracerProvider, Box<dyn Error>> {
    // Else the exporter's client panics: `reqwest` is built without a default.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    // Names end in units and counters in `_total`, as the rules and the dashboard expect.
    PrometheusBuilder::new()
        .with_recommended_naming(true)
        .with_http_listener(metrics)
        .set_buckets_for_metric(Matcher::Suffix("duration".to_owned()), SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("first_chunk".to_owned()), SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("tokens".to_owned()), TOKENS)?
        .set_buckets_for_metric(Matcher::Suffix("usd".to_owned()), DOLLARS)?
        .install()?;
    let spans = SdkTracerProvider::builder()
        .with_resource(Resource::builder().with_service_name("triage").build())
        .with_batch_exporter(SpanExporter::builder().with_http().build()?)
        .build();
    // DEBUG, for the verdicts of answers that pass; the clients' own spans stay out.
    let ours = Targets::new().with_target("driftless", LevelFilter::DEBUG);
    let traced = tracing_opentelemetry::layer()
        .with_tracer(spans.tracer("triage"))
        .with_filter(ours);
    let logged = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(LevelFilter::WARN);
    tracing_subscriber::registry()
        .with(traced)
        .with(logged)
        .init();
    Ok(spans)
}

/// Returns the place of the current span in its trace, for gateways.
pub fn here() -> Option<TraceContext> {
    let mut headers = HashMap::new();
    let context = tracing::Span::current().context();
    TraceContextPropagator::new().inject_context(&context, &mut headers);
    TraceContext::parse(headers.get("traceparent")?)
}
