//! Modes of a plan: fallbacks permitted or not.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::visible::debug_as_display;

/// Where a plan runs. Only [`Production`](Self::Production) ever falls back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mode {
    /// The first model's failure is the call's result, so that whoever develops sees it; the
    /// default.
    #[default]
    Development,
    /// Other models answer where the plan says so.
    Production,
}

impl Mode {
    /// The environment variable that [`Mode::from_env`] reads.
    pub const VARIABLE: &'static str = "DRIFTLESS_MODE";

    /// Returns `true` if other models may answer.
    pub(crate) const fn falls_back(self) -> bool {
        matches!(self, Self::Production)
    }

    /// Returns the mode that the environment variable `DRIFTLESS_MODE` names; development if it
    /// isn't set.
    ///
    /// # Errors
    /// [`ModeError`] if it is set to anything but `development` or `production`.
    pub fn from_env() -> Result<Self, ModeError> {
        match std::env::var_os(Self::VARIABLE) {
            None => Ok(Self::Development),
            Some(value) => value.to_string_lossy().parse(),
        }
    }
}

impl FromStr for Mode {
    type Err = ModeError;

    fn from_str(text: &str) -> Result<Self, ModeError> {
        match text {
            "development" => Ok(Self::Development),
            "production" => Ok(Self::Production),
            other => Err(ModeError(other.to_owned())),
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Development => "development",
            Self::Production => "production",
        })
    }
}

/// A word that names no [`Mode`].
#[derive(Clone, PartialEq, Eq)]
pub struct ModeError(String);

debug_as_display!(ModeError);

impl fmt::Display for ModeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no mode; set {} to `development` or `production`, or leave it unset for development",
            self.0,
            Mode::VARIABLE
        )
    }
}

impl std::error::Error for ModeError {}
