//! Numbers and signatures in bytes whose length nobody has promised.

/// Returns `true` if `signature` stands at `from`.
pub(super) fn at(bytes: &[u8], from: usize, signature: &[u8]) -> bool {
    bytes
        .get(from..)
        .is_some_and(|rest| rest.starts_with(signature))
}

/// Returns where `pattern` first stands.
pub(super) fn finds(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, pattern)
}

fn array<const N: usize>(bytes: &[u8], from: usize) -> Option<[u8; N]> {
    let to = from.checked_add(N)?;
    bytes.get(from..to)?.try_into().ok()
}

pub(super) fn be16(bytes: &[u8], from: usize) -> Option<u32> {
    array(bytes, from).map(|two| u32::from(u16::from_be_bytes(two)))
}

pub(super) fn le16(bytes: &[u8], from: usize) -> Option<u32> {
    array(bytes, from).map(|two| u32::from(u16::from_le_bytes(two)))
}

pub(super) fn le24(bytes: &[u8], from: usize) -> Option<u32> {
    let [one, two, three] = array(bytes, from)?;
    Some(u32::from_le_bytes([one, two, three, 0]))
}

pub(super) fn be32(bytes: &[u8], from: usize) -> Option<u32> {
    array(bytes, from).map(u32::from_be_bytes)
}

pub(super) fn le32(bytes: &[u8], from: usize) -> Option<u32> {
    array(bytes, from).map(u32::from_le_bytes)
}

pub(super) fn be64(bytes: &[u8], from: usize) -> Option<u64> {
    array(bytes, from).map(u64::from_be_bytes)
}

/// Returns a count as an offset.
pub(super) fn offset(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
