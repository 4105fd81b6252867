//! The files of a log.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::clock::{Clock, SystemClock, since_epoch};

/// Bytes that are written at once, if so many wait.
const BUFFER: usize = 64 << 10;

/// The file that is written, and what follows it.
#[derive(Debug)]
pub(super) struct LogFile {
    folder: PathBuf,
    file: File,
    /// Whole lines that the file doesn't have yet.
    buffer: Vec<u8>,
    /// Number of lines in the buffer.
    lines: u64,
    /// Bytes of the file.
    written: u64,
    rotate_at: u64,
    keep: Option<usize>,
    /// `true` if a part of a line may stand at the file's end.
    cut: bool,
}

/// The number of lines that are lost, and why.
type Refused = (u64, io::Error);

impl LogFile {
    /// Opens a new file in `folder`.
    pub(super) fn open(folder: &Path, rotate_at: u64, keep: Option<usize>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            file: create(folder)?,
            buffer: Vec::new(),
            lines: 0,
            written: 0,
            rotate_at,
            keep,
            cut: false,
        })
    }

    /// Takes in a line, and writes those that wait if they are many.
    pub(super) fn append(&mut self, line: &[u8]) -> Result<(), Refused> {
        self.buffer.extend_from_slice(line);
        self.lines += 1;
        if self.buffer.len() < BUFFER {
            return Ok(());
        }
        self.flush()
    }

    /// Writes the lines that wait to the file. Those that the disk refuses are lost: the next ones
    /// must not wait for them.
    pub(super) fn flush(&mut self) -> Result<(), Refused> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut lines = std::mem::take(&mut self.buffer);
        let count = std::mem::take(&mut self.lines);
        if self.cut {
            // So that the part of a line spoils no other.
            lines.insert(0, b'\n');
        }
        if let Err(error) = self.file.write_all(&lines) {
            self.cut = true;
            return Err((count, error));
        }
        self.cut = false;
        let bytes = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        self.written = self.written.saturating_add(bytes);
        lines.clear();
        self.buffer = lines;
        if self.written >= self.rotate_at {
            self.rotate().map_err(|error| (0, error))?;
        }
        Ok(())
    }

    /// Writes the lines that wait, and returns when they are on the disk.
    pub(super) fn sync(&mut self) -> Result<(), Refused> {
        self.flush()?;
        self.file.sync_data().map_err(|error| (0, error))
    }

    /// Begins a new file. If that fails, the old one goes on.
    fn rotate(&mut self) -> io::Result<()> {
        let next = create(&self.folder)?;
        self.file.sync_data()?;
        self.file = next;
        self.written = 0;
        match self.keep {
            Some(keep) => remove_oldest(&self.folder, keep),
            None => Ok(()),
        }
    }
}

/// Creates a file whose name no other has, in this process or another one. Names sort by time.
fn create(folder: &Path) -> io::Result<File> {
    let millis = since_epoch(SystemClock.now()).as_millis();
    let process = std::process::id();
    let mut number = 0_u32;
    loop {
        let name = format!("receipts-{millis:014}-{process}-{number:03}.jsonl");
        let path = folder.join(name);
        let file = OpenOptions::new().append(true).create_new(true).open(&path);
        match file {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < u32::MAX => {
                number += 1;
            }
            Err(error) => {
                let message = format!("can't create {}: {error}", path.display());
                return Err(io::Error::new(error.kind(), message));
            }
            Ok(file) => return Ok(file),
        }
    }
}

/// Returns `true` if `name` is that of a file of receipts.
fn is_ours(name: &str) -> bool {
    let inner = name.strip_prefix("receipts-");
    let inner = inner.and_then(|rest| rest.strip_suffix(".jsonl"));
    inner.is_some_and(|inner| {
        inner
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    })
}

/// Deletes the oldest files of receipts, so that `keep` stay.
fn remove_oldest(folder: &Path, keep: usize) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if name.to_str().is_some_and(is_ours) {
            names.push(name);
        }
    }
    names.sort_unstable();
    let old = names.len().saturating_sub(keep);
    for name in names.into_iter().take(old) {
        match fs::remove_file(folder.join(name)) {
            // Another process was faster.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
