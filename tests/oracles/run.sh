#!/bin/sh
# Holds our payloads to what the vendors' own SDKs make of them. No key, no call of a model; packages come from PyPI and npm, pinned, into a folder
# that can be cached. Exits non-zero on any disagreement, and on anything that could not be compared.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
here="$root/tests/oracles"
cache=${DRIFTLESS_ORACLES:-"$root/target/oracles"}
python_packages="openai==3.54.0 anthropic==2.12.0 google-genai==3.4.0"
node_packages="openai@7.57.0 @anthropic-ai/sdk@1.12.0"
mkdir -p "$cache/js"

stamp="$cache/installed"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$python_packages $node_packages" ]; then
    rm -f "$stamp"
    python3 -m venv "$cache/py"
    "$cache/py/bin/pip" install --quiet --disable-pip-version-check $python_packages
    printf '{"type":"module","private":true}\n' > "$cache/js/package.json"
    (cd "$cache/js" && npm install --silent --no-audit --no-fund $node_packages)
    printf '%s' "$python_packages $node_packages" > "$stamp"
fi

payloads=$("$root/tests/program.sh" driftless-tests example payloads)
"$payloads" > "$cache/payloads.json"
cp "$here/sdk.mjs" "$cache/js/sdk.mjs"
node "$cache/js/sdk.mjs" "$cache/payloads.json" > "$cache/js.json"
"$cache/py/bin/python" "$here/compare.py" "$cache/payloads.json" "$cache/js.json"
