//! The lines of a file, one at a time and none beyond a limit.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// The longest line that is read: more than any model's context holds.
pub(crate) const LONGEST: usize = 16 << 20;

/// The lines of one file.
pub(crate) struct Lines {
    file: Box<dyn BufRead + Send>,
    number: u64,
}

/// One line.
pub(crate) enum Line {
    /// Its bytes, without the line end.
    Whole(Vec<u8>),
    /// It is longer than [`LONGEST`], and was skipped.
    TooLong,
}

impl Lines {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = BufReader::with_capacity(1 << 16, File::open(path)?);
        Ok(Self::of(Box::new(file)))
    }

    /// The lines of what `reader` gives.
    pub(crate) fn of(reader: Box<dyn BufRead + Send>) -> Self {
        Self {
            file: reader,
            number: 0,
        }
    }

    /// The next line with its number, from 1.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Line)>> {
        let mut bytes = Vec::new();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX) + 1;
        if self
            .file
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut bytes)?
            == 0
        {
            return Ok(None);
        }
        self.number += 1;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if bytes.len() > LONGEST {
            self.skip_rest()?;
            return Ok(Some((self.number, Line::TooLong)));
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        Ok(Some((self.number, Line::Whole(bytes))))
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let held = self.file.fill_buf()?;
            if held.is_empty() {
                return Ok(());
            }
            let (used, ended) = match held.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (held.len(), false),
            };
            self.file.consume(used);
            if ended {
                return Ok(());
            }
        }
    }
}
