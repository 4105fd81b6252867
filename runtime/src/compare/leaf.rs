//! Two values that are compared as wholes.

use std::fmt;

use super::{format, text};
use crate::json::{Json, canonical};
use crate::shape::{Custom, Format, Tolerance};

/// From this score on two values agree, unless the field says another.
pub(super) const AT_LEAST: f64 = 0.8;

/// Sums of scores may miss a bound by a rounding.
pub(super) const ROUNDING: f64 = 1e-9;

/// A measure of two values, with every option decided.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf {
    Exact,
    Format(Format),
    Within(Tolerance),
    Normalized,
    TokenF1(f64),
    Edit(f64),
    Custom(Custom, f64),
    Rubric(&'static str, f64),
}

/// The result of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) score: f64,
    pub(super) agrees: bool,
}

impl Verdict {
    pub(super) const AGREES: Self = Self {
        score: 1.0,
        agrees: true,
    };
    pub(super) const DIFFERS: Self = Self {
        score: 0.0,
        agrees: false,
    };

    pub(super) const fn of(agrees: bool) -> Self {
        if agrees { Self::AGREES } else { Self::DIFFERS }
    }

    /// Returns the verdict of a score; values agree from `at_least` on.
    pub(super) fn scored(score: f64, at_least: f64) -> Self {
        let score = if score.is_nan() {
            0.0
        } else {
            score.clamp(0.0, 1.0)
        };
        Self {
            score,
            agrees: score >= at_least - ROUNDING,
        }
    }
}

impl Leaf {
    /// Compares two values; `None` if only a judge can. A missing value is `None`, which differs
    /// from `null`, and both from any value.
    pub(super) fn judge(&self, truth: Option<&Json>, answer: Option<&Json>) -> Option<Verdict> {
        let (Some(truth), Some(answer)) = (truth, answer) else {
            return Some(Verdict::of(truth.is_none() && answer.is_none()));
        };
        if let Self::Custom(custom, at_least) = self {
            let score = (custom.call)(&json_text(truth), &json_text(answer));
            return Some(score.map_or(Verdict::DIFFERS, |score| Verdict::scored(score, *at_least)));
        }
        let absent = |json: &Json| matches!(json, Json::Null);
        if absent(truth) || absent(answer) {
            return Some(Verdict::of(absent(truth) && absent(answer)));
        }
        self.values(truth, answer)
    }

    fn values(&self, truth: &Json, answer: &Json) -> Option<Verdict> {
        if let (Some(one), Some(other)) = (self.key(truth), self.key(answer)) {
            return Some(Verdict::of(one == other));
        }
        let texts = match (truth, answer) {
            (Json::String(one), Json::String(other)) => Some((one, other)),
            _ => None,
        };
        Some(match (self, texts) {
            (Self::TokenF1(at_least), Some((one, other))) => {
                Verdict::scored(text::token_f1(one, other), *at_least)
            }
            (Self::Edit(at_least), Some((one, other))) => {
                Verdict::scored(text::edit_similarity(one, other), *at_least)
            }
            (Self::Within(tolerance), _) => Verdict::of(is_near(*tolerance, truth, answer)),
            (Self::Rubric(..), _) if canonical(truth) != canonical(answer) => return None,
            _ => Verdict::of(canonical(truth) == canonical(answer)),
        })
    }

    /// A text that two values share exactly if they agree, where there is such a text for every
    /// value.
    pub(super) fn key(&self, json: &Json) -> Option<String> {
        match (self, json) {
            (Self::Exact, Json::String(text)) => Some(format!("\"{text}")),
            (Self::Normalized, Json::String(text)) => Some(format!("\"{}", text::normalized(text))),
            (Self::Format(format), Json::String(text)) => Some(
                format::value(*format, text)
                    .map_or_else(|| format!("\"{text}"), |value| format!("={value}")),
            ),
            (Self::Exact | Self::Normalized | Self::Format(_), _) => Some(canonical(json)),
            _ => None,
        }
    }

    /// Returns the similarity of two values for the search of an item's partner, which never asks a
    /// judge.
    pub(super) fn likeness(&self, truth: Option<&Json>, answer: Option<&Json>) -> Verdict {
        self.judge(truth, answer).unwrap_or_else(|| {
            let text = |json: Option<&Json>| json.map(json_text).unwrap_or_default();
            Verdict::scored(text::token_f1(&text(truth), &text(answer)), AT_LEAST)
        })
    }
}

/// A share in percent. The point is moved in the text, since a product may miss by a rounding.
pub(super) fn percent(share: f64) -> String {
    let percent: f64 = format!("{share}e2").parse().unwrap_or(share * 100.0);
    format!("{percent}%")
}

/// The value as JSON text.
pub(super) fn json_text(json: &Json) -> String {
    // Fails for no value that was read from a text.
    serde_json::to_string(json).unwrap_or_else(|_no_json| canonical(json))
}

fn is_near(tolerance: Tolerance, truth: &Json, answer: &Json) -> bool {
    if canonical(truth) == canonical(answer) {
        return true;
    }
    let (Some(one), Some(other)) = (number(truth), number(answer)) else {
        return false;
    };
    let larger = one.abs().max(other.abs());
    let room = match tolerance {
        Tolerance::Absolute(distance) => distance,
        Tolerance::Relative(part) => part * larger,
    };
    // 0.31 lies 0.01 from 0.3, although their nearest binary numbers lie a little further apart.
    (one - other).abs() <= room + 4.0 * f64::EPSILON * larger
}

fn number(json: &Json) -> Option<f64> {
    let value = match json {
        Json::Int(value) => value.to_string().parse().ok()?,
        Json::Float(value) => *value,
        Json::Number(text) => text.parse().ok()?,
        _ => return None,
    };
    f64::is_finite(value).then_some(value)
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact => f.write_str("exact"),
            Self::Format(format) => write!(f, "same {}", format.name()),
            Self::Within(Tolerance::Absolute(distance)) => write!(f, "within {distance}"),
            Self::Within(Tolerance::Relative(part)) => write!(f, "within {}", percent(*part)),
            Self::Normalized => f.write_str("same text but for case and white space"),
            Self::TokenF1(at_least) => write!(f, "token F1 ≥ {at_least}"),
            Self::Edit(at_least) => write!(f, "edit similarity ≥ {at_least}"),
            Self::Custom(custom, at_least) => write!(f, "`{}` ≥ {at_least}", custom.name),
            Self::Rubric(rubric, at_least) => write!(f, "judged “{rubric}” ≥ {at_least}"),
        }
    }
}
