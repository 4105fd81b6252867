//! Labels of host names in other scripts.

/// Returns `true` if the A-label `text` (`xn--…`) spells a label that RFC 5891 allows.
pub(super) fn is_spelled(text: &str) -> bool {
    let (label, verdict) = idna::domain_to_unicode(text);
    text.len() > 4 && verdict.is_ok() && is_in_context(&label)
}

/// Returns `true` if the label satisfies the rules that UTS 46 leaves to others: the exceptions of
/// RFC 5892, section 2.6, and the characters that may only stand beside certain others (appendix
/// A.3 to A.9).
fn is_in_context(label: &str) -> bool {
    let mut rest = label.chars();
    let mut before = None;
    while let Some(character) = rest.next() {
        let after = rest.clone().next();
        let allowed = match character {
            '\u{640}'
            | '\u{7fa}'
            | '\u{302e}'
            | '\u{302f}'
            | '\u{3031}'..='\u{3035}'
            | '\u{303b}' => false,
            '·' => before == Some('l') && after == Some('l'),
            '\u{375}' => after.is_some_and(is_greek),
            '\u{5f3}' | '\u{5f4}' => before.is_some_and(is_hebrew),
            '\u{30fb}' => label.contains(is_japanese),
            '\u{660}'..='\u{669}' => {
                !label.contains(|other| ('\u{6f0}'..='\u{6f9}').contains(&other))
            }
            _ => true,
        };
        if !allowed {
            return false;
        }
        before = Some(character);
    }
    true
}

/// By blocks: what else they hold is refused before, but for the Coptic letters among the Greek
/// ones.
fn is_greek(character: char) -> bool {
    matches!(character, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

fn is_hebrew(character: char) -> bool {
    matches!(character, '\u{591}'..='\u{5f4}')
}

/// Returns `true` if the character is of the scripts Hiragana, Katakana or Han.
fn is_japanese(character: char) -> bool {
    matches!(
        character,
        '\u{3005}' | '\u{3007}'
            | '\u{3041}'..='\u{309f}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fd}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
