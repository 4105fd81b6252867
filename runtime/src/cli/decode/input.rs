//! Where documents come from: a file or standard input, perhaps packed, in batches of whole lines.

use std::io::{BufReader, Chain, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use indicatif::ProgressBar;

use super::super::exit::Fault;
use crate::visible::shown_path;

/// Bytes that are read at once.
const BATCH: usize = 256 * 1024;

/// The first bytes of a gzip member (RFC 1952 §2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

type Bytes = Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>;

/// One file, unpacked.
pub(super) struct Source {
    /// As findings name it.
    pub(super) name: String,
    bytes: Box<dyn Read + Send>,
}

impl Source {
    /// Opens a file, or standard input for `-`; looks at its first bytes.
    pub(super) fn open(path: &Path, bar: &ProgressBar) -> Result<Self, Fault> {
        let fault = |error| Fault::reading(path, &error);
        let mut file = super::opened(path, bar).map_err(fault)?;
        let mut start = Vec::new();
        (&mut file).take(2).read_to_end(&mut start).map_err(fault)?;
        let packed = start == GZIP;
        let bytes: Bytes = Cursor::new(start).chain(file);
        Ok(Self {
            name: if path == Path::new("-") {
                "<stdin>".to_owned()
            } else {
                shown_path(path)
            },
            bytes: if packed {
                Box::new(MultiGzDecoder::new(BufReader::with_capacity(BATCH, bytes)))
            } else {
                Box::new(bytes)
            },
        })
    }

    /// Returns `true` if the name says that the file is one document.
    pub(super) fn holds_one(&self) -> bool {
        let name = self.name.strip_suffix(".gz").unwrap_or(&self.name);
        Path::new(name)
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
    }

    fn fault(&self, error: &std::io::Error) -> Fault {
        Fault::new(format!("can't read {}: {error}", self.name))
    }
}

/// All of a file that is one document.
pub(super) fn whole(mut source: Source, longest: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let most = u64::try_from(longest).unwrap_or(u64::MAX);
    let read = (&mut source.bytes)
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes);
    read.map_err(|error| source.fault(&error))?;
    if bytes.len() > longest {
        return Err(Fault::new(format!(
            "{}: the document is longer than {longest} bytes; raise --max-document, or use --jsonl if each line is a document",
            source.name
        )));
    }
    Ok(bytes)
}

/// Whole lines, as they were read at once.
pub(super) struct Batch {
    /// Number of batches before it.
    pub(super) number: u64,
    /// The number of the first line, from 1.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    /// The line was too long, and its bytes are gone.
    pub(super) cut: bool,
}

/// The batches of a file.
pub(super) struct Lines {
    source: Source,
    longest: usize,
    number: u64,
    line: u64,
    /// Bytes that were read after the end of the batch.
    rest: Vec<u8>,
    /// Length of the beginning of `rest` that surely contains no line break.
    scanned: usize,
    ended: bool,
}

impl Lines {
    pub(super) fn new(source: Source, longest: usize) -> Self {
        Self {
            source,
            longest,
            number: 0,
            line: 1,
            rest: Vec::new(),
            scanned: 0,
            ended: false,
        }
    }

    /// Room for a batch, for the first time or again.
    pub(super) fn room(mut used: Vec<u8>) -> Vec<u8> {
        used.clear();
        // After a long line, its room is given back.
        used.shrink_to(2 * BATCH);
        used
    }

    /// The next batch, in `room`; `None` at the end of the file, and after a fault.
    pub(super) fn next(&mut self, room: Vec<u8>) -> Result<Option<Batch>, Fault> {
        let mut bytes = room;
        bytes.clear();
        bytes.append(&mut self.rest);
        let mut scanned = std::mem::take(&mut self.scanned);
        while !self.ended {
            self.fill(&mut bytes)?;
            let fresh = bytes.get(scanned..).unwrap_or(&[]);
            if let Some(end) = memchr::memrchr(b'\n', fresh) {
                let end = scanned + end + 1;
                self.rest.extend_from_slice(bytes.get(end..).unwrap_or(&[]));
                self.scanned = self.rest.len();
                bytes.truncate(end);
                return Ok(Some(self.batch(bytes)));
            }
            scanned = bytes.len();
            if bytes.len() > self.longest {
                return self.skip(bytes).map(Some);
            }
        }
        Ok(if bytes.is_empty() {
            None
        } else {
            Some(self.batch(bytes))
        })
    }

    fn batch(&mut self, bytes: Vec<u8>) -> Batch {
        let count = memchr::memchr_iter(b'\n', &bytes).count();
        self.numbered(bytes, u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// `bytes`, which hold so many lines, as the next batch.
    fn numbered(&mut self, bytes: Vec<u8>, lines: u64) -> Batch {
        let batch = Batch {
            number: self.number,
            line: self.line,
            cut: bytes.is_empty(),
            bytes,
        };
        self.number += 1;
        self.line += lines;
        batch
    }

    /// Drops the rest of a line that is too long.
    fn skip(&mut self, mut bytes: Vec<u8>) -> Result<Batch, Fault> {
        while !self.ended {
            bytes.clear();
            self.fill(&mut bytes)?;
            if let Some(end) = memchr::memchr(b'\n', &bytes) {
                self.rest
                    .extend_from_slice(bytes.get(end + 1..).unwrap_or(&[]));
                break;
            }
        }
        bytes.clear();
        Ok(self.numbered(bytes, 1))
    }

    /// Reads up to a batch more.
    fn fill(&mut self, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let most = u64::try_from(BATCH).unwrap_or(u64::MAX);
        bytes.reserve(BATCH);
        let read = (&mut self.source.bytes).take(most).read_to_end(bytes);
        // A file that can't be read any more has ended for all who read it.
        self.ended = read.as_ref().map_or(true, |read| *read == 0);
        read.map(drop).map_err(|error| self.source.fault(&error))
    }
}
