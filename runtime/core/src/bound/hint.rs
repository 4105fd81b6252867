//! Hints at the value that was probably meant.

use super::quote::{self, Folded};
use crate::drift::shown;

/// Longest text, in bytes, of which a near one is looked for.
const LONGEST: usize = 100;

/// Most choices that are compared letter by letter.
const MOST: usize = 10_000;

/// Returns the choice that is nearest to what was written; `None` if none is near.
pub(super) fn of_choice(written: &str, choices: &[String]) -> Option<String> {
    let folded = |text: &str| text.trim().to_lowercase();
    let meant = folded(written);
    let alike = choices.iter().find(|choice| folded(choice) == meant);
    let near = || {
        if written.len() > LONGEST {
            return None;
        }
        let most = (written.chars().count() / 3).max(1);
        let distances = choices.iter().take(MOST).filter_map(|choice| {
            let lengths = choice.len().abs_diff(written.len());
            let distance = (choice.len() <= LONGEST && lengths <= 4 * most)
                .then(|| strsim::osa_distance(choice, written))?;
            (distance <= most).then_some((distance, choice))
        });
        distances
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, choice)| choice)
    };
    let choice = alike.or_else(near)?;
    Some(format!("write `{choice}`"))
}

/// Most characters of the input that a hint shows.
const PASSAGE: usize = 160;

/// Returns what is wrong with a quotation that stands in none of the texts.
pub(super) fn of_quote(written: &str, texts: &[String], folded: &[Folded]) -> String {
    if written.trim().is_empty() {
        return "quote at least one word".to_owned();
    }
    let alike = texts
        .iter()
        .zip(folded)
        .find_map(|(text, folded)| text.get(folded.find(written)?));
    if let Some(alike) = alike {
        let alike = shown(alike, PASSAGE);
        return format!("the passage is there, but spelled otherwise; copy it as it is: `{alike}`");
    }
    match quote::nearest(texts, written) {
        Some(near) => {
            let near = shown(near, PASSAGE);
            format!("no such passage is there; copy one word for word, such as `{near}`")
        }
        None => "no such passage is there; quote one that is, word for word".to_owned(),
    }
}
