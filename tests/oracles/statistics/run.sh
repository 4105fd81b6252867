#!/bin/sh
# Holds every statistic to SciPy, statsmodels, or its definition in a few lines of Python, over some thousand random inputs. Packages come from PyPI,
# pinned, into a folder that can be cached. Exits non-zero on any disagreement.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
here="$root/tests/oracles/statistics"
cache=${DRIFTLESS_STATISTICS:-"$root/target/oracles/statistics"}
packages="numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0"
mkdir -p "$cache"

stamp="$cache/installed"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$packages" ]; then
    rm -f "$stamp"
    python3 -m venv "$cache/py"
    "$cache/py/bin/pip" install --quiet --disable-pip-version-check $packages
    printf '%s' "$packages" > "$stamp"
fi

results=$("$root/tests/program.sh" driftless-tests-qualify example statistics)
"$results" > "$cache/results.jsonl"
"$cache/py/bin/python" "$here/compare.py" "$cache/results.jsonl"
