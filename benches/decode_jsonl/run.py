#!/usr/bin/env python3
"""`contracts decode` beside Python's JSON Schema validators on the same JSON Lines, in one run.

    benches/decode_jsonl/run.py [megabytes] [rounds]     1000 and 3 if not given

The file lies in the folder for temporary files while this runs. In each round every program reads it once, one after the other; a validator that would need
minutes reads its first documents only. Ours is measured from its start to its end, the others without Python's start and the compilation of the schema.
Needs Rust, Python and, for the first run, its package index.
"""
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, "target", "venv")
PACKAGES = ["jsonschema", "jsonschema-rs", "fastjsonschema", "orjson"]
# The most documents that each reads, and how; all if there is no number.
PEERS = {
    "jsonschema-rs, orjson": None,
    "jsonschema-rs, json": None,
    "fastjsonschema, orjson": 200_000,
    "jsonschema, orjson": 10_000,
}


def in_venv():
    python = os.path.join(VENV, "bin", "python")
    if sys.executable == python:
        return
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])


def validator(name, schema):
    if name == "jsonschema-rs":
        import jsonschema_rs

        return jsonschema_rs.validator_for(schema).is_valid
    if name == "fastjsonschema":
        import fastjsonschema

        check = fastjsonschema.compile(schema)
        return lambda value: check(value) is not None
    import jsonschema

    return jsonschema.Draft202012Validator(schema).is_valid


def peer(name, most, schema, path):
    """What a user's script does; prints the documents, the seconds and the processor's seconds."""
    library, _, parser = name.partition(", ")
    with open(schema, encoding="utf-8") as file:
        schema = json.load(file)
    del schema["x-driftless"]
    valid = validator(library, schema)
    load = __import__(parser).loads
    count = 0
    wall, cpu = time.perf_counter(), time.process_time()
    with open(path, "rb") as lines:
        for line in lines:
            if not valid(load(line)):
                sys.exit(f"{name} refuses {line!r}")
            count += 1
            if count == most:
                break
    print(count, time.perf_counter() - wall, time.process_time() - cpu)


def measured_peer(name, schema, path):
    command = [sys.executable, os.path.abspath(__file__), "--peer", name, str(PEERS[name] or 0), schema, path]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(told[0]), float(told[1]), float(told[2])


def measured_ours(program, jobs, path):
    start = time.perf_counter()
    child = subprocess.Popen([program, "decode", "Order", "--jobs", str(jobs), path], stdout=subprocess.PIPE, text=True)
    told = child.stdout.read().split()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if child.returncode != 0 or told[0] != "0":
        sys.exit(f"`contracts decode` ended with {child.returncode}: {' '.join(told)}")
    return int(told[2]), wall, usage.ru_utime + usage.ru_stime


def spread(values):
    return f"{statistics.median(values):5.1f} ({min(values):.1f} to {max(values):.1f})"


def main():
    in_venv()
    if sys.argv[1:2] == ["--peer"]:
        name, most, schema, path = sys.argv[2:]
        return peer(name, int(most), schema, path)
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    manifest = os.path.join(HERE, "Cargo.toml")
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target"))
    built = ["cargo", "build", "--release", "--quiet", "--locked", "--manifest-path", manifest, "--target-dir", target]
    subprocess.run(built, check=True)
    program = os.path.join(target, "release", "driftless-bench-decode-jsonl")
    with tempfile.TemporaryDirectory(prefix="decode-jsonl-") as folder:
        path = os.path.join(folder, "orders.jsonl")
        subprocess.run([program, "generate", str(megabytes * 1_000_000), path], check=True)
        subprocess.run([program, "schemas", folder], check=True, stdout=subprocess.DEVNULL)
        schema = os.path.join(folder, "Order.schema.json")
        compare(program, schema, path, rounds)


def compare(program, schema, path, rounds):
    every = os.cpu_count()
    ours = {f"contracts decode, {jobs} job{'s' * (jobs > 1)}": jobs for jobs in dict.fromkeys([1, every])}
    runs = {name: [] for name in [*ours, *PEERS]}
    load = os.getloadavg()[0]
    for number in range(rounds):
        for name, seen in runs.items():
            print(f"round {number + 1} of {rounds}: {name} …", file=sys.stderr, end="\r\033[K")
            seen.append(measured_ours(program, ours[name], path) if name in ours else measured_peer(name, schema, path))
    count = next(iter(runs.values()))[0][0]
    for name, seen in runs.items():
        wanted = min(PEERS.get(name) or count, count)
        if any(documents != wanted for documents, _, _ in seen):
            sys.exit(f"{name} has read another number of documents than {wanted}")

    print(f"{count:,} documents, {os.path.getsize(path) / 1e6:,.0f} MB, {every} processors, {rounds} rounds, load {load:.1f} before them")
    print(", ".join(f"{package} {importlib.metadata.version(package)}" for package in PACKAGES))
    print("documents per second: median of the rounds, lowest and highest\n")
    for name, seen in runs.items():
        wall = [documents / seconds for documents, seconds, _ in seen]
        cpu = [documents / seconds for documents, _, seconds in seen]
        part = "" if seen[0][0] == count else f"   from its first {seen[0][0]:,} documents"
        print(
            f"{name:26} {statistics.median(wall):>10,.0f} ({min(wall):,.0f} to {max(wall):,.0f})"
            f"   per second of processor time {statistics.median(cpu):>10,.0f}{part}"
        )
    for title, column in [("wall time", 1), ("processor time", 2)]:
        print(f"\nas many documents per second of {title} as")
        for other in PEERS:
            for name in ours:
                pairs = zip(runs[name], runs[other])
                ratios = [one[0] / one[column] / (two[0] / two[column]) for one, two in pairs]
                print(f"  {other:26} {name:26} {spread(ratios)} times")


main()
