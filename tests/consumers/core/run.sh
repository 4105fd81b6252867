#!/bin/sh
# Runs a program that depends on driftless-core alone, and checks that no HTTP client, TLS or async runtime is built for it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cargo run --quiet --locked --manifest-path "$here/Cargo.toml" --target-dir "$here/../../../target/core"
heavy=$(cargo tree --locked --manifest-path "$here/Cargo.toml" --edges normal,build --prefix none |
    grep -E '^(reqwest|hyper|h2|http|rustls|ring|native-tls|openssl|tokio|async-std|smol|futures|tracing)\b' || true)
[ -z "$heavy" ] || { printf 'driftless-core brings with it:\n%s\n' "$heavy"; exit 1; }
echo "no HTTP client, TLS or async runtime"
