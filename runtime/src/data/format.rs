//! The layouts of a line that are understood: our own, and those of four other tools.

use std::fmt;
use std::str::FromStr;

use crate::json::{Node, NodeKind};
use crate::visible::debug_as_display;

/// The layout of a data set's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataFormat {
    /// `{"id", "input", "expected"?, "cluster"?, "weight"?, "metadata"?}`: our own.
    Native,
    /// `{"item": {…}}`: OpenAI's hosted evals (API reference, "Evals", read 2026-11). Members of
    /// the item that are fields of the prompt are its input; `id`, `expected` and `cluster` are
    /// what they say, and others are left aside.
    OpenAiItem,
    /// `{"inputs": {…}, "expectations"?: {…}}`: `MLflow` evaluation data sets (documentation of
    /// `mlflow.genai`, read 2026-11). The expectations are the expected document, or hold it as
    /// `expected_response`.
    MlFlow,
    /// `{"vars": {…}, "assert"?: […]}`: promptfoo tests (documentation, "Test cases", read
    /// 2026-11). An assertion of type `equals` has the expected document.
    Promptfoo,
    /// `{"input": …, "ideal": …}`: OpenAI's open-source evals (`openai/evals`, read 2026-11). The
    /// input is an object of fields, or for a prompt with one field a text or a list of messages,
    /// of which the last user message counts.
    OpenAiEvals,
}

impl DataFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Native,
        Self::OpenAiItem,
        Self::MlFlow,
        Self::Promptfoo,
        Self::OpenAiEvals,
    ];

    /// Returns the name, as `contracts qualify --data-format` takes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::OpenAiItem => "item",
            Self::MlFlow => "inputs-expectations",
            Self::Promptfoo => "vars",
            Self::OpenAiEvals => "input-ideal",
        }
    }

    /// Returns the layout that the keys of a line show.
    pub(super) fn detect(line: &Node<'_>) -> Option<Self> {
        let NodeKind::Object(members) = &line.kind else {
            return None;
        };
        let has = |key: &str| members.iter().any(|(_, known, _)| known == key);
        if has("input") && has("ideal") {
            Some(Self::OpenAiEvals)
        } else if has("input") {
            Some(Self::Native)
        } else if has("item") {
            Some(Self::OpenAiItem)
        } else if has("inputs") {
            Some(Self::MlFlow)
        } else if has("vars") {
            Some(Self::Promptfoo)
        } else {
            None
        }
    }
}

impl fmt::Display for DataFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no format.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownFormat(String);

debug_as_display!(UnknownFormat);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = DataFormat::ALL.iter().map(|known| known.as_str()).collect();
        write!(
            f,
            "{:?} is no data format; write one of {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for DataFormat {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter();
        all.find(|format| format.as_str() == text)
            .copied()
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}
