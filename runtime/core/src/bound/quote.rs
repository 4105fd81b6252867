//! Places of a quotation in a text.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

/// Returns where `passage` first stands in `text`, byte for byte; `None` if it doesn't, or if it
/// is white space alone.
pub(crate) fn exact(text: &str, passage: &str) -> Option<Range<usize>> {
    if passage.trim().is_empty() {
        return None;
    }
    let start = text.find(passage)?;
    Some(start..start.saturating_add(passage.len()))
}

/// A text in the form in which normalized quotations are compared.
pub(crate) struct Folded {
    text: String,
    parts: Vec<Part>,
}

/// A letter with its marks, or a run of white space: it is quoted as a whole or not at all.
struct Part {
    /// Where it starts in the folded text.
    at: usize,
    /// Where it stands in the text itself.
    span: Range<usize>,
}

impl Folded {
    /// Returns `text` with one space for each run of white space, plain quotation marks and
    /// hyphens, no invisible separators, and letters apart from their marks, as canonical
    /// equivalence (NFD) has them.
    pub(crate) fn of(text: &str) -> Self {
        let classes = CanonicalCombiningClassMapBorrowed::new();
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            parts: Vec::with_capacity(text.len()),
        };
        let mut letters = text.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            let mut end = start.saturating_add(letter.len_utf8());
            while let Some((at, mark)) =
                letters.next_if(|(_, next)| !next.is_ascii() && classes.get_u8(*next) != 0)
            {
                end = at.saturating_add(mark.len_utf8());
            }
            folded.push(text.get(start..end).unwrap_or(""), start..end);
        }
        folded
    }

    /// Appends a letter with its marks, which stands at `span`.
    fn push(&mut self, letter: &str, span: Range<usize>) {
        let at = self.text.len();
        if letter.chars().all(is_invisible) {
            return;
        }
        if letter.chars().all(char::is_whitespace) {
            match self.parts.last_mut() {
                Some(last) if self.text.ends_with(' ') => last.span.end = span.end,
                _ => {
                    self.text.push(' ');
                    self.parts.push(Part { at, span });
                }
            }
            return;
        }
        if letter.is_ascii() {
            self.text.push_str(letter);
        } else {
            let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(letter);
            let plain = apart.chars().filter(|one| !is_invisible(*one)).map(plain);
            self.text.extend(plain);
        }
        self.parts.push(Part { at, span });
    }

    /// Returns where `passage` first stands in the text that was folded, as bytes of that text.
    pub(crate) fn find(&self, passage: &str) -> Option<Range<usize>> {
        let passage = Self::of(passage);
        let wanted = passage.text.trim_matches(' ');
        if wanted.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(found) = self.text.get(from..)?.find(wanted) {
            let start = from.saturating_add(found);
            let end = start.saturating_add(wanted.len());
            if let (Some(first), Some(behind)) = (self.part(start), self.part(end))
                && let Some(last) = behind.checked_sub(1)
                && let (Some(first), Some(last)) = (self.parts.get(first), self.parts.get(last))
            {
                return Some(first.span.start..last.span.end);
            }
            let step = self.text.get(start..)?.chars().next()?.len_utf8();
            from = start.saturating_add(step);
        }
        None
    }

    /// Returns the part that starts at a byte of the folded text, and one more than there are for
    /// its end; `None` within a part.
    fn part(&self, at: usize) -> Option<usize> {
        if at == self.text.len() {
            return Some(self.parts.len());
        }
        self.parts.binary_search_by_key(&at, |part| part.at).ok()
    }
}

/// Soft hyphens and separators without width: they show nothing.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Returns the plain form of a quotation mark or hyphen, and any other letter as it is.
const fn plain(letter: char) -> char {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2039}' | '\u{203a}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Returns the passage of the texts that begins like `passage` for longest, about as long as it; if
/// at least a third of it is there.
pub(super) fn nearest<'t>(texts: &'t [String], passage: &str) -> Option<&'t str> {
    let ends: Vec<usize> = passage
        .char_indices()
        .map(|(at, letter)| at.saturating_add(letter.len_utf8()))
        .collect();
    let mut best: Option<(usize, &str)> = None;
    for text in texts {
        let begins = |letters: usize| {
            let end = letters.checked_sub(1).and_then(|last| ends.get(last));
            text.find(passage.get(..*end?)?)
        };
        // A beginning stands there if a longer one does.
        let letters: Vec<usize> = (1..=ends.len()).collect();
        let most = letters.partition_point(|letters| begins(*letters).is_some());
        let is_longer = best.is_none_or(|(known, _)| most > known);
        if is_longer && let Some(start) = begins(most) {
            let rest = text.get(start..).unwrap_or("");
            let end = rest
                .char_indices()
                .nth(ends.len())
                .map_or(rest.len(), |(at, _)| at);
            best = Some((most, rest.get(..end).unwrap_or("")));
        }
    }
    let (most, found) = best?;
    (most.saturating_mul(3) >= ends.len()).then_some(found)
}
