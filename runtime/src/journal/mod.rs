//! Files of records that survive a kill: appended line by line, each line a JSON object with a
//! checksum, one writer at a time.
//!
//! The first line names the kind of journal and its version. A line that a kill has torn is the
//! last one and has no line end; it is cut. A line whose checksum is another's is an error, and the
//! file stays as it is; in some kinds of journals, such lines at the very end are cut too.

mod error;
mod line;

pub use error::JournalError;

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

/// A kind of journal, by its first line.
#[derive(Debug)]
pub(crate) struct Kind {
    /// The name in the first line, such as `qualification journal`.
    pub(crate) name: &'static str,
    /// The name in messages, such as `journal of a qualification`.
    pub(crate) title: &'static str,
    /// Its version, which is raised when a line changes its meaning.
    pub(crate) version: u32,
    /// The version whose lines have no checksum. They are read, since their answers were paid for;
    /// what is added to them has one.
    pub(crate) without_sums: Option<u32>,
    /// Damaged lines at the end are cut, as long as no whole line stands behind them: a loss of
    /// power may leave blocks there that were never written.
    pub(crate) cuts_damaged_end: bool,
}

/// Returns the line of a record, with its checksum and line end.
#[cfg(feature = "run")]
pub(crate) fn line(record: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(record).map(|record| line::summed(&record))
}

/// Takes each record of a journal, with the byte at which its line begins; an error is the reason
/// why it is none.
pub(crate) type Take<'t> = dyn FnMut(u64, &str) -> Result<(), String> + 't;

/// A journal that is open for appending, and locked against other writers.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: File,
    length: u64,
    broken: bool,
}

impl Kind {
    fn head(&self, version: u32) -> String {
        format!(r#"{{"driftless":"{}","version":{version}}}"#, self.name)
    }

    fn not_ours(&self) -> String {
        format!(
            "this is no {}; name another file (nothing was written to this one)",
            self.title
        )
    }

    /// Reads the first line: `true` if the lines below may lack a checksum.
    fn is_without_sums(&self, line: &[u8]) -> Result<bool, String> {
        if line == self.head(self.version).as_bytes() {
            return Ok(false);
        }
        if let Some(version) = self.without_sums
            && line == self.head(version).as_bytes()
        {
            return Ok(true);
        }
        let head: Option<serde_json::Value> = serde_json::from_slice(line).ok();
        let name = head
            .as_ref()
            .and_then(|head| head.get("driftless")?.as_str());
        Err(if name == Some(self.name) {
            "a journal of another version of driftless; name another file, or use that version"
                .to_owned()
        } else {
            self.not_ours()
        })
    }
}

impl Log {
    /// Opens the journal at `path`, which is made if it isn't there, and gives each record to
    /// `take`.
    pub(crate) fn open(
        path: &Path,
        kind: &Kind,
        take: &mut Take<'_>,
    ) -> Result<Self, JournalError> {
        let io =
            |what: &'static str| move |error: std::io::Error| JournalError::io(path, what, &error);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let mut file = options.open(path).map_err(io("opened"))?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => {
                return Err(JournalError::new(
                    path,
                    None,
                    "another run is using it; wait for that, or name another journal",
                ));
            }
            Err(fs4::TryLockError::Error(error)) => return Err(io("locked")(error)),
        }
        let mut length = read(path, &mut file, kind, take)?;
        if file.metadata().map_err(io("read"))?.len() > length {
            file.set_len(length)
                .map_err(io("cut behind its last whole line"))?;
        }
        if length == 0 {
            let head = format!("{}\n", kind.head(kind.version));
            file.write_all(head.as_bytes()).map_err(io("written"))?;
            file.sync_data().map_err(io("written"))?;
            length = bytes(head.len());
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            length,
            broken: false,
        })
    }

    /// Appends a record and returns the byte at which its line begins. It is in the system's hands
    /// then, so that a kill can't take it; [`sync`](Self::sync) puts it on the disk.
    pub(crate) fn append(&mut self, record: &impl Serialize) -> Result<u64, JournalError> {
        let record =
            serde_json::to_string(record).map_err(|error| self.failed(&error.to_string()))?;
        self.write(&line::summed(&record))
    }

    /// Appends lines that were made by [`line`], and returns the byte at which the first begins.
    pub(crate) fn write(&mut self, lines: &str) -> Result<u64, JournalError> {
        if self.broken {
            return Err(self.failed("an earlier write has failed"));
        }
        // One call: what a kill leaves of the last line has no line end.
        match self.file.write_all(lines.as_bytes()) {
            Ok(()) => {
                let begins = self.length;
                self.length = begins.saturating_add(bytes(lines.len()));
                Ok(begins)
            }
            Err(error) => {
                // Half a line may stand there, and nothing may come behind it.
                self.broken = true;
                Err(self.failed(&error.to_string()))
            }
        }
    }

    /// Waits until all that was appended is on the disk.
    pub(crate) fn sync(&mut self) -> Result<(), JournalError> {
        self.file.sync_data().map_err(|error| {
            self.broken = true;
            self.failed(&error.to_string())
        })
    }

    /// Returns a handle whose `sync_data` does the same while others append.
    #[cfg(feature = "run")]
    pub(crate) fn handle(&self) -> Result<File, JournalError> {
        let handle = self.file.try_clone();
        handle.map_err(|error| self.failed(&error.to_string()))
    }

    fn failed(&self, why: &str) -> JournalError {
        JournalError::unwritable(&self.path, why)
    }
}

/// Reads all whole lines, and returns the byte behind the last one.
fn read(
    path: &Path,
    file: &mut File,
    kind: &Kind,
    take: &mut Take<'_>,
) -> Result<u64, JournalError> {
    let io = |error: std::io::Error| JournalError::io(path, "read", &error);
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut line, mut number, mut offset) = (Vec::new(), 0_u64, 0_u64);
    let mut without_sums = false;
    loop {
        line.clear();
        if number == 0 {
            // A file of another kind may have no line end for a long way.
            (&mut reader)
                .take(LONGEST_HEAD)
                .read_until(b'\n', &mut line)
                .map_err(io)?;
        } else {
            reader.read_until(b'\n', &mut line).map_err(io)?;
        }
        let Some(whole) = line.strip_suffix(b"\n") else {
            let head = format!("{}\n", kind.head(kind.version));
            if number == 0 && !head.as_bytes().starts_with(&line) {
                return Err(JournalError::new(path, Some(1), kind.not_ours()));
            }
            return Ok(offset);
        };
        number += 1;
        // A checkout on Windows may have put one there; what was paid for is worth the same.
        let text = whole.strip_suffix(b"\r").unwrap_or(whole);
        if number == 1 {
            without_sums = kind
                .is_without_sums(text)
                .map_err(|why| JournalError::new(path, Some(1), why))?;
        } else {
            let damaged = |why: &str| JournalError::damaged(path, number, why);
            match line::unsummed(text, without_sums) {
                Ok(record) => take(offset, record.as_ref()).map_err(|why| damaged(&why))?,
                Err(why) => {
                    if kind.cuts_damaged_end && !has_whole_line(&mut reader).map_err(io)? {
                        return Ok(offset);
                    }
                    return Err(damaged(&why));
                }
            }
        }
        offset = offset.saturating_add(bytes(line.len()));
    }
}

/// Returns `true` if one of the lines that follow is whole.
fn has_whole_line(reader: &mut impl BufRead) -> std::io::Result<bool> {
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        if let Some(whole) = line.strip_suffix(b"\n")
            && line::unsummed(whole.strip_suffix(b"\r").unwrap_or(whole), false).is_ok()
        {
            return Ok(true);
        }
        line.clear();
    }
    Ok(false)
}

/// The records of a journal by the places at which their lines begin.
#[cfg(feature = "run")]
pub(crate) struct Records {
    path: PathBuf,
    file: BufReader<File>,
    line: Vec<u8>,
}

#[cfg(feature = "run")]
impl Records {
    /// Opens a journal for reading.
    pub(crate) fn open(path: &Path) -> Result<Self, JournalError> {
        let file = File::open(path).map_err(|error| JournalError::io(path, "read", &error))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufReader::with_capacity(1 << 16, file),
            line: Vec::new(),
        })
    }

    /// Returns the record whose line begins at the byte `offset`.
    pub(crate) fn at(&mut self, offset: u64) -> Result<String, JournalError> {
        let io = |error: std::io::Error| JournalError::io(&self.path, "read", &error);
        let here = self.file.stream_position().map_err(io)?;
        // Near places are in the buffer.
        let away = i64::try_from(i128::from(offset) - i128::from(here));
        match away {
            Ok(away) => self.file.seek_relative(away).map_err(io)?,
            Err(_) => {
                self.file.seek(SeekFrom::Start(offset)).map_err(io)?;
            }
        }
        self.line.clear();
        self.file.read_until(b'\n', &mut self.line).map_err(io)?;
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let record = line::unsummed(line, false);
        record.map(std::borrow::Cow::into_owned).map_err(|why| {
            let message =
                format!("the line at byte {offset} has changed since it was written ({why})");
            JournalError::new(&self.path, None, message)
        })
    }
}

/// Longer than any first line of ours.
const LONGEST_HEAD: u64 = 1 << 10;

fn bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
