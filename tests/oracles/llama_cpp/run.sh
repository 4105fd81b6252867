#!/bin/sh
# Holds the embedded model to llama.cpp on the same weights: tokens, greedy answers, and calls of its server through `provider::Compatible`.
# Not in CI: the Python package is built from source (a C++ compiler, ten minutes on two cores), into a folder that can be cached.
# Exits non-zero on any disagreement. `run.sh --write` writes what the Rust tests of `tests/local` are held to.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
here="$root/tests/oracles/llama_cpp"
cache=${DRIFTLESS_ORACLES:-"$root/target/oracles"}/llama_cpp
package="llama-cpp-python[server]==0.3.36"
weights=${DRIFTLESS_LOCAL_MODEL:-"$(ls "${XDG_CACHE_HOME:-$HOME/.cache}"/driftless/models/b179c9523d0e*.gguf)"}
mkdir -p "$cache"

if [ "$(cat "$cache/installed" 2>/dev/null || true)" != "$package" ]; then
    rm -f "$cache/installed"
    python3 -m venv "$cache/py"
    "$cache/py/bin/pip" install --quiet --disable-pip-version-check "$package"
    printf '%s' "$package" > "$cache/installed"
fi

"$cache/py/bin/python" "$here/golden.py" "$weights" "$root/tests/local/fixtures/llama_cpp.json" "$@"

port=$("$cache/py/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$cache/py/bin/python" -m llama_cpp.server --model "$weights" --model_alias smollm2 --port "$port" --n_ctx 2048 --n_threads 1 --verbose false \
    > "$cache/server.log" 2>&1 &
server=$!
trap 'kill $server' EXIT
until "$cache/py/bin/python" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/v1/models')" 2>/dev/null; do
    kill -0 $server || { cat "$cache/server.log"; exit 1; }
    sleep 0.3
done
DRIFTLESS_LOCAL_MODEL="$weights" cargo run --quiet --manifest-path "$root/Cargo.toml" -p driftless-tests-local --example llama_cpp_server -- "http://127.0.0.1:$port/v1"
