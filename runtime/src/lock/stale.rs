//! The current state of everything that evidence depends on, and its changes since.

use std::fmt;

use super::entry::{Entry, Fingerprints};
use super::verdict::Verdict;
use crate::bound::Relation;
use crate::contract::Contract;
use crate::prompt::Prompt;
use crate::shape::Shape;

/// The current state in a program; an unknown part is not held against an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Current {
    /// Fingerprints of the prompt and its contract.
    pub fingerprints: Fingerprints,
    /// The model whose place would be taken, `vendor/model`.
    pub reference: Option<String>,
    /// The model that is to judge fields with a rubric, `vendor/model`; evidence without a judge
    /// has no such field.
    pub judge: Option<String>,
    /// The dialect that carries the contract, and [what the model is
    /// sent](crate::dialect::Adapted::digest).
    pub adapter: Option<(String, String)>,
    /// The settings of the model's calls in one line, and of the reference's.
    pub parameters: Option<(String, String)>,
    /// The digest of the data set, where the file is at hand.
    pub data: Option<String>,
    /// The day, `YYYY-MM-DD` (UTC).
    pub today: Option<String>,
}

impl Current {
    /// Returns the current state of a prompt, by its type.
    #[must_use]
    pub fn of<P: Prompt>() -> Self {
        let contract = P::Output::fingerprint();
        Self::with(Fingerprints {
            contract: crate::schema::label_of(P::Output::SHAPE),
            shape: contract.shape(),
            text: contract.text(),
            template: P::template_fingerprint(),
            prompt: P::prompt_fingerprint(),
            comparison: comparison(P::Output::SHAPE, P::RELATIONS),
        })
    }

    /// Returns the current state from fingerprints that were read elsewhere; an empty one is
    /// unknown.
    #[must_use]
    pub fn with(fingerprints: Fingerprints) -> Self {
        Self {
            fingerprints,
            ..Self::default()
        }
    }

    /// The model whose place would be taken.
    #[must_use]
    pub fn reference(mut self, model: impl Into<String>) -> Self {
        self.reference = Some(model.into());
        self
    }

    /// The model that is to judge fields with a rubric.
    #[must_use]
    pub fn judge(mut self, model: impl Into<String>) -> Self {
        self.judge = Some(model.into());
        self
    }

    /// The dialect that carries the contract, and what the model is sent of it.
    #[must_use]
    pub fn adapter(mut self, dialect: impl Into<String>, digest: impl Into<String>) -> Self {
        self.adapter = Some((dialect.into(), digest.into()));
        self
    }

    /// The settings of the model's calls, as an [`Entry`] has them in one line, and of the
    /// reference's.
    #[must_use]
    pub fn parameters(mut self, own: impl Into<String>, reference: impl Into<String>) -> Self {
        self.parameters = Some((own.into(), reference.into()));
        self
    }

    /// The digest of the data set.
    #[must_use]
    pub fn data(mut self, digest: impl Into<String>) -> Self {
        self.data = Some(digest.into());
        self
    }

    /// The day, `YYYY-MM-DD`.
    #[must_use]
    pub fn today(mut self, day: impl Into<String>) -> Self {
        self.today = Some(day.into());
        self
    }
}

/// Returns the digest of the comparison of the contract's fields; empty if it isn't built in.
#[cfg(feature = "qualify")]
pub(crate) fn comparison(shape: &'static Shape, relations: &[Relation]) -> String {
    let comparer = crate::compare::Comparer::related(shape, relations);
    format!("{:032x}", comparer.digest())
}

/// Returns the digest of the comparison of the contract's fields; empty if it isn't built in.
#[cfg(not(feature = "qualify"))]
fn comparison(_: &'static Shape, _: &[Relation]) -> String {
    String::new()
}

/// One thing that has changed since a qualification, as it was then and is now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stale {
    /// The contract's shape, which is everything that the wire may carry.
    Shape(Change),
    /// A word of the contract: a description, an example, a name.
    Wording(Change),
    /// A template of the prompt.
    Template(Change),
    /// A few-shot example.
    Examples(Change),
    /// The comparison of fields, which a program without the feature `qualify` doesn't know.
    Comparison(Change),
    /// The dialect in which the model is asked.
    Dialect(Change),
    /// The dialect's form of the contract.
    Adapter(Change),
    /// The settings of the model's calls.
    Parameters(Change),
    /// The model whose place would be taken.
    Reference(Change),
    /// The settings of that model's calls.
    ReferenceParameters(Change),
    /// The model that judges fields with a rubric.
    Judge(Change),
    /// The data set.
    Data(Change),
    /// The last day of the evidence, and today.
    Expired(Change),
}

/// A fingerprint before and now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "before and after; nothing more will belong to it"
)]
pub struct Change {
    /// When the model was qualified.
    pub old: String,
    /// Now.
    pub new: String,
}

impl Entry {
    /// Everything that has changed since the qualification; empty: the evidence is about what is
    /// there now.
    ///
    /// Returns the changes. A change that follows from another one is left out: with the shape of a
    /// contract its words change as well.
    #[must_use]
    pub fn staleness(&self, now: &Current) -> Vec<Stale> {
        let (then, current) = (&self.fingerprints, &now.fingerprints);
        let known = |old: &str, new: &str| change(old, new).filter(|_| !new.is_empty());
        let mut stale = Vec::new();
        let of_prompt = known(&then.shape, &current.shape)
            .map(Stale::Shape)
            .or_else(|| known(&then.text, &current.text).map(Stale::Wording))
            .or_else(|| known(&then.template, &current.template).map(Stale::Template))
            .or_else(|| known(&then.prompt, &current.prompt).map(Stale::Examples));
        let shape_changed = matches!(of_prompt, Some(Stale::Shape(_)));
        let contract_changed = shape_changed || matches!(of_prompt, Some(Stale::Wording(_)));
        stale.extend(of_prompt);
        // Other fields are compared in another way, whatever the attributes say.
        let comparison = known(&then.comparison, &current.comparison).filter(|_| !shape_changed);
        stale.extend(comparison.map(Stale::Comparison));
        if let Some((dialect, digest)) = &now.adapter {
            let dialect = change(&self.dialect, dialect).map(Stale::Dialect);
            // Another contract is another request, whatever the dialect.
            let digest = change(&self.adapter, digest).filter(|_| !contract_changed);
            stale.extend(dialect.or_else(|| digest.map(Stale::Adapter)));
        }
        let optional = |old: &str, new: Option<&String>| new.and_then(|new| change(old, new));
        if let Some((own, _)) = &now.parameters {
            stale.extend(change(&self.parameters, own).map(Stale::Parameters));
        }
        let reference = optional(&self.reference, now.reference.as_ref()).map(Stale::Reference);
        let same_reference = reference.is_none();
        stale.extend(reference);
        if let Some((_, reference)) = now.parameters.as_ref().filter(|_| same_reference) {
            let changed = change(&self.reference_parameters, reference);
            stale.extend(changed.map(Stale::ReferenceParameters));
        }
        let judge = self.judge.as_ref();
        let judge = judge.and_then(|judge| optional(&judge.model, now.judge.as_ref()));
        stale.extend(judge.map(Stale::Judge));
        stale.extend(optional(&self.data.digest, now.data.as_ref()).map(Stale::Data));
        let is_over = |today: &&String| self.expires < **today;
        let over = now.today.as_ref().filter(is_over);
        stale.extend(optional(&self.expires, over).map(Stale::Expired));
        stale
    }

    /// Returns the reason why the entry is no longer valid evidence for its model, with the command
    /// that renews it, or `None` if it is valid.
    #[must_use]
    pub fn objection(&self, now: &Current) -> Option<String> {
        let mut now = now.clone();
        let reference = now.reference.take();
        let reference = reference.as_deref().unwrap_or(&self.reference);
        let command = self.renewal_with(reference, now.judge.as_deref());
        let of = format!("the evidence of {} for {}", self.date, self.model);
        let stale = self.staleness(&now.reference(reference));
        if !stale.is_empty() {
            let stale: Vec<String> = stale.iter().map(ToString::to_string).collect();
            return Some(format!(
                "{of} is stale: {}; run `{command}`",
                stale.join(", and ")
            ));
        }
        match self.verdict {
            Verdict::Passed => None,
            Verdict::Failed => Some(format!(
                "{of} says that it failed ({}); name another model, or improve the prompt and run `{command}`",
                self.reason
            )),
            Verdict::InsufficientData => Some(format!(
                "{of} says too little ({}); mend that, or add to {}, and run `{command}`",
                self.reason, self.data.path
            )),
        }
    }
}

impl Entry {
    /// Returns `true` if nothing speaks against a model that has passed but the day.
    pub(crate) fn is_only_expired(&self, now: &Current) -> bool {
        let stale = self.staleness(now);
        let mut all = stale.iter();
        self.verdict == Verdict::Passed
            && !stale.is_empty()
            && all.all(|stale| matches!(stale, Stale::Expired(_)))
    }
}

fn change(old: &str, new: &str) -> Option<Change> {
    (old != new).then(|| Change {
        old: old.to_owned(),
        new: new.to_owned(),
    })
}

fn settings_changed(f: &mut fmt::Formatter<'_>, of: &str, old: &str, new: &str) -> fmt::Result {
    let shown = |line: &str| match line {
        "" => "none".to_owned(),
        line => format!("`{line}`"),
    };
    write!(
        f,
        "the settings of {of} changed: {} when qualified, {} now (a program gives `contracts` its models with their settings by `Program::model`)",
        shown(old),
        shown(new)
    )
}

/// `the contract's shape changed: 4e… when qualified, 51… now`
impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, change) = match self {
            Self::Expired(Change { old, new }) => {
                return write!(f, "the evidence expired on {old}, and today is {new}");
            }
            Self::Shape(change) => ("the contract's shape", change),
            Self::Wording(change) => ("the contract's wording", change),
            Self::Template(change) => ("the prompt's template", change),
            Self::Examples(change) => ("the prompt's examples", change),
            Self::Comparison(change) => ("how fields are compared", change),
            Self::Dialect(change) => ("the dialect", change),
            Self::Adapter(change) => ("what the dialect makes of the contract", change),
            Self::Parameters(Change { old, new }) => {
                return settings_changed(f, "the model", old, new);
            }
            Self::ReferenceParameters(Change { old, new }) => {
                return settings_changed(f, "the reference model", old, new);
            }
            Self::Reference(change) => ("the reference model", change),
            Self::Judge(change) => ("the judge", change),
            Self::Data(change) => ("the data set", change),
        };
        let Change { old, new } = change;
        write!(f, "{what} changed: {old} when qualified, {new} now")
    }
}
