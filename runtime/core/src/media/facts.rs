//! Facts from the headers of a medium: size in pixels, pages, duration. Nothing is decoded, so a
//! header of any size costs no memory.

use super::MediaType;
use super::bytes::{at, be16, be32, be64, finds, le16, le24, le32, offset};
use super::document;

/// Facts from headers; what they don't say is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) pixels: Option<(u32, u32)>,
    pub(super) pages: Option<u32>,
    pub(super) millis: Option<u64>,
}

/// A reason for which bytes of a known type are of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Something that every file of the type has is missing.
    Truncated(&'static str),
    /// It can't be read without a password.
    Encrypted,
}

/// Reads the headers.
pub(super) fn read(of: MediaType, bytes: &[u8]) -> Result<Facts, Flaw> {
    let time = |millis| Facts {
        millis,
        ..Facts::default()
    };
    match of {
        MediaType::Png | MediaType::Jpeg | MediaType::Gif | MediaType::Webp | MediaType::Bmp => {
            picture(of, bytes)
        }
        MediaType::Pdf => document::read(bytes),
        MediaType::Wav => {
            riff(bytes)?;
            Ok(time(wav(bytes)))
        }
        MediaType::Avi => riff(bytes).map(|()| Facts::default()),
        MediaType::Flac => flac(bytes).map(time),
        MediaType::Heic | MediaType::M4a | MediaType::Mp4 | MediaType::Mov => {
            boxes(bytes).map(time)
        }
        MediaType::Mp3 if at(bytes, 0, b"ID3") && id3(bytes).is_none() => {
            Err(Flaw::Truncated("the end of its ID3 tag"))
        }
        MediaType::Mp3
        | MediaType::Tiff
        | MediaType::Ogg
        | MediaType::Aac
        | MediaType::Aiff
        | MediaType::Webm
        | MediaType::Mpeg => Ok(Facts::default()),
    }
}

/// Reads width and height of a picture, and looks for its end.
fn picture(of: MediaType, bytes: &[u8]) -> Result<Facts, Flaw> {
    let size = match of {
        MediaType::Png => {
            // The last chunk; what other programs put behind it is none of ours.
            finds(bytes, b"IEND").ok_or(Flaw::Truncated("its last chunk, IEND"))?;
            let is_header = at(bytes, 12, b"IHDR");
            is_header
                .then(|| be32(bytes, 16).zip(be32(bytes, 20)))
                .flatten()
        }
        MediaType::Jpeg => jpeg(bytes)?,
        MediaType::Gif => {
            let end = bytes.iter().rfind(|byte| **byte != 0);
            if end != Some(&0x3b) {
                return Err(Flaw::Truncated("its trailer"));
            }
            le16(bytes, 6).zip(le16(bytes, 8))
        }
        MediaType::Webp => {
            riff(bytes)?;
            webp(bytes)
        }
        _ => {
            let height = le32(bytes, 22).map(u32::cast_signed).map(i32::unsigned_abs);
            le32(bytes, 18).zip(height)
        }
    };
    match size {
        Some((width, height)) if width > 0 && height > 0 => Ok(Facts {
            pixels: Some((width, height)),
            ..Facts::default()
        }),
        _ => Err(Flaw::Truncated("its size in pixels")),
    }
}

/// Reads the duration: 20 bits rate, 3 channels, 5 depth, 36 samples (RFC 9639, section 8.2).
fn flac(bytes: &[u8]) -> Result<Option<u64>, Flaw> {
    let packed = be64(bytes, 18).ok_or(Flaw::Truncated("its stream header"))?;
    let (rate, samples) = (packed >> 44, packed & 0xf_ffff_ffff);
    let millis = ceil(samples.saturating_mul(1000), rate);
    Ok(millis.filter(|_| samples > 0))
}

fn ceil(of: u64, by: u64) -> Option<u64> {
    (by > 0).then(|| of.div_ceil(by))
}

/// Walks the segments to the frame header, and looks for the end of the picture behind the data.
fn jpeg(bytes: &[u8]) -> Result<Option<(u32, u32)>, Flaw> {
    let (mut from, mut size) = (2_usize, None);
    loop {
        let cut = Flaw::Truncated("a segment");
        let [0xff, marker] = bytes.get(from..).and_then(<[u8]>::first_chunk).ok_or(cut)? else {
            return Err(cut);
        };
        match marker {
            // Filling between segments.
            0xff => {
                from += 1;
                continue;
            }
            0xda => break,
            // Start of frame; the other numbers of the range are tables (ITU T.81, table B.1).
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let lines = be16(bytes, from.saturating_add(5));
                size = be16(bytes, from.saturating_add(7)).zip(lines);
            }
            _ => {}
        }
        let length = be16(bytes, from.saturating_add(2)).ok_or(cut)?;
        from = from.saturating_add(2).saturating_add(offset(length));
    }
    let data = bytes.get(from..).unwrap_or_default();
    finds(data, &[0xff, 0xd9]).ok_or(Flaw::Truncated("the end of its picture"))?;
    Ok(size)
}

/// Checks the length that a RIFF file states; recorders that stream write none.
fn riff(bytes: &[u8]) -> Result<(), Flaw> {
    let stated = le32(bytes, 4).ok_or(Flaw::Truncated("its header"))?;
    if matches!(stated, 0 | u32::MAX) || offset(stated).saturating_add(8) <= bytes.len() {
        return Ok(());
    }
    Err(Flaw::Truncated("the bytes behind its header"))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    if at(bytes, 12, b"VP8X") {
        return Some((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1));
    }
    if at(bytes, 12, b"VP8L") {
        let packed = le32(bytes, 21)?;
        return Some(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1));
    }
    let key_frame = at(bytes, 12, b"VP8 ") && at(bytes, 23, &[0x9d, 0x01, 0x2a]);
    key_frame.then(|| Some((le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff)))?
}

fn wav(bytes: &[u8]) -> Option<u64> {
    let (mut from, mut rate) = (12_usize, None);
    loop {
        let length = le32(bytes, from.checked_add(4)?)?;
        if at(bytes, from, b"fmt ") {
            rate = le32(bytes, from.checked_add(16)?);
        }
        if at(bytes, from, b"data") {
            let here = bytes.len().saturating_sub(from.saturating_add(8));
            let data = u64::try_from(here).ok()?.min(u64::from(length));
            return ceil(data.saturating_mul(1000), u64::from(rate?));
        }
        // Chunks begin at even bytes.
        let step = offset(length)
            .checked_add(offset(length & 1))?
            .checked_add(8)?;
        from = from.checked_add(step)?;
    }
}

/// Walks the boxes of an MP4 and its like; returns the duration that the movie header states.
fn boxes(bytes: &[u8]) -> Result<Option<u64>, Flaw> {
    let (mut from, mut millis, mut has_data) = (0_usize, None, false);
    while from < bytes.len() {
        let cut = Flaw::Truncated("the rest of a box");
        let size = match be32(bytes, from).ok_or(cut)? {
            // To the end of the file.
            0 => bytes.len().saturating_sub(from),
            1 => {
                let wide = be64(bytes, from.saturating_add(8)).ok_or(cut)?;
                usize::try_from(wide).unwrap_or(usize::MAX)
            }
            size => offset(size),
        };
        let to = from.checked_add(size.max(8)).ok_or(cut)?;
        let inside = bytes.get(from..to).ok_or(cut)?;
        let is = |name: &[u8]| at(inside, 4, name);
        has_data |= is(b"mdat") || is(b"moov") || is(b"meta");
        if is(b"moov") {
            millis = finds(inside, b"mvhd").and_then(|at| movie_time(inside, at.checked_add(4)?));
        }
        from = to;
    }
    if has_data {
        return Ok(millis);
    }
    Err(Flaw::Truncated("everything behind its header"))
}

fn movie_time(inside: &[u8], from: usize) -> Option<u64> {
    let version = *inside.get(from)?;
    let (scale, duration) = if version == 1 {
        let scale = be32(inside, from.checked_add(20)?)?;
        (scale, be64(inside, from.checked_add(24)?)?)
    } else {
        let scale = be32(inside, from.checked_add(12)?)?;
        (scale, u64::from(be32(inside, from.checked_add(16)?)?))
    };
    let known = duration > 0 && duration != u64::from(u32::MAX) && duration != u64::MAX;
    known.then(|| ceil(duration.saturating_mul(1000), u64::from(scale)))?
}

/// Returns where the sound begins behind an ID3 tag, or `None` if the tag is longer than the file.
fn id3(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.get(6..10)?;
    let size = digits.iter().fold(0_usize, |size, digit| {
        (size << 7) | usize::from(digit & 0x7f)
    });
    let start = size.checked_add(10)?;
    (start < bytes.len()).then_some(start)
}
