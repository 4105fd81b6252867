#!/bin/sh
# Opens the documentation of three programs in headless Chromium: hostile contracts, five hundred contracts, and the examples; and reports on qualifications. No network is used but to
# install: Chromium from Debian where there is none, two pinned packages from npm into a folder that can be cached. `SHOTS_IN=<directory>` keeps pictures.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
here="$root/tests/site"
cache=${DRIFTLESS_SITE:-"$root/target/site"}
packages="playwright-core@1.64.1 axe-core@4.14.1"
mkdir -p "$cache/js"

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$CHROMIUM" ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
    CHROMIUM=$(command -v chromium)
fi
export CHROMIUM

stamp="$cache/installed"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$packages" ]; then
    rm -f "$stamp"
    printf '{"type":"module","private":true}\n' > "$cache/js/package.json"
    # No browser of the tool's own: Debian's is used.
    (cd "$cache/js" && npm install --silent --no-audit --no-fund $packages)
    printf '%s' "$packages" > "$stamp"
fi

cd "$root"
program() {
    program=$(tests/program.sh driftless-tests-site bin "$1")
    shift
    "$program" "$@"
}
program hostile docs "$cache/hostile"
program many docs "$cache/many"
program report "$cache/report"
cp "$here/browser.mjs" "$here/report.mjs" "$cache/js/"
node "$cache/js/report.mjs" "$cache/report" ${SHOTS_IN:+--shots "$SHOTS_IN/report"}

look() {
    site=$1
    shift
    node "$cache/js/browser.mjs" "$site" ${SHOTS_IN:+--shots "$SHOTS_IN/$(basename "$site")"} "$@"
}
look "$cache/hostile" \
    --find "children=contract/hostile-Tree\.html#field-children" \
    --find "left none=contract/hostile-Tree\.html#field-children" \
    --find "emoji override=contract/title-script.*#field"
look "$cache/many" --sample 5 \
    --find "Record<250>=contract/Record-250\.html" \
    --find "cost=contract/Record-.*#field-cost_usd" \
    --find "answer promised=contract/Record-.*#field-due"
SHOTS="index.html,families.html,contract/Triage.html,prompt/TriageTicket.html" look "$root/examples/contracts" \
    --find "refund_usd=contract/Triage\.html#field-refund_usd" \
    --find "present tense customer=contract/Triage\.html#field-summary" \
    --find "triageticket=prompt/TriageTicket\.html"
