#!/usr/bin/env bash
# Real Prometheus and Alertmanager watch the service of `monitoring/service` while its vendors fail: every alert fires and clears, every query of the
# dashboard finds data, and a real OTLP receiver reads names and parentage of the spans. DRIFTLESS_MONITORING names the folder of what is installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

for tool in prometheus promtool prometheus-alertmanager amtool; do
    if ! command -v "$tool" > /dev/null; then
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends prometheus prometheus-alertmanager > /dev/null
        break
    fi
done

(
    cd monitoring
    promtool check rules rules.yml
    promtool check config prometheus.yml
    amtool check-config alertmanager.yml
    promtool test rules rules_test.yml
)

venv=${DRIFTLESS_MONITORING:-target/monitoring}/venv
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'opentelemetry-proto==1.45.2'
fi

export CARGO_TARGET_DIR=$root/target/monitoring
cargo build --quiet --locked --manifest-path monitoring/service/Cargo.toml
"$venv/bin/python" tests/monitoring/watch.py "$CARGO_TARGET_DIR/debug/driftless-monitored-service"
