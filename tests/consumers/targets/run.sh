#!/bin/sh
# Fingerprints are the same where pointers have another size: evidence that was made on one machine holds on another. Needs a 64-bit x86 Linux and rustup's download of the other target; elsewhere it says so and passes.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
other=i686-unknown-linux-gnu

case "$(uname -s)-$(uname -m)" in
Linux-x86_64) ;;
*) echo "no 32-bit target can be run here"; exit 0 ;;
esac

command -v rustup > /dev/null || { echo "another target's standard library can't be had without rustup"; exit 0; }
rustup target list --installed | grep -q "^$other\$" || rustup target add "$other" || { echo "$other can't be had here; nothing was compared"; exit 0; }
# `ring` is compiled from C.
if ! printf '#include <stdint.h>\n' | cc -m32 -x c -fsyntax-only - 2> /dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends gcc-multilib
fi

fingerprints() {
    cargo run --quiet --locked --manifest-path "$root/tests/consumers/targets/Cargo.toml" --target-dir "$root/target/consumers" "$@"
}
here=$(fingerprints)
there=$(fingerprints --target "$other")
printf '%s\n' "$here"
[ "$here" = "$there" ] || { printf 'on %s:\n%s\n' "$other" "$there"; exit 1; }
echo "the same on $other"
