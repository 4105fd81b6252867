"""Watches the service with Prometheus and Alertmanager while its vendors fail."""

import http.server
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

import otlp

MONITORING = Path(__file__).resolve().parents[2] / "monitoring"
# The rules' windows and waits, so that minutes are seconds here. Windows must hold a few scrapes.
WINDOW, PATIENCE = "6s", 60
# What each scene must set off.
SCENES = {
    "overloaded": {"DriftlessFallbackActive", "DriftlessBreakerOpen"},
    "drifting": {"DriftlessDriftRate"},
    "substituted": {"DriftlessServedModelChanged", "DriftlessCallsFailing"},
    "dear": {"DriftlessBudgetNearlySpent"},
}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def until(what, ready):
    for _ in range(PATIENCE * 5):
        try:
            if found := ready():
                return found
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{what}: not within {PATIENCE} s")


class Pager:
    """Gets Alertmanager's messages, as a pager would."""

    def __init__(self):
        self.fired, self.cleared = set(), set()
        pager = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["content-length"])))
                for alert in message["alerts"]:
                    into = pager.fired if alert["status"] == "firing" else pager.cleared
                    into.add(alert["labels"]["alertname"])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def written(folder, metrics, alerts, pager):
    """Writes the committed files with short times and this run's addresses."""
    rules = (MONITORING / "rules.yml").read_text()
    fast = re.sub(r"\[(5m|15m|1h)\]", f"[{WINDOW}]", rules)
    fast = re.sub(r"offset (5m|1h)", f"offset {WINDOW}", fast)
    fast = re.sub(r"for: \w+", "for: 1s", fast)
    (folder / "rules.yml").write_text(fast)
    text = (MONITORING / "prometheus.yml").read_text()
    text = text.replace("15s", "1s").replace("localhost:9464", metrics)
    (folder / "prometheus.yml").write_text(text.replace("localhost:9093", alerts))
    text = (MONITORING / "alertmanager.yml").read_text()
    text = text.replace("group_wait: 30s", "group_wait: 1s").replace("group_interval: 5m", "group_interval: 2s")
    (folder / "alertmanager.yml").write_text(text.replace("localhost:8080", pager))


def check_dashboard(prometheus):
    """Every query of the dashboard finds data."""
    panels = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
    count = 0
    for panel in panels:
        for target in panel["targets"]:
            query = target["expr"].replace("$prompt", ".*").replace("$__rate_interval", "5m")
            answer = get(f"{prometheus}/api/v1/query?{urllib.parse.urlencode({'query': query})}")
            values = [one["value"][1] for one in answer["data"]["result"]]
            assert any(value != "NaN" for value in values), f"{panel['title']}: no data for {query}"
            count += 1
    return count


def watch(service, folder, started):
    metrics, prometheus, alerts = (f"127.0.0.1:{free_port()}" for _ in range(3))
    pager, receiver = Pager(), otlp.Receiver()
    written(folder, metrics, alerts, f"127.0.0.1:{pager.server.server_port}")
    begun = time.monotonic()

    def start(name, *command, **more):
        log = open(folder / f"{name}.log", "w")
        process = subprocess.Popen(command, cwd=folder, stderr=log, text=True, **more)
        started.append(process)
        return process

    environment = os.environ | {
        "METRICS_ADDRESS": metrics,
        "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.endpoint(),
        "STATE_DIRECTORY": str(folder / "state"),
        "BUDGET_WINDOW_SECONDS": "10",
    }
    of_service = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment}
    triage = start("service", service, **of_service)
    quiet = {"stdout": subprocess.DEVNULL}
    start("alertmanager", "prometheus-alertmanager", "--config.file=alertmanager.yml",
          f"--web.listen-address={alerts}", "--cluster.listen-address=", "--storage.path=alerts", **quiet)
    start("prometheus", "prometheus", "--config.file=prometheus.yml",
          f"--web.listen-address={prometheus}", "--storage.tsdb.path=data", **quiet)
    assert triage.stdout.readline() == "ready\n", (folder / "service.log").read_text()
    prometheus = f"http://{prometheus}"

    def is_up():
        answer = get(f"{prometheus}/api/v1/query?query=driftless_calls_total")
        return answer["data"]["result"]

    until("the first scrape", is_up)

    def scene(name):
        print(name, file=triage.stdin, flush=True)
        assert triage.stdout.readline() == f"now {name}\n"

    time.sleep(5)
    assert not pager.fired, f"fired while all is well: {pager.fired}"
    for name, needed in SCENES.items():
        scene(name)
        until(f"{needed} fire while {name}", lambda: needed <= pager.fired)
        scene("well")
        until(f"all of {pager.fired} clear after {name}", lambda: pager.fired <= pager.cleared)
        print(f"{name}: {', '.join(sorted(pager.fired))} fired and cleared "
              f"({time.monotonic() - begun:.0f} s)", flush=True)
        pager.fired.clear()
        pager.cleared.clear()
    print(f"dashboard: {check_dashboard(prometheus)} queries, each with data")

    triage.stdin.close()
    rest = triage.stdout.read()
    assert triage.wait(20) == 0, (folder / "service.log").read_text()
    places = [line.split()[1] for line in rest.splitlines() if line.startswith("traceparent")]
    print("traces:", otlp.check(receiver.spans, places))


def main():
    started = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            watch(os.path.abspath(sys.argv[1]), Path(folder), started)
        except BaseException:
            for log in Path(folder).glob("*.log"):
                print(f"--- {log.name}\n{log.read_text()[-3000:]}", file=sys.stderr)
            raise
        finally:
            for process in started:
                process.kill()
                process.wait()
    print("1 passed, 0 failed")


main()
