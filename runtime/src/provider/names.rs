//! The names that one answer gives of the model that served, or of whom a gateway asked.

use crate::metadata::AttemptMetadata;

use super::stream::Broken;

/// Names, each once, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names(Vec<String>);

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

    /// Returns `true` if there is no name.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes the names into `known`, unless they are there.
    pub(super) fn record_into(&self, known: &mut Vec<String>) {
        if *known != self.0 {
            known.clone_from(&self.0);
        }
    }

    /// Writes the names into `metadata` as those of the model that served, unless they are there.
    pub(super) fn record(&self, metadata: &mut AttemptMetadata) {
        let (first, further) = match self.0.split_first() {
            Some((first, further)) => (Some(first), further),
            None => (None, &[][..]),
        };
        if metadata.served_model.as_ref() != first {
            metadata.served_model = first.cloned();
        }
        if metadata.further_models != further {
            metadata.further_models = further.to_vec();
        }
    }
}
