#!/usr/bin/env python3
"""Compile time of N contract structs against N with Serialize + Deserialize + JsonSchema.

Writes two crates into a temporary folder, builds their dependencies, then compiles the two in turn and prints the medians and the ratio of each
pair. Run it from anywhere: `python3 benches/compile_time/run.py [--structs 100] [--runs 5] [--release]`.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

CONTRACT = {
    "use": "use driftless::Contract;",
    "struct": "#[derive(Debug, Contract)]",
    "enum": "#[derive(Debug, Contract)]",
    "dependencies": f'driftless = {{ path = "{ROOT}/runtime" }}',
}
SERDE = {
    "use": "use schemars::JsonSchema;\nuse serde::{Deserialize, Serialize};",
    "struct": "#[derive(Debug, Serialize, Deserialize, JsonSchema)]",
    "enum": "#[derive(Debug, Serialize, Deserialize, JsonSchema)]",
    "dependencies": 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nschemars = "1"',
}


def source(kind, structs):
    """Structs of eight fields, every fifth with an enum, each used once, so that nothing generic stays uncompiled."""
    lines = ["//! Generated.", "#![allow(dead_code)]", kind["use"]]
    for n in range(structs):
        other = f"Option<T{n - 1}>" if n % 4 else "Option<String>"
        lines += [
            f"/// Type {n}.", kind["struct"], f"pub struct T{n} {{",
            "    /// A title.", "    title: String,", "    count: u32,", "    price: f64,", "    done: bool,",
            "    /// Words.", "    tags: Vec<String>,", "    note: Option<String>,", f"    state: S{n - n % 5},", f"    other: {other},", "}",
        ]
        if n % 5 == 0:
            lines += [kind["enum"], f"pub enum S{n} {{ Open, Closed, Waiting }}"]
    lines.append("fn main() {")
    for n in range(structs):
        if kind is CONTRACT:
            lines.append(f'    let v = driftless::decode::<T{n}>("{{}}").is_ok(); let s = T{n}::json_schema(); std::hint::black_box((v, s));')
        else:
            lines.append(f'    let v = serde_json::from_str::<T{n}>("{{}}").is_ok(); let s = schemars::schema_for!(T{n}); std::hint::black_box((v, s));')
    lines.append("}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--structs", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--release", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        crates = {}
        for name, kind in (("contract", CONTRACT), ("serde", SERDE)):
            crate = pathlib.Path(folder, name)
            (crate / "src").mkdir(parents=True)
            (crate / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n{kind["dependencies"]}\n[workspace]\n')
            (crate / "src/main.rs").write_text(source(kind, options.structs))
            crates[name] = crate
        command = ["cargo", "build", "--quiet"] + (["--release"] if options.release else [])
        for crate in crates.values():
            subprocess.run(command, cwd=crate, check=True)
        times = {name: [] for name in crates}
        for _ in range(options.runs):
            for name, crate in crates.items():
                main_file = crate / "src/main.rs"
                main_file.write_text(main_file.read_text() + "\n")
                start = time.perf_counter()
                subprocess.run(command, cwd=crate, check=True)
                times[name].append(time.perf_counter() - start)
        ratios = [a / b for a, b in zip(times["contract"], times["serde"])]
        for name in crates:
            print(f"{name:9} median {statistics.median(times[name]):.2f} s  (min {min(times[name]):.2f}, max {max(times[name]):.2f})")
        print(f"contract / serde: median {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}), {options.structs} structs, {'release' if options.release else 'dev'}")


main()
