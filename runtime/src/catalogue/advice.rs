//! Suggestions for an id that has no row.

use super::{Catalogue, serving};

/// The known model that an unknown id resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advice {
    /// Names the known model, as the end of a message.
    pub(crate) sentence: String,
    /// `true` if the id can hardly be right: a slip of the keyboard, or a model of another vendor.
    pub(crate) is_sure: bool,
}

/// The difference between an id and a known one; a smaller one is more alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// In case, punctuation or the order of words alone.
    Spelling,
    /// In one keystroke that is no digit: other digits are another model.
    Keystroke,
    /// In two keystrokes; may well be another model, as `mini` and `nano` are.
    Two,
}

impl Gap {
    const fn is_sure(self) -> bool {
        matches!(self, Self::Spelling | Self::Keystroke)
    }
}

/// Ids shorter than this differ from each other by a keystroke anyway, as `gpt-4o` and `o4-mini` do
/// from their kin.
const SHORTEST: usize = 8;

/// Vendors that serve other makers' models under these makers' names: Alibaba Cloud's Model Studio
/// has `DeepSeek`'s, among others (its list of models).
const SERVE_OTHERS: &[&str] = &["qwen"];

/// Shorter words say nothing of who makes a model, as the `o` of `o3`.
const SHORTEST_WORD: usize = 3;

/// Returns the letters that `id` begins with.
fn first_word(id: &str) -> Option<&str> {
    let end = id.find(|letter: char| !letter.is_ascii_lowercase());
    id.get(..end.unwrap_or(id.len()))
}

impl Catalogue {
    /// Returns the known model that `id`, asked of `vendor`, resembles; `None` if the vendor has
    /// this model, if nothing is known of the vendor's models, or if no id is alike.
    pub(crate) fn advice(&self, vendor: &str, id: &str) -> Option<Advice> {
        let mut all = self.entries.iter();
        if self.get(id).is_some_and(|entry| entry.vendor == vendor)
            || !all.any(|entry| entry.vendor == vendor)
        {
            return None;
        }
        let alike = |own: bool| self.alike(id, |other| (other == vendor) == own);
        let sure = |found: &(Gap, &str, &str)| found.0.is_sure();
        // An id of another vendor is that model, whatever else it is like.
        let known = self.get(id);
        if let Some(known) = known {
            return Some(foreign(vendor, &known.vendor, &known.id));
        }
        let own = alike(true);
        if let Some((_, _, known)) = own.filter(sure) {
            return Some(typo(known, true));
        }
        if let Some((_, other, known)) = alike(false).filter(sure) {
            return Some(foreign(vendor, other, known));
        }
        if let Some((word, other)) = self.maker(vendor, id) {
            return Some(Advice {
                sentence: format!(
                    "`{word}…` are models of {other}, not of {vendor}; ask it through the provider of {other}."
                ),
                is_sure: true,
            });
        }
        own.map(|(_, _, known)| typo(known, false))
    }

    /// Returns the first word of `id` and the only vendor whose models begin with it; `None` if
    /// `vendor` has such models too, or serves those of other makers.
    fn maker(&self, vendor: &str, id: &str) -> Option<(String, &str)> {
        if SERVE_OTHERS.contains(&vendor) {
            return None;
        }
        let id = id.rsplit('/').next().unwrap_or(id).to_lowercase();
        let word = first_word(&id).filter(|word| word.len() >= SHORTEST_WORD)?;
        let of = |entry: &&super::Entry| first_word(&entry.id) == Some(word);
        let mut makers = self.entries.iter().filter(of);
        let other = makers.next()?.vendor.as_str();
        let is_alone = other != vendor && makers.all(|entry| entry.vendor == other);
        let dash = if id
            .get(word.len()..)
            .is_some_and(|rest| rest.starts_with('-'))
        {
            "-"
        } else {
            ""
        };
        is_alone.then(|| (format!("{word}{dash}"), other))
    }

    /// Returns the known id that `id` resembles, of whichever vendor.
    #[cfg(feature = "cli")]
    pub(crate) fn nearest(&self, id: &str) -> Option<&str> {
        self.alike(id, |_| true).map(|(_, _, known)| known)
    }

    /// Returns the most similar id of the vendors that `is_asked` names, with its vendor.
    fn alike(&self, id: &str, is_asked: impl Fn(&str) -> bool) -> Option<(Gap, &str, &str)> {
        let asked = self.entries.iter().filter(|entry| is_asked(&entry.vendor));
        let names = asked.flat_map(|entry| {
            let ids = std::iter::once(&entry.id).chain(&entry.aliases);
            ids.map(|id| (entry.vendor.as_str(), id.as_str()))
        });
        let id = id.rsplit('/').next().unwrap_or(id);
        let id = serving::undated(id).unwrap_or(id);
        names
            .filter_map(|(vendor, known)| Some((gap(id, known)?, vendor, known)))
            .min_by_key(|(gap, _, _)| *gap)
    }
}

fn typo(known: &str, is_sure: bool) -> Advice {
    Advice {
        sentence: format!("did you mean `{known}`?"),
        is_sure,
    }
}

fn foreign(vendor: &str, other: &str, known: &str) -> Advice {
    Advice {
        sentence: format!(
            "`{known}` is a model of {other}, not of {vendor}; ask it through the provider of {other}."
        ),
        is_sure: true,
    }
}

/// Returns the id without its punctuation.
fn letters(id: &str) -> String {
    id.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

fn gap(id: &str, known: &str) -> Option<Gap> {
    let (id, known) = (id.to_lowercase(), known.to_lowercase());
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort();
        words
    };
    if words(&id) == words(&known) || letters(&id) == letters(&known) {
        return Some(Gap::Spelling);
    }
    if id.len().min(known.len()) < SHORTEST {
        return None;
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    match strsim::osa_distance(&id, &known) {
        0 | 1 if digits(&id) == digits(&known) => Some(Gap::Keystroke),
        0..=2 => Some(Gap::Two),
        _ => None,
    }
}
