//! Files as bytes: plain, or compressed by gzip or Zstandard, which their first bytes show.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::InputFormat;

/// The first bytes of a gzip file (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// The first bytes of a Zstandard frame (RFC 8878).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const BUFFER: usize = 1 << 16;

/// Opens a file for reading what it says, compressed or not.
pub(super) fn reader(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::other("it is a directory"));
    }
    let mut file = BufReader::with_capacity(BUFFER, file);
    let head = file.fill_buf()?;
    if head.starts_with(&GZIP) {
        let inside = MultiGzDecoder::new(file);
        return Ok(Box::new(BufReader::with_capacity(BUFFER, inside)));
    }
    if head.starts_with(&ZSTD) {
        let inside = ZstdReader {
            state: State::Between(file),
        };
        return Ok(Box::new(BufReader::with_capacity(BUFFER, inside)));
    }
    Ok(Box::new(file))
}

/// Returns the layout that a file's name shows, compression aside.
pub(super) fn format(path: &Path) -> InputFormat {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let endings = [".gz", ".zst", ".zstd"];
    let mut endings = endings.iter();
    let plain = endings.find_map(|ending| name.strip_suffix(ending));
    if Path::new(plain.unwrap_or(&name)).extension() == Some(OsStr::new("csv")) {
        InputFormat::Csv
    } else {
        InputFormat::JsonLines
    }
}

/// Writes standard input, which can be read once only, into a file.
pub(in crate::run) fn spool(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    file.sync_all()
}

/// The contents of all frames of a file.
struct ZstdReader {
    state: State,
}

enum State {
    Between(BufReader<File>),
    Within(BufReader<File>, Box<FrameDecoder>),
    Broken,
}

impl Read for ZstdReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            // What fails below leaves it broken.
            match std::mem::replace(&mut self.state, State::Broken) {
                State::Broken => return Err(io::Error::other("it can't be read on")),
                State::Between(mut file) => {
                    if file.fill_buf()?.is_empty() {
                        self.state = State::Between(file);
                        return Ok(0);
                    }
                    self.state = frame(file)?;
                }
                State::Within(mut file, mut decoder) => {
                    while decoder.can_collect() == 0 && !decoder.is_finished() {
                        let one = BlockDecodingStrategy::UptoBlocks(1);
                        decoder
                            .decode_blocks(&mut file, one)
                            .map_err(|error| io::Error::other(error.to_string()))?;
                    }
                    let read = decoder.read(buffer)?;
                    if read > 0 || buffer.is_empty() {
                        self.state = State::Within(file, decoder);
                        return Ok(read);
                    }
                    whole(&decoder)?;
                    self.state = State::Between(file);
                }
            }
        }
    }
}

/// Begins the frame at which the file stands, or passes over one that holds no data.
fn frame(mut file: BufReader<File>) -> io::Result<State> {
    let mut decoder = FrameDecoder::new();
    match decoder.init(&mut file) {
        Ok(()) => Ok(State::Within(file, Box::new(decoder))),
        Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
            length,
            ..
        })) => {
            let length = u64::from(length);
            let passed = io::copy(&mut (&mut file).take(length), &mut io::sink())?;
            if passed < length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Ok(State::Between(file))
        }
        Err(error) => Err(io::Error::other(error.to_string())),
    }
}

/// An error if the checksum of a frame isn't that of its contents.
fn whole(decoder: &FrameDecoder) -> io::Result<()> {
    let wanted = decoder.get_checksum_from_data();
    if wanted.is_some() && wanted != decoder.get_calculated_checksum() {
        return Err(io::Error::other("a frame is damaged: its checksum differs"));
    }
    Ok(())
}
