//! The progress of an attempt, as far as its cost depends on it, and the failures that are
//! documented to cost nothing.

use serde::{Deserialize, Serialize};

use crate::failure::FailureClass;

/// The progress of an attempt, as far as its cost depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bill {
    /// The request may have left, and the vendor has not said the end of its answer: counts so far
    /// are a floor, and without any the cost is unknown.
    #[default]
    Open,
    /// No byte of the request can have left.
    Unsent,
    /// The vendor refused with an error object of its own, before it began an answer.
    Refused,
    /// The vendor has said the end of its answer: its counts are final.
    Closed,
}

/// A failure that is documented to cost nothing.
struct Unbilled {
    /// The provider's name; empty for any.
    vendor: &'static str,
    /// `None` for any.
    class: Option<FailureClass>,
    /// The HTTP status; 0 for any.
    status: u16,
}

const fn any(class: FailureClass) -> Unbilled {
    Unbilled {
        vendor: "",
        class: Some(class),
        status: 0,
    }
}

/// Refused before any work. HTTP defines these statuses as requests that are not carried out (RFC
/// 9110 §15.5.2 401, §15.5.4 403, §15.5.5 404, §15.6.4 503; RFC 6585 §4 429). Azure doesn't bill a
/// 429, and may bill a 400 (learn.microsoft.com/answers/questions/1632971, read 2026-11-30), so 400
/// is no row. Anthropic turns a request down with 529 (learn.microsoft.com, Dev Proxy, "Anthropic
/// 529 `overloaded_error`", read 2026-11-30).
const UNBILLED: &[Unbilled] = &[
    any(FailureClass::RateLimited),
    any(FailureClass::QuotaExhausted),
    any(FailureClass::Unauthorized),
    any(FailureClass::NotFound),
    any(FailureClass::Overloaded),
    // "Failed 400/500 requests are not billed" (Gemini API, billing page, quoted 2026-09).
    Unbilled {
        vendor: "gemini",
        class: None,
        status: 400,
    },
    Unbilled {
        vendor: "gemini",
        class: None,
        status: 500,
    },
    // "Zero completion insurance": errors are not billed (OpenRouter documentation, 2026-08-22).
    Unbilled {
        vendor: "openrouter",
        class: None,
        status: 0,
    },
];

impl Bill {
    /// Returns `true` if an attempt that failed so is known to cost nothing: nothing was sent, or
    /// its vendor refused it in a way that is documented not to be billed. A provider without a
    /// status says by its class alone that it was refused.
    pub(crate) fn is_nothing(
        self,
        vendor: &str,
        class: Option<FailureClass>,
        status: Option<u16>,
    ) -> bool {
        match self {
            Self::Unsent => true,
            Self::Closed => false,
            Self::Open if status.is_some() => false,
            Self::Open | Self::Refused => UNBILLED.iter().any(|row| {
                (row.vendor.is_empty() || row.vendor == vendor)
                    && (row.class.is_none() || row.class == class)
                    && (row.status == 0 || Some(row.status) == status)
                    // A row without class and status is about errors that the vendor's server
                    // sends.
                    && (row.class.is_some() || status.is_some())
            }),
        }
    }
}
