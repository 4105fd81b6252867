#!/usr/bin/env bash
# Builds the programs of the README and of the recipes, as they stand there, in every combination of features that the documentation names; then runs the recipes' check of contracts on it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
here=$root/target/consumers/setups
rm -rf "$here"
mkdir -p "$here/src/bin"
cp -R "$root/tests/consumers/setups/." "$here"
# In a folder of its own, since the programs of the README are written into it.
sed -i.before "s|\"../../../runtime\"|\"$root/runtime\"|" "$here/Cargo.toml"
cp "$root/Cargo.lock" "$here/Cargo.lock"
python3 - "$root" "$here/src/bin" <<'PYTHON'
import pathlib, re, sys

root, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
texts = "".join((root / name).read_text() for name in ["README.md", "RECIPES.md"])
programs = re.findall(r"```rust(?:,\w+)*\n(.*?)```", texts, re.S)
for number, program in enumerate(programs):
    # rustdoc hides the mark in front of lines that readers don't need.
    program = re.sub(r"(?m)^#(?: |$)", "", program)
    name = "contracts" if "driftless::cli::main()" in program else f"readme_{number}"
    (folder / f"{name}.rs").write_text(program)
assert (folder / "contracts.rs").is_file() and len(programs) >= 3, programs
PYTHON

check() {
    printf 'features: %s\n' "${1:-none}"
    # Also as the tests of a project have them: with what is on for tests only.
    cargo check --quiet --manifest-path "$here/Cargo.toml" --target-dir "$root/target/consumers" --all-targets --no-default-features --features "$1"
}
check ""
check "types,metrics,cassette"
check "rehearsal"
check "qualify"
check "contracts,cassette,metrics,types"

contracts() {
    env -u OPENAI_API_KEY -u ANTHROPIC_API_KEY cargo run --quiet --manifest-path "$here/Cargo.toml" --target-dir "$root/target/consumers" --features contracts --bin contracts -- "$@"
}
contracts list
contracts check --descriptions --max-prompt-tokens 2000
