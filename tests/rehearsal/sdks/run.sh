#!/bin/sh
# Holds the rehearsal's server to the vendors' own SDKs for Python: they must read its answers, and take its faults for what they call them. No key, no call
# of a model; packages come from PyPI, pinned, into a folder that can be cached. Exits non-zero on the first thing that is read in another way.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
here="$root/tests/rehearsal/sdks"
cache=${DRIFTLESS_SDKS:-"$root/target/sdks"}
packages="openai==3.54.0 anthropic==2.12.0 google-genai==3.4.0"
mkdir -p "$cache"

stamp="$cache/installed"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$packages" ]; then
    rm -f "$stamp"
    python3 -m venv "$cache/py"
    "$cache/py/bin/pip" install --quiet --disable-pip-version-check $packages
    printf '%s' "$packages" > "$stamp"
fi

server=$("$root/tests/program.sh" driftless-tests-rehearsal bin rehearsal_server)
"$cache/py/bin/python" "$here/talk.py" "$server"
