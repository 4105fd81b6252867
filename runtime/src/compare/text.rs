//! Similarity of two texts, from 0 to 1.

use std::collections::HashMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation as _;

use super::share;

/// Edit similarity takes one step for each pair of characters of two texts; past so many (2,000
/// characters each) the words are compared instead.
const MOST_STEPS: usize = 4_000_000;

/// The text without what normalised texts don't differ in: upper and lower case, kinds and amounts
/// of white space, and the several ways in which Unicode spells a character (NFC).
pub(super) fn normalized(text: &str) -> String {
    // Through upper case, so that `ß` and `SS`, `ς` and `σ` meet.
    let folded: String = text
        .chars()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&folded);
    let words: Vec<&str> = composed.split_whitespace().collect();
    words.join(" ")
}

/// Twice the words that both have, over the words of both; each word counts as often as it stands
/// there. Words are those of Unicode (UAX #29) without punctuation, so that scripts without spaces
/// have some, too.
pub(super) fn token_f1(one: &str, other: &str) -> f64 {
    let (one, other) = (normalized(one), normalized(other));
    if one == other {
        return 1.0;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut all = 0_usize;
    for word in one.unicode_words() {
        *counts.entry(word).or_default() += 1;
        all += 1;
    }
    let mut common = 0_usize;
    for word in other.unicode_words() {
        all += 1;
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    // Nothing but punctuation, and not the same.
    if all == 0 {
        0.0
    } else {
        share(2 * common, all)
    }
}

/// One less the fewest characters that must be put in, taken out or exchanged, as a share of the
/// longer text; both as [`normalized`] leaves them.
pub(super) fn edit_similarity(one: &str, other: &str) -> f64 {
    let (a, b) = (normalized(one), normalized(other));
    let steps = a.chars().count().saturating_mul(b.chars().count());
    if steps > MOST_STEPS {
        return token_f1(one, other);
    }
    strsim::normalized_levenshtein(&a, &b)
}
