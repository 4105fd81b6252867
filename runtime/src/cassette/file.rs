//! The file of a cassette: read whole and strictly, written by whole lines.
//!
//! Each recording is one `write` to a file that is open for appending, so that several threads and
//! processes can record into one file, and a kill costs no more than the recording that is being
//! written. A last line without its end is what a kill may leave: it is left out, and cut off
//! before the next recording is written. Any other line that can't be read is an error.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::sync::lock;
use crate::visible::shown_path;

use super::entry::{Entry, Head, Recording, VERSION};
use super::error::CassetteError;

/// The content of a file.
#[derive(Debug, Default)]
pub(super) struct Tape {
    pub(super) recordings: Vec<Recording>,
    /// Where the last line begins that a kill cut off, and how long the file was.
    cut: Option<Cut>,
    /// The file is there.
    pub(super) exists: bool,
}

#[derive(Debug, Clone, Copy)]
struct Cut {
    from: u64,
    length: u64,
}

impl Tape {
    /// Reads the file at `path`; none is as good as an empty one.
    pub(super) fn read(path: &Path) -> Result<Self, CassetteError> {
        let Some(bytes) = whole(path)? else {
            return Ok(Self::default());
        };
        let mut tape = Self {
            exists: true,
            ..Self::default()
        };
        let mut from = 0;
        for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let number = index.saturating_add(1);
            let ended = line.ends_with(b"\n");
            match read(line, number) {
                Ok(Some(recording)) => tape.recordings.push(recording),
                Ok(None) => {}
                Err(Unread::Cut(_)) if !ended => {
                    tracing::warn!(
                        "{}:{number}: the last recording is cut off and left out; it will be recorded again",
                        shown_path(path)
                    );
                    tape.cut = Some(Cut {
                        from,
                        length: length(bytes.len()),
                    });
                }
                Err(Unread::Cut(problem) | Unread::Wrong(problem)) => {
                    return Err(CassetteError::new(path, Some(number), problem));
                }
            }
            from = from.saturating_add(length(line.len()));
        }
        Ok(tape)
    }

    /// The file at `path`, of which nothing is needed any more; but it must be a cassette, since it
    /// will be overwritten.
    pub(super) fn replaced(path: &Path) -> Result<Self, CassetteError> {
        let Some(bytes) = whole(path)? else {
            return Ok(Self::default());
        };
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
        let begun = head().is_ok_and(|head| head.as_bytes().starts_with(line));
        if !begun && serde_json::from_slice::<Head>(line).is_err() {
            let problem = "is no cassette, and would be overwritten; name another file";
            return Err(CassetteError::new(path, Some(1), problem));
        }
        Ok(Self {
            exists: true,
            ..Self::default()
        })
    }

    /// Appends one recording. `afresh` removes the recordings of earlier processes first.
    pub(super) fn append(
        &mut self,
        path: &Path,
        entry: &Entry,
        afresh: bool,
    ) -> Result<(), CassetteError> {
        let mut line = serde_json::to_string(entry).map_err(|error| {
            CassetteError::new(path, None, format!("a recording can't be written: {error}"))
        })?;
        line.push('\n');
        self.write(path, &line, afresh)
            .map_err(|error| CassetteError::io(path, "a recording can't be written", error))
    }

    fn write(&mut self, path: &Path, line: &str, afresh: bool) -> io::Result<()> {
        // Cassettes of one file take turns: to look whether it is empty and to begin it is one
        // step.
        static WRITING: Mutex<()> = Mutex::new(());
        let _turn = lock(&WRITING);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path)?;
        if afresh && begins_afresh(path)? {
            file.set_len(0)?;
        }
        if let Some(cut) = self.cut.take()
            && file.metadata()?.len() == cut.length
        {
            file.set_len(cut.from)?;
        }
        let mut text = String::new();
        if file.metadata()?.len() == 0 {
            text.push_str(&head().map_err(io::Error::other)?);
            text.push('\n');
        } else if !ends_a_line(&mut file)? {
            text.push('\n');
        }
        text.push_str(line);
        let before = file.metadata()?.len();
        file.write_all(text.as_bytes()).inspect_err(|_full| {
            // Half a line goes, unless somebody else has written behind it already.
            let whole = before.saturating_add(length(text.len()));
            if file.metadata().is_ok_and(|now| now.len() < whole) {
                let _as_well = file.set_len(before);
            }
        })
    }
}

/// The bytes of a file, if it is there. What is no file, such as a device, might never end.
fn whole(path: &Path) -> Result<Option<Vec<u8>>, CassetteError> {
    let read = || {
        if fs::metadata(path)?.is_file() {
            return fs::read(path);
        }
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"))
    };
    match read() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CassetteError::io(path, "can't be read", error)),
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Returns `true` if this process has yet to record into the file at `path`: the tests of one
/// program may share a cassette, and must not remove each other's recordings.
fn begins_afresh(path: &Path) -> io::Result<bool> {
    static BEGUN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    Ok(lock(&BEGUN).insert(fs::canonicalize(path)?))
}

/// The reason why a line can't be read.
enum Unread {
    /// It ends too early: what a kill leaves, if it is the last one and has no end.
    Cut(String),
    /// Something else is there.
    Wrong(String),
}

impl From<String> for Unread {
    fn from(problem: String) -> Self {
        Self::Wrong(problem)
    }
}

/// One line; `None` if it holds no recording.
fn read(line: &[u8], number: usize) -> Result<Option<Recording>, Unread> {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text.trim_ascii(),
        Err(error) => {
            let problem = format!("is not UTF-8 at byte {}; {AGAIN}", error.valid_up_to());
            return Err(match error.error_len() {
                None if number > 1 => Unread::Cut(problem),
                _ => Unread::Wrong(problem),
            });
        }
    };
    if MERGE.iter().any(|mark| text.starts_with(mark)) {
        let problem = "an unresolved merge; keep the recordings of both sides, or record again";
        return Err(Unread::Wrong(problem.to_owned()));
    }
    if number == 1 {
        return match first(text) {
            Ok(()) => Ok(None),
            Err(problem) if head()?.starts_with(text) => Err(Unread::Cut(problem)),
            Err(problem) => Err(Unread::Wrong(problem)),
        };
    }
    // Two processes that begin a cassette at once both write its first line.
    if text.is_empty() || first(text).is_ok() {
        return Ok(None);
    }
    if !text.starts_with('{') {
        return Err(Unread::Wrong(format!("is no JSON object; {AGAIN}")));
    }
    let entry: Entry = serde_json::from_str(text).map_err(|error| {
        let problem = unreadable(&error);
        if error.is_eof() {
            Unread::Cut(problem)
        } else {
            Unread::Wrong(problem)
        }
    })?;
    Recording::new(number, entry)
        .map(Some)
        .map_err(|problem| Unread::Wrong(format!("{problem}; {AGAIN}")))
}

/// Beginnings of the lines that git leaves where two sides changed a file.
const MERGE: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

const AGAIN: &str = "undo the edit, or record again";

/// The first line of a cassette.
fn head() -> Result<String, String> {
    let head = Head {
        driftless_cassette: VERSION,
    };
    serde_json::to_string(&head).map_err(|error| error.to_string())
}

fn first(text: &str) -> Result<(), String> {
    let told = text
        .starts_with('{')
        .then(|| serde_json::from_str::<Head>(text).ok())
        .flatten();
    match told {
        Some(told) if told.driftless_cassette == VERSION => Ok(()),
        Some(told) => Err(format!(
            "is a cassette of version {}, and this driftless reads version {VERSION}; record again, or use the driftless that wrote it",
            told.driftless_cassette
        )),
        None => Err(format!(
            "doesn't begin as a cassette does, with {}; is it another file?",
            head()?
        )),
    }
}

fn unreadable(error: &serde_json::Error) -> String {
    let mut words = error.to_string();
    // The line is that of the file, which is in the message already.
    if let Some(at) = words.rfind(" at line ") {
        words.truncate(at);
    }
    format!(
        "is no recording: {words} at column {}; {AGAIN}",
        error.column()
    )
}
