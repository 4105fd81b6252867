//! The lines of a `contracts.lock`: reading and writing them, and the seal of an entry.

mod line;
mod seal;
mod write;

pub use line::{Line, Value, read};
pub use seal::Seal;
pub use write::{key, text};

/// The file's name, in the folder of a crate's `Cargo.toml`.
pub const FILE: &str = "contracts.lock";

/// The layout of the file; raised when a key changes its meaning, comes or goes.
pub const VERSION: u32 = 1;

/// The most bytes that are read of one. An entry takes some two thousand, and a device or a pipe
/// may never end.
pub const LARGEST: usize = 16 << 20;

/// Marks that git, and tools that merge like it, put around the sides of a conflict.
const MARKERS: &[&str] = &["<<<<<<<", "|||||||", ">>>>>>>", "======="];

/// Returns the index of the first line with a mark that a merge left behind. `None` if there is
/// no such line.
#[must_use]
pub fn conflict(text: &str) -> Option<usize> {
    let marked = |line: &str| {
        MARKERS
            .iter()
            .filter_map(|marker| line.strip_prefix(marker))
            .any(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
    };
    text.lines().position(marked)
}
