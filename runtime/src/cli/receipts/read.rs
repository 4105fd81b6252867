//! Receipts out of files, a line at a time.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::super::exit::Fault;
use crate::clock::beginning_ms;
use crate::receipt::Receipt;
use crate::visible::shown_path;

/// A time in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time(pub(super) u64);

/// Lines that are no receipts.
#[derive(Debug, Default)]
pub(super) struct Bad {
    pub(super) count: u64,
    /// The first of them: file, line, and what is wrong.
    pub(super) first: Vec<String>,
}

/// The most lines that are named.
const NAMED: usize = 5;

/// The longest line that is read: a receipt has some KiB, with a recorded prompt as much more.
const LONGEST: usize = 64 << 20;

/// Reads a day, or a day with hours and minutes, in UTC.
pub(super) fn instant(text: &str) -> Option<Time> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (day, clock) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let (hours, minutes) = clock.split_once(':')?;
    let number = |digits: &str, below: u64| {
        let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse::<u64>().ok().filter(|_| is_number)?;
        (number < below).then_some(number)
    };
    let minutes = number(hours, 24)? * 60 + number(minutes, 60)?;
    Some(Time(beginning_ms(day)?.checked_add(minutes * 60_000)?))
}

/// Hands every receipt in the files at `paths` to `take`, and returns what else stood there.
pub(super) fn receipts<P: AsRef<Path>>(
    paths: impl Iterator<Item = P>,
    mut take: impl FnMut(Receipt),
) -> Result<Bad, Fault> {
    let mut bad = Bad::default();
    for path in paths {
        for file in files(path.as_ref())? {
            lines(&file, &mut bad, &mut take)?;
        }
    }
    Ok(bad)
}

/// Returns `path`, or the files of receipts in it, if it is a folder, in the order of their names.
fn files(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    let reading = |error| Fault::reading(path, &error);
    if !fs::metadata(path).map_err(reading)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(reading)? {
        let file = entry.map_err(reading)?.path();
        if file
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            files.push(file);
        }
    }
    if files.is_empty() {
        let path = shown_path(path);
        return Err(Fault::new(format!(
            "{path} has no `.jsonl` files; name the folder that a `ReceiptLog` writes to"
        )));
    }
    files.sort_unstable();
    Ok(files)
}

fn lines(path: &Path, bad: &mut Bad, take: &mut impl FnMut(Receipt)) -> Result<(), Fault> {
    let reading = |error| Fault::reading(path, &error);
    let mut file = BufReader::new(File::open(path).map_err(reading)?);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let read = std::io::Read::take(&mut file, most).read_until(b'\n', &mut line);
        if read.map_err(reading)? == 0 {
            return Ok(());
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let whole = line.ends_with(b"\n");
        match serde_json::from_slice::<Receipt>(&line) {
            Ok(receipt) => take(receipt),
            Err(error) => {
                bad.count += 1;
                if bad.first.len() < NAMED {
                    // A process that was killed may have left half a line.
                    let why = if whole || !error.is_eof() {
                        format!("is no receipt: {error}")
                    } else {
                        "is cut off".to_owned()
                    };
                    bad.first
                        .push(format!("{}:{number} {why}", shown_path(path)));
                }
            }
        }
    }
}
