"""A receiver of OTLP over HTTP, and what must be true of the spans that it got."""

import collections
import http.server
import threading

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

# Names that tracing-opentelemetry adds of its own accord.
ADDED = ("code.", "thread.", "busy_ns", "idle_ns", "target", "level", "otel.")
OURS = ("gen_ai.", "driftless.", "server.", "error.type", "http.response.status_code")
INTERNAL, CLIENT, ERROR = 1, 3, 2
Span = collections.namedtuple("Span", "name kind trace id parent status attributes events")


def value(of):
    kind = of.WhichOneof("value")
    return getattr(of, kind) if kind else None


def attributes(of):
    return {one.key: value(one.value) for one in of.attributes}


class Receiver:
    def __init__(self):
        self.spans = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                message = ExportTraceServiceRequest.FromString(body)
                for resource in message.resource_spans:
                    for scope in resource.scope_spans:
                        receiver.spans.extend(map(read, scope.spans))
                self.send_response(200)
                self.send_header("content-type", "application/x-protobuf")
                self.end_headers()

            def log_message(self, *_):
                pass

        def read(span):
            events = [(event.name, attributes(event)) for event in span.events]
            ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
            return Span(span.name, span.kind, *ids, span.status.code, attributes(span), events)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def endpoint(self):
        return f"http://127.0.0.1:{self.server.server_port}"


def check(spans, traceparents):
    """Checks names, kinds, parentage and verdicts; returns what was seen, in a line."""
    by_id = {span.id: span for span in spans}
    calls = [span for span in spans if span.name.startswith("contract ")]
    attempts = [span for span in spans if span.name.startswith("chat ")]
    assert calls and attempts and len(calls) + len(attempts) == len(spans), {s.name for s in spans}
    children = collections.Counter(span.parent for span in attempts)
    assert max(children.values()) > 1, "no call made several attempts"

    for span in spans:
        for name in [*span.attributes, *(key for _, more in span.events for key in more)]:
            assert name.startswith(OURS + ADDED), f"{span.name} has {name}"
    for call in calls:
        assert call.kind == INTERNAL and not call.parent, call
        needed = {"driftless.call.id", "gen_ai.prompt.name", "gen_ai.prompt.version", "driftless.cost.usd"}
        assert needed <= call.attributes.keys(), call
        failed = "error.type" in call.attributes
        assert (call.status == ERROR) == failed, call
    assert any("driftless.tags" in call.attributes for call in calls)
    for attempt in attempts:
        own, call = attempt.attributes, by_id[attempt.parent]
        assert attempt.kind == CLIENT and call.trace == attempt.trace, attempt
        assert own["driftless.call.id"] == call.attributes["driftless.call.id"], attempt
        assert attempt.name == f"chat {own['gen_ai.request.model']}", attempt
        assert own["gen_ai.operation.name"] == "chat" and own["gen_ai.output.type"] == "json", own
        assert own["server.address"] == "127.0.0.1" and own["server.port"] > 0, own
        assert own["gen_ai.provider.name"] in ("openai", "anthropic", "compatible"), own
        assert ("error.type" in own) == (attempt.status == ERROR), attempt
        if "error.type" not in own:
            needed = {"gen_ai.response.model", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
                      "gen_ai.response.time_to_first_chunk", "http.response.status_code"}
            assert needed <= own.keys(), needed - own.keys()
            counts = [own[name] for name in needed if name.endswith(("tokens", "code"))]
            assert all(isinstance(count, int) for count in counts), own
    assert any(own.attributes.get("gen_ai.request.max_tokens") == 200 for own in attempts)

    verdicts = collections.Counter()
    for span in spans:
        for name, of in span.events:
            if name == "gen_ai.evaluation.result":
                verdicts[of["gen_ai.evaluation.name"], of["gen_ai.evaluation.score.label"]] += 1
    for needed in [("driftless.contract", "pass"), ("driftless.contract", "fail"),
                   ("driftless.repair", "pass"), ("driftless.evidence", "qualified")]:
        assert verdicts[needed], f"{needed} is missing in {verdicts}"

    # A gateway was told the place of the very attempt that asked it.
    assert traceparents, "the gateway got no trace context"
    for line in traceparents:
        _, trace, parent, _ = line.split("-")
        asked = by_id[parent]
        assert asked.name == "chat house-model" and asked.trace == trace, asked
    return f"{len(calls)} calls with {len(attempts)} attempts, verdicts {dict(verdicts)}"
