//! Invalid settings; every problem at once.

use std::fmt;

use crate::visible::debug_as_display;

/// Invalid settings, such as a window of zero seconds.
#[derive(Clone, PartialEq, Eq)]
pub struct SettingsError {
    of: &'static str,
    problems: Vec<String>,
}

impl SettingsError {
    /// `Ok` if there is no problem.
    pub(crate) fn unless_fine(of: &'static str, problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Self { of, problems })
        }
    }

    /// Returns each problem as a sentence with its remedy; never empty.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

debug_as_display!(SettingsError);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [one] => write!(f, "{} is invalid: {one}", self.of),
            many => {
                write!(f, "{} is invalid, for {} reasons:", self.of, many.len())?;
                many.iter()
                    .try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
        }
    }
}

impl std::error::Error for SettingsError {}
