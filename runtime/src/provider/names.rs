//! The names that one answer gives of the model that served, or of whom a gateway asked.

use super::Facts;
use super::stream::Broken;

/// Names, each once, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names(Vec<String>);

/// More different names than these in one answer are noise.
const MOST: usize = 8;

impl Names {
    /// Adds `name`; an empty one, as Azure's first piece has it, is none.
    pub(super) fn add(&mut self, name: Option<&str>) -> Result<(), Broken> {
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Ok(());
        };
        if self.0.iter().any(|known| known == name) {
            return Ok(());
        }
        if self.0.len() == MOST {
            let message = format!("the pieces of one answer give more than {MOST} names");
            return Err(Broken::Malformed(message));
        }
        self.0.push(name.to_owned());
        Ok(())
    }

    /// The names in a slice.
    pub(super) fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// The names, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.0.iter_mut()
    }

    /// Puts the names into `facts` as those of the model that served.
    pub(super) fn note(&self, facts: &mut Facts) {
        let mut names = self.0.iter().cloned();
        facts.served_model = names.next();
        facts.further_models = names.collect();
    }
}
