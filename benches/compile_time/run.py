#!/usr/bin/env python3
"""Compile time of N contract structs against N with Serialize + Deserialize + JsonSchema.

Writes two crates into a folder, builds their dependencies, then compiles the two in turn and prints the medians and the ratio of each pair, in wall time
and in CPU time (user and system, all threads; steadier on a shared machine): as `cargo check` does, and from macro expansion to machine code for dev and
for release. The crates are libraries: linking depends on the dependencies rather than on the structs. Run it from anywhere:
`python3 benches/compile_time/run.py [--structs 100] [--runs 5] [--only check] [--folder F]`; `--structs 5 --runs 1 --only check` is the quickest.
"""

import argparse
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

CONTRACT = {
    "use": "use driftless::Contract;",
    "derive": "#[derive(Contract)]",
    "dependencies": f'driftless = {{ path = "{ROOT}/runtime" }}',
}
SERDE = {
    "use": "use schemars::JsonSchema;\nuse serde::{Deserialize, Serialize};",
    "derive": "#[derive(Serialize, Deserialize, JsonSchema)]",
    "dependencies": 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nschemars = "1"',
}


COMMANDS = {
    "check": ["cargo", "check", "--quiet"],
    "dev": ["cargo", "build", "--quiet"],
    "release": ["cargo", "build", "--quiet", "--release"],
}

# Reading, writing and the schema of each type, once: what is generic is compiled where it is used.
USE_CONTRACT = """    if let Ok(value) = driftless::decode::<T{n}>(text) {{ let mut out = String::new(); value.write(&mut out); black_box(out); }}
    black_box(T{n}::json_schema());"""
USE_SERDE = """    if let Ok(value) = serde_json::from_str::<T{n}>(text) {{ black_box(serde_json::to_string(&value).ok()); }}
    black_box(schemars::schema_for!(T{n}));"""


def source(kind, structs):
    """Structs of eight fields that hold one another, every fifth with an enum, each used once."""
    lines = ["//! Generated.", "#![allow(dead_code)]", "use std::hint::black_box;", kind["use"]]
    for n in range(structs):
        other = f"Option<T{n - 1}>" if n % 4 else "Option<String>"
        lines += [
            f"/// Type {n}.", kind["derive"], f"pub struct T{n} {{",
            "    /// A title.", "    title: String,", "    count: u32,", "    price: f64,", "    done: bool,",
            "    /// Words.", "    tags: Vec<String>,", "    note: Option<String>,", f"    state: S{n - n % 5},", f"    other: {other},", "}",
        ]
        if n % 5 == 0:
            lines += [kind["derive"], f"pub enum S{n} {{ Open, Closed, Waiting }}"]
    lines += ["pub fn all() {", '    let text = black_box("{}");']
    lines += [(USE_CONTRACT if kind is CONTRACT else USE_SERDE).format(n=n) for n in range(structs)]
    lines.append("}")
    return "\n".join(lines) + "\n"


def compiled(command, crate):
    """Seconds of one compilation after the source was touched: wall time, CPU time."""
    source_file = crate / "src/lib.rs"
    source_file.write_text(source_file.read_text() + "\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, cwd=crate, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def crates_in(folder, structs):
    """The two crates, by what they derive; their dependencies are those of the workspace's lock."""
    crates = {}
    for name, kind in (("contract", CONTRACT), ("serde", SERDE)):
        crate = pathlib.Path(folder, name)
        (crate / "src").mkdir(parents=True, exist_ok=True)
        # Incremental compilation would reuse what the touch hasn't changed.
        profiles = "[profile.dev]\nincremental = false\n"
        (crate / "Cargo.toml").write_text(
            f'[package]\nname = "with_{name}"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n{kind["dependencies"]}\n[workspace]\n{profiles}'
        )
        shutil.copy(ROOT / "Cargo.lock", crate)
        (crate / "src/lib.rs").write_text(source(kind, structs))
        crates[name] = crate
    return crates


def measure(crates, what, options):
    for crate in crates.values():
        subprocess.run(COMMANDS[what], cwd=crate, check=True)
    times = {name: [] for name in crates}
    for _ in range(options.runs):
        for name, crate in crates.items():
            times[name].append(compiled(COMMANDS[what], crate))
    print(f"{what}: {options.structs} structs, {options.runs} runs each")
    for index, clock in enumerate(("wall", "CPU")):
        for name in crates:
            seen = [pair[index] for pair in times[name]]
            print(f"{clock:4} {name:9} median {statistics.median(seen):.2f} s  (min {min(seen):.2f}, max {max(seen):.2f})")
        ratios = [a[index] / b[index] for a, b in zip(times["contract"], times["serde"])]
        print(f"{clock:4} contract / serde: median {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--structs", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=COMMANDS, help="one of the three; without it, all")
    parser.add_argument("--folder", help="where to keep the two crates; without it, a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        crates = crates_in(options.folder or temporary, options.structs)
        for what in [options.only] if options.only else COMMANDS:
            measure(crates, what, options)


main()
