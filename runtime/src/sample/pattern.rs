//! A text that matches a pattern.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// Most repetitions of an open repetition, so that a text becomes long enough.
const MOST: u32 = 64;

/// A short text in which `pattern` has a match, of so many characters. A pattern that looks around
/// itself may have none in it; whoever reads it will say so.
pub(super) fn text(pattern: &str, (least, most): (u64, Option<u64>)) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    (0..MOST).find_map(|more| {
        let text = matching(&hir, more)?;
        let length = u64::try_from(text.chars().count()).ok()?;
        (length >= least && most.is_none_or(|most| length <= most)).then_some(text)
    })
}

/// A text that matches; open repetitions are made `more` times more often than they must.
fn matching(hir: &Hir, more: u32) -> Option<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(String::new()),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(Class::Unicode(class)) => {
            let holds = |character: &char| {
                let mut ranges = class.iter();
                ranges.any(|range| (range.start()..=range.end()).contains(character))
            };
            let first = || class.iter().next().map(ClassUnicodeRange::start);
            let usual = ['a', 'A', '1', '-'].into_iter().find(holds);
            usual.or_else(first).map(String::from)
        }
        HirKind::Class(Class::Bytes(class)) => {
            let first = class.iter().next()?.start();
            first.is_ascii().then(|| char::from(first).to_string())
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let times = repetition.min.saturating_add(more).min(most);
            // A repetition of a repetition, and so on, would grow without bounds.
            let one = matching(&repetition.sub, 0)?;
            let times = usize::try_from(times).ok()?;
            (one.len().saturating_mul(times) <= 10_000).then(|| one.repeat(times))
        }
        HirKind::Capture(capture) => matching(&capture.sub, more),
        HirKind::Concat(parts) => parts.iter().map(|part| matching(part, more)).collect(),
        HirKind::Alternation(parts) => parts.iter().find_map(|part| matching(part, more)),
    }
}
