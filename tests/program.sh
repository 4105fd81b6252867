#!/bin/sh
# Prints the path of a program of this workspace: `program.sh <package> <bin|example> <name>`.
# Builds it, unless DRIFTLESS_BUILT names the folder that a build of the whole workspace wrote to.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
built=${DRIFTLESS_BUILT:-}
if [ -z "$built" ]; then
    cargo build --quiet --locked --manifest-path "$root/Cargo.toml" --package "$1" "--$2" "$3" >&2
    built=${CARGO_TARGET_DIR:-"$root/target"}/debug
fi
case "$2" in
example) printf '%s/examples/%s\n' "$built" "$3" ;;
*) printf '%s/%s\n' "$built" "$3" ;;
esac
