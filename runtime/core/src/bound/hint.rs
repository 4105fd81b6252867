//! Hints at the value that was probably meant.

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

/// Returns what is wrong with a quotation that stands in none of the texts.
pub(super) fn of_quote(written: &str, texts: &[String]) -> String {
    if written.trim().is_empty() {
        return "quote at least one word".to_owned();
    }
    let plain = plain(written);
    let stands = !plain.is_empty() && texts.iter().any(|text| self::plain(text).contains(&plain));
    if stands {
        "the passage is there, but spelled otherwise; copy its case, white space, quotation marks and hyphens"
            .to_owned()
    } else {
        "no such passage is there; quote one that is, word for word".to_owned()
    }
}

/// The text without what is changed when a passage is copied by hand.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{2018}' | '\u{2019}' | '\u{201a}' => out.push('\''),
            '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            letter if letter.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            letter => out.extend(letter.to_lowercase()),
        }
    }
    out.trim().to_owned()
}
