#!/usr/bin/env bash
# Real gateways in front of a vendor of our own: LiteLLM's proxy and Portkey's gateway, pinned, installed from PyPI and npm into a folder that can be
# cached. Shows that they swap models in silence, that our adapters forbid it, and that what can't be forbidden is caught. Loopback only; everything
# that it starts, it ends.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
here="$root/tests/gateways"
cache=${DRIFTLESS_GATEWAYS:-"$root/target/gateways"}
litellm="litellm[proxy]==1.106.2"
# The two overrides are those of the gateway's own lock file: with newer ones every streamed answer is a 500.
portkey='{"private":true,"dependencies":{"@portkey-ai/gateway":"1.15.2"},"overrides":{"@hono/node-server":"1.13.5","hono":"4.9.7"}}'
mkdir -p "$cache/portkey"

stamp="$cache/installed"
if [ "$(cat "$stamp" 2> /dev/null || true)" != "$litellm $portkey" ]; then
    rm -f "$stamp"
    python3 -m venv "$cache/litellm"
    "$cache/litellm/bin/pip" install --quiet --disable-pip-version-check "$litellm"
    printf '%s\n' "$portkey" > "$cache/portkey/package.json"
    (cd "$cache/portkey" && npm install --silent --no-audit --no-fund --ignore-scripts)
    printf '%s' "$litellm $portkey" > "$stamp"
fi

started=()
stop() {
    local pid
    for pid in "${started[@]}"; do
        kill "$pid" 2> /dev/null || true
        wait "$pid" 2> /dev/null || true
    done
}
trap stop EXIT

port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Waits until the port $1 is open, while the process $2 lives; $3 is its log.
await() {
    local tries
    for tries in $(seq 1 480); do
        if (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; then return 0; fi
        kill -0 "$2" 2> /dev/null || break
        sleep 0.25
    done
    printf 'not up after %s tries:\n' "$tries"
    tail -n 30 "$3"
    return 1
}

unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy
upstream=$(port)
python3 "$here/upstream.py" "$upstream" > "$cache/upstream.log" 2>&1 &
started+=($!)
await "$upstream" $! "$cache/upstream.log"

proxy=$(port)
sed "s|UPSTREAM|http://127.0.0.1:$upstream|" "$here/litellm.yaml" > "$cache/litellm.yaml"
# Nothing is to be fetched from outside at the start.
(cd "$cache" && exec env LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS=True LITELLM_LOCAL_AUTOROUTER_PRESETS=True \
    LITELLM_LOCAL_BLOG_POSTS=True LITELLM_LOCAL_POLICY_TEMPLATES=True \
    "$cache/litellm/bin/litellm" --config "$cache/litellm.yaml" --host 127.0.0.1 --port "$proxy") > "$cache/litellm.log" 2>&1 &
started+=($!)
litellm_pid=$!

gateway=$(port)
node --require "$here/loopback.cjs" "$cache/portkey/node_modules/@portkey-ai/gateway/build/start-server.js" \
    --port="$gateway" --headless > "$cache/portkey.log" 2>&1 &
started+=($!)
await "$gateway" $! "$cache/portkey.log"
await "$proxy" "$litellm_pid" "$cache/litellm.log"

export DRIFTLESS_UPSTREAM="http://127.0.0.1:$upstream"
export DRIFTLESS_LITELLM="http://127.0.0.1:$proxy/v1"
export DRIFTLESS_PORTKEY="http://127.0.0.1:$gateway/v1"
# With what a build of the whole workspace has compiled, where there was one.
selection=(-p driftless-tests)
[ -z "${DRIFTLESS_BUILT:-}" ] || selection=(--workspace --all-features)
cargo test --quiet --manifest-path "$root/Cargo.toml" "${selection[@]}" --test gateways -- --ignored --test-threads=1
