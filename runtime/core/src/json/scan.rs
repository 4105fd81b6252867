//! Finding the end of runs of bytes, eight at a time.

const LANES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;
const SPACES: u64 = 0x2020_2020_2020_2020;

/// A high bit in every lane that holds `byte`; above the lowest such lane there may be more.
#[inline]
const fn lanes_with(word: u64, byte: u64) -> u64 {
    let differs = word ^ (LANES * byte);
    differs.wrapping_sub(LANES) & !differs & HIGH
}

/// The first lane whose bit is set.
#[inline]
fn lane(mask: u64) -> usize {
    usize::try_from(mask.trailing_zeros() / 8).unwrap_or(0)
}

/// A high bit in the lowest lane whose byte ends a plain run; above it there may be more.
#[inline]
const fn ends(word: u64) -> u64 {
    let control = word.wrapping_sub(SPACES) & !word & HIGH;
    lanes_with(word, 0x22) | lanes_with(word, 0x5c) | control
}

/// The offset from `at` of the first byte that ends a plain run of a string: a quote, a backslash,
/// a control character, or the end of the text.
#[inline]
pub(crate) fn plain(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(chunk) = bytes.get(end..).and_then(<[u8]>::first_chunk::<8>) {
        let found = ends(u64::from_le_bytes(*chunk));
        if found != 0 {
            return end + lane(found);
        }
        end += 8;
    }
    while bytes
        .get(end)
        .is_some_and(|byte| *byte >= 0x20 && *byte != b'"' && *byte != b'\\')
    {
        end += 1;
    }
    end
}

/// Finds the end of the plain run, and copies the run to `out`, whose capacity should hold it.
#[inline]
pub(super) fn copy_plain(bytes: &[u8], at: usize, out: &mut Vec<u8>) -> usize {
    let mut end = at;
    while let Some(chunk) = bytes.get(end..).and_then(<[u8]>::first_chunk::<8>) {
        let found = ends(u64::from_le_bytes(*chunk));
        // All eight, since a fixed number is copied by one instruction.
        out.extend_from_slice(chunk);
        if found != 0 {
            let plain = lane(found);
            out.truncate(out.len() - (8 - plain));
            return end + plain;
        }
        end += 8;
    }
    let from = end;
    end = plain(bytes, from);
    out.extend_from_slice(bytes.get(from..end).unwrap_or_default());
    end
}

/// The offset of the first byte from `at` on that is no white space.
#[inline]
pub(super) fn blank(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        match bytes.get(end) {
            Some(b'\n') => {
                // Behind a line's end stands its indentation.
                end += 1;
                while let Some(chunk) = bytes.get(end..).and_then(<[u8]>::first_chunk::<8>) {
                    let others = u64::from_le_bytes(*chunk) ^ SPACES;
                    if others != 0 {
                        end += lane(others);
                        break;
                    }
                    end += 8;
                }
            }
            Some(b' ' | b'\r' | b'\t') => end += 1,
            _ => return end,
        }
    }
}
