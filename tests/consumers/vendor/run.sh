#!/usr/bin/env bash
# Adds a vendor of Chat Completions to a copy of the sources, counts the files that this touches,
# holds the copy to the conventions, builds it, and calls the vendor.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
copy=$root/target/vendor/copy
rm -rf "$copy"
mkdir -p "$copy"
cd "$root"
git ls-files -z --cached --others --exclude-standard --deduplicate |
    tar --create --null --files-from=- --ignore-failed-read --file=- 2>/dev/null |
    tar -C "$copy" --extract --file=-
cd "$copy"
git init --quiet
git add --all
git -c user.name=vendor -c user.email=vendor@localhost commit --quiet --message "Before the vendor"

# What somebody who adds a vendor does: a file, and three lines of the list of providers.
provider=runtime/src/provider
cp "$here/acme.rs" "$provider/acme.rs"
row='//! | [`Acme`] | `ACME_API_KEY` | `https://api.acme.example/v1` | `ACME_BASE_URL` |'
sed -i "s/^mod ahead;\$/mod acme;\n&/; s/^register! {\$/&\n    acme::Acme,/; s#^//! | \[\`OpenAi\`\].*#&\n$row#" "$provider/mod.rs"

touched=$(git status --porcelain | sed 's/^...//')
printf 'a vendor of Chat Completions touches:\n%s\n' "$touched"
[ "$touched" = "$(printf '%s\n' "$provider/mod.rs" "$provider/acme.rs")" ] || {
    echo "expected a new file and its rows in $provider/mod.rs"
    exit 1
}
git diff --stat -- "$provider/mod.rs"
cargo fmt --all --check
CARGO_MANIFEST_DIR=$copy/tests rustc --edition 2024 --test tests/tidy/main.rs -o "$root/target/vendor/tidy"
"$root/target/vendor/tidy" --quiet
cargo run --quiet --manifest-path tests/consumers/vendor/Cargo.toml --target-dir "$root/target/consumers"
