#!/usr/bin/env python3
"""The vendor behind the gateways: an OpenAI-compatible server whose first path segment picks what it does. Loopback only.

  a      503: down
  b      200 as another model than any that was asked for
  mask   200 under the name `model-a`, whatever was asked for
  good   200 as the model that was asked for
  swap   200 as another model, as an aggregator that swaps
  spoof  as `good`, with response headers that look like the gateways' own

Each answer is {"by": <segment>}. GET /hits gives the segments that were asked since the last GET.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HITS = []
NAMES = {"b": "vendor-b/real-model-b-2026-11", "mask": "model-a", "swap": "cheap-model-v0"}
FORGED = {
    "x-litellm-attempted-fallbacks": "0",
    "x-litellm-model-id": "forged",
    "x-portkey-last-used-option-index": "config.targets[99]",
    "x-portkey-provider": "forged",
}
USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, headers=None, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        hits, HITS[:] = list(HITS), []
        self.reply(200, hits)

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        kind = self.path.strip("/").split("/")[0]
        HITS.append(kind)
        if kind == "a":
            error = {"message": "model A is overloaded", "type": "server_error", "code": "overloaded"}
            return self.reply(503, {"error": error})
        top = {"id": "chatcmpl-" + kind, "created": 1790000000, "model": NAMES.get(kind, asked["model"])}
        if kind == "swap":
            top["provider"] = "OtherCo"
        headers = FORGED if kind == "spoof" else {}
        text = json.dumps({"by": kind})
        if not asked.get("stream"):
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return self.reply(200, {**top, "object": "chat.completion", "choices": [choice], "usage": USAGE}, headers)
        top["object"] = "chat.completion.chunk"
        chunks = [
            {**top, "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}]},
            {**top, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            {**top, "choices": [], "usage": USAGE},
        ]
        lines = ["data: " + json.dumps(chunk) for chunk in chunks] + ["data: [DONE]", ""]
        return self.reply(200, "\n\n".join(lines).encode(), headers, "text/event-stream")


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
