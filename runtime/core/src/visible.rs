//! Texts that somebody else wrote, safe to print; and errors that print in one way.
//!
//! Everything that reaches a message, a log or a terminal and was not written by us goes through
//! here: answers, vendors' messages, files, file names.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// Characters that a reader can't see, or that a terminal acts on, as Unicode 16 has them: all of
/// category C (controls, format characters, surrogates, private use, and what is unassigned), line
/// and paragraph separators, and the rest of `Default_Ignorable_Code_Point` (fillers, variation
/// selectors), which has no category of its own. The bidirectional controls are among the format
/// characters.
const HIDDEN: &str = r"[\p{C}\p{Zl}\p{Zp}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2065}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{FFF0}-\x{FFF8}\x{E0000}-\x{E0FFF}]";

/// Returns `true` if `character` takes part in what a reader sees, and a terminal does nothing but
/// draw it.
#[must_use]
pub fn is_visible(character: char) -> bool {
    /// One that can't be built hides whatever isn't ASCII.
    static CLASS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(HIDDEN).ok());
    match character {
        ' '..='~' => true,
        '\0'..='\u{9f}' => false,
        other => {
            let mut room = [0; 4];
            let text = other.encode_utf8(&mut room);
            CLASS.as_ref().is_some_and(|hidden| !hidden.is_match(text))
        }
    }
}

/// Returns what is shown of `character`: itself, the picture of a control character, or U+FFFD for
/// whatever else is hidden.
#[must_use]
pub fn visible(character: char) -> char {
    match character {
        '\u{0}'..='\u{1f}' => u32::from(character)
            .checked_add(0x2400)
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        other if is_visible(other) => other,
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Returns the first `most` characters of `text`, made visible, with `…` where there are more.
#[must_use]
pub fn shown(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let mut out: String = characters.by_ref().take(most).map(visible).collect();
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

/// Most characters of a path that are shown; systems allow 4,096 bytes.
const LONGEST_PATH: usize = 4096;

/// Returns `path` as it is printed: whatever a file is called, it stays one line of plain text.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    shown(&path.display().to_string(), LONGEST_PATH)
}

/// Writes the `Debug` of error types as their `Display` in its long form, since that is what `main`
/// prints.
#[doc(hidden)]
#[macro_export]
macro_rules! debug_as_display {
    ($($error:ty),+ $(,)?) => {
        $(impl std::fmt::Debug for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self:#}")
            }
        })+
    };
}

pub use debug_as_display;
