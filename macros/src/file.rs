//! Files that are read while compiling.

use std::fs::{File, metadata};
use std::io::Read as _;
use std::path::Path;

/// The most that is read of one; a template or a lock is far smaller, and a device or a pipe may
/// never end.
const MOST: u64 = 16 << 20;

/// Returns the text of a regular file.
///
/// # Errors
/// The reason in words, if there is no such file, it is no regular file, too large or not UTF-8.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    let kind = |error: &std::io::Error| error.kind().to_string();
    // Looked at before it is opened: to open a pipe is to wait for whoever writes into it.
    let found = metadata(path).map_err(|error| kind(&error))?;
    if !found.is_file() {
        return Err("not a regular file".to_owned());
    }
    let mut text = String::new();
    let file = File::open(path).map_err(|error| kind(&error))?;
    let read = file
        .take(MOST + 1)
        .read_to_string(&mut text)
        .map_err(|error| kind(&error))?;
    if u64::try_from(read).is_ok_and(|read| read <= MOST) {
        Ok(text)
    } else {
        Err(format!("larger than {} MiB", MOST >> 20))
    }
}
