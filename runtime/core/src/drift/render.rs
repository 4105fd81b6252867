//! A drift as a report in the manner of a compiler error, by rustc's own renderer.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Drift;
use super::excerpt::Excerpt;
use super::violation::LONGEST;
use crate::visible::shown;

/// Most violations that are printed; the others are counted.
const SHOWN: usize = 10;

/// Stands behind a place whose line and column are said already: the renderer would count columns
/// in what is left of a cut line.
const PLACED: char = '\u{f8ff}';

/// The report. `ascii`: without any drawing character.
pub(super) fn report(drift: &Drift, ascii: bool) -> String {
    let excerpts: Vec<Excerpt> = drift
        .violations
        .iter()
        .take(SHOWN)
        .map(|violation| Excerpt::of(&drift.text, &violation.span))
        .collect();
    let contract = safe(&drift.contract);
    let title = match &drift.model {
        Some(model) => format!(
            "the answer of {} deviates from the contract `{contract}`",
            safe(model)
        ),
        None => format!("the answer deviates from the contract `{contract}`"),
    };
    let mut group = Group::with_title(Level::ERROR.primary_title(title));
    for (violation, excerpt) in drift.violations.iter().zip(&excerpts) {
        let place = if violation.pointer.is_empty() {
            "the answer".to_owned()
        } else {
            safe(&violation.pointer)
        };
        let label = if violation.found.is_empty() {
            format!("expected {}", safe(&violation.expected))
        } else {
            let found = safe(&violation.found);
            format!("expected {}, found {found}", safe(&violation.expected))
        };
        let snippet = Snippet::source(excerpt.line.as_str())
            .line_start(excerpt.number)
            .path(format!(
                "{place}:{}:{}{PLACED}",
                excerpt.number, excerpt.column
            ))
            .annotation(
                AnnotationKind::Primary
                    .span(excerpt.span.clone())
                    .label(label),
            );
        group = group.element(snippet);
        if let Some(hint) = &violation.hint {
            group = group.element(Level::HELP.message(safe(hint)));
        }
    }
    let others = drift.violations.len().saturating_sub(SHOWN);
    if others > 0 {
        let least = if drift.violations.len() >= super::MOST_VIOLATIONS {
            "at least "
        } else {
            ""
        };
        group = group.element(Level::NOTE.message(format!("{least}{others} more violations")));
    }
    print(&[group], ascii)
}

fn print(groups: &[Group<'_>], ascii: bool) -> String {
    let style = if ascii {
        DecorStyle::Ascii
    } else {
        DecorStyle::Unicode
    };
    let printed = Renderer::plain()
        .decor_style(style)
        .term_width(200)
        .render(groups);
    placed(&printed)
}

/// Takes off the renderer's own line and column behind each mark.
fn placed(printed: &str) -> String {
    let mut parts = printed.split(PLACED);
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        out.push_str(part.trim_start_matches(|next: char| next == ':' || next.is_ascii_digit()));
    }
    out
}

fn safe(text: &str) -> String {
    shown(text, LONGEST)
}
