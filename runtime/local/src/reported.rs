//! The model's report on itself: written into the details of an attempt, and read off them again.

use driftless::provider::{Detail, Details};

use crate::grade::Grade;

const GRADE: &str = "grade";
const MODEL_DIGEST: &str = "model_digest";
const FORCED_TOKENS: &str = "forced_tokens";
const CLOSED_EARLY: &str = "closed_early";
const NOTICE: &str = "notice";

/// A report of the model in the process on itself, as the [details] of its attempts hold it.
///
/// [details]: driftless::provider::AttemptMetadata::provider_details
///
/// ```
/// use driftless::receipt::Attempt;
/// use driftless_local::{Grade, Reported};
///
/// let mut attempt = Attempt::new("local", "smollm2-135m-instruct");
/// attempt.provider_details.set("grade", "test");
/// let reported = Reported::of(&attempt.provider_details);
/// assert_eq!(reported.grade, Some(Grade::Test));
/// assert!(!reported.closed_early);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reported {
    /// The use that the model's answers are good for; `None` if the attempt doesn't say.
    pub grade: Option<Grade>,
    /// SHA-256 of the weights in hexadecimal digits, since a model's name alone says little;
    /// `None` if the attempt doesn't say.
    pub model_digest: Option<String>,
    /// The number of output tokens that the contract left no choice about; `None` if no document
    /// was generated.
    pub forced_tokens: Option<u64>,
    /// `true` if the document was closed because the output limit was near: it is valid, and what
    /// it says may be cut short.
    pub closed_early: bool,
}

impl Reported {
    /// Reads the details of an attempt. What another provider wrote under one of these names in
    /// another type counts as absent.
    #[must_use]
    pub fn of(details: &Details) -> Self {
        let text = |name| details.get(name).and_then(Detail::as_text);
        let grade = |name| Grade::ALL.iter().find(|grade| grade.name() == name);
        Self {
            grade: text(GRADE).and_then(grade).copied(),
            model_digest: text(MODEL_DIGEST).map(str::to_owned),
            forced_tokens: details.get(FORCED_TOKENS).and_then(Detail::as_count),
            closed_early: details
                .get(CLOSED_EARLY)
                .and_then(Detail::as_flag)
                .unwrap_or_default(),
        }
    }

    /// Returns the details that say this, with a sentence for readers where an answer is less than
    /// it seems.
    pub(crate) fn details(&self) -> Details {
        let mut details = Details::default();
        let mut notices = Vec::new();
        if let Some(grade) = self.grade {
            details.set(GRADE, grade.name());
            if grade == Grade::Test {
                notices.push("the answer fills the shape; its judgement is at the level of chance");
            }
        }
        if let Some(digest) = &self.model_digest {
            details.set(MODEL_DIGEST, digest.as_str());
        }
        if let Some(forced) = self.forced_tokens {
            details.set(FORCED_TOKENS, forced);
        }
        if self.closed_early {
            details.set(CLOSED_EARLY, true);
            notices.push("closed early, near the output limit; what it says may be cut short");
        }
        if !notices.is_empty() {
            details.set(NOTICE, notices.join("; "));
        }
        details
    }
}
