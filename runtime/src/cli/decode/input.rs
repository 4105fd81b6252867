//! Where documents come from: a file or standard input, perhaps packed, in batches of whole lines.

use std::io::{BufReader, Chain, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use indicatif::ProgressBar;

use super::super::exit::Fault;

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
                path.display().to_string()
            },
            bytes: if packed {
                Box::new(MultiGzDecoder::new(BufReader::with_capacity(BATCH, bytes)))
            } else {
                Box::new(bytes)
            },
        })
    }

    /// Whether the name says that the file is one document.
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
    line: u64,
    /// What was read behind the last line break.
    rest: Vec<u8>,
    /// How much of it holds no line break for certain.
    scanned: usize,
    ended: bool,
}

impl Lines {
    pub(super) fn new(source: Source, longest: usize) -> Self {
        Self {
            source,
            longest,
            line: 1,
            rest: Vec::new(),
            scanned: 0,
            ended: false,
        }
    }

    /// The next batch; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Batch>, Fault> {
        while !self.ended {
            self.fill()?;
            let fresh = self.rest.get(self.scanned..).unwrap_or(&[]);
            if let Some(end) = memchr::memrchr(b'\n', fresh) {
                let behind = self.rest.split_off(self.scanned + end + 1);
                self.scanned = behind.len();
                let bytes = std::mem::replace(&mut self.rest, behind);
                return Ok(Some(self.batch(bytes)));
            }
            self.scanned = self.rest.len();
            if self.rest.len() > self.longest {
                return self.skip().map(Some);
            }
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let bytes = std::mem::take(&mut self.rest);
        Ok(Some(self.batch(bytes)))
    }

    fn batch(&mut self, bytes: Vec<u8>) -> Batch {
        let line = self.line;
        let count = memchr::memchr_iter(b'\n', &bytes).count();
        self.line += u64::try_from(count).unwrap_or(u64::MAX);
        Batch {
            line,
            bytes,
            cut: false,
        }
    }

    /// Drops the rest of a line that is too long.
    fn skip(&mut self) -> Result<Batch, Fault> {
        let line = self.line;
        self.scanned = 0;
        loop {
            self.rest.clear();
            self.fill()?;
            if let Some(end) = memchr::memchr(b'\n', &self.rest) {
                self.rest.drain(..=end);
                break;
            }
            if self.ended {
                self.rest.clear();
                break;
            }
        }
        self.line += 1;
        Ok(Batch {
            line,
            bytes: Vec::new(),
            cut: true,
        })
    }

    /// Reads up to a batch more.
    fn fill(&mut self) -> Result<(), Fault> {
        let most = u64::try_from(BATCH).unwrap_or(u64::MAX);
        self.rest.reserve(BATCH);
        let read = (&mut self.source.bytes)
            .take(most)
            .read_to_end(&mut self.rest)
            .map_err(|error| self.source.fault(&error))?;
        self.ended = read == 0;
        Ok(())
    }
}
