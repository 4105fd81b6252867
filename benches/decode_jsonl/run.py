#!/usr/bin/env python3
"""`contracts decode` beside Python's JSON Schema validators on the same JSON Lines, in one run.

    benches/decode_jsonl/run.py [megabytes]     200 if not given

Python's validators say only whether a document is valid; `decode` also builds the value. Each reads the same file; the slow ones stop after some
seconds, and their rate is that of what they read. Needs Rust, Python and, for the first run, its package index.
"""
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, "target", "venv")
PACKAGES = ["jsonschema", "jsonschema-rs", "fastjsonschema", "orjson"]
SECONDS = 10


def in_venv():
    python = os.path.join(VENV, "bin", "python")
    if sys.executable == python:
        return
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])


def measure(name, load, valid, path):
    count = 0
    start = time.perf_counter()
    with open(path, "rb") as lines:
        for line in lines:
            if not valid(load(line)):
                sys.exit(f"{name} refuses {line!r}")
            count += 1
            if count % 256 == 0 and time.perf_counter() - start > SECONDS:
                break
    return count / (time.perf_counter() - start)


def main():
    in_venv()
    import fastjsonschema
    import jsonschema
    import jsonschema_rs
    import orjson

    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    manifest = os.path.join(HERE, "Cargo.toml")
    subprocess.run(["cargo", "build", "--release", "--quiet", "--manifest-path", manifest], check=True)
    program = os.path.join(HERE, "target", "release", "driftless-bench-decode-jsonl")
    path = os.path.join(HERE, "target", f"orders-{megabytes}.jsonl")
    subprocess.run([program, "generate", str(megabytes * 1_000_000), path], check=True)
    schemas = os.path.join(HERE, "target", "schemas")
    subprocess.run([program, "schemas", schemas], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(schemas, "Order.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    del schema["x-driftless"]

    ours = {}
    for jobs in ["1", str(os.cpu_count())]:
        start = time.perf_counter()
        told = subprocess.run([program, "decode", "Order", "--jobs", jobs, path], check=True, capture_output=True, text=True)
        count = int(told.stdout.split()[2])
        ours[f"contracts decode, {jobs} job(s)"] = count / (time.perf_counter() - start)

    rust = jsonschema_rs.validator_for(schema)
    quick = fastjsonschema.compile(schema)
    slow = jsonschema.Draft202012Validator(schema)
    theirs = {
        "jsonschema-rs, orjson": measure("jsonschema-rs", orjson.loads, rust.is_valid, path),
        "jsonschema-rs, json": measure("jsonschema-rs", json.loads, rust.is_valid, path),
        "fastjsonschema, orjson": measure("fastjsonschema", orjson.loads, lambda value: quick(value) is not None, path),
        "jsonschema, orjson": measure("jsonschema", orjson.loads, slow.is_valid, path),
    }
    print(f"{count} documents, {os.path.getsize(path) / 1e6:.0f} MB, {os.cpu_count()} processors")
    for name, rate in {**ours, **theirs}.items():
        ratios = ", ".join(f"{rate_of_ours / rate:.1f}" for rate_of_ours in ours.values())
        print(f"{name:28} {rate:12,.0f} documents/s   ours are {ratios} times that")


main()
