//! Models as data: vendor, dialects, price, limits, and the names under which they serve.
//!
//! The built-in rows are a data file with a source and a date in each; users add or replace rows,
//! since prices change more often than releases.

mod advice;
mod entry;
mod read;
mod serving;

use std::sync::LazyLock;

pub use crate::dialect::Route;
#[cfg(feature = "cli")]
pub(crate) use advice::Advice;
pub use entry::Entry;
pub(crate) use entry::succession;
pub use read::CatalogueError;

use crate::served::Served;

/// A set of models, each id once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

static BUILTIN: LazyLock<Catalogue> = LazyLock::new(|| {
    // A test reads the same text: the fallback is never taken.
    Catalogue::default()
        .with_toml("models.toml", include_str!("models.toml"))
        .unwrap_or_default()
});

impl Catalogue {
    /// Returns the models that this release knows.
    #[must_use]
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// Adds the models of a TOML text, written like the built-in file; an id that is known already
    /// is replaced. `origin` names the text in errors.
    ///
    /// # Errors
    /// [`CatalogueError`] with the line, for an unknown key, a wrong value, or an id that stands
    /// twice.
    pub fn with_toml(mut self, origin: &str, text: &str) -> Result<Self, CatalogueError> {
        for entry in read::entries(origin, text)? {
            self.put(entry);
        }
        Ok(self)
    }

    /// Adds a model; an id that is known already is replaced.
    #[must_use]
    pub fn with_model(mut self, entry: Entry) -> Self {
        self.put(entry);
        self
    }

    fn put(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|known| known.id == entry.id) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }

    /// Returns every model, in the order of the file.
    #[must_use]
    pub fn models(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the model of this id, alias or dated snapshot; a snapshot with a row of its own is
    /// that row.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        let id = serving::bare(id);
        let named = |name: &str| {
            self.entries
                .iter()
                .find(|entry| entry.id == name)
                .or_else(|| {
                    self.entries
                        .iter()
                        .find(|entry| entry.aliases.iter().any(|alias| alias == name))
                })
        };
        named(id).or_else(|| named(serving::undated(id)?))
    }

    /// Returns the verdict on who served; `served` is what the provider names.
    ///
    /// An equal id is as requested, with or without Gemini's `models/` in front. The requested id
    /// followed by a date in any form that vendors use (`-2026-04-23`,
    /// `@20260423`, `-0423`, `-260423`, `-04-23`, `-2604` …), the id in front of a requested
    /// `-latest`, or the model that the catalogue lists behind a requested alias, is a
    /// snapshot. Any other is a substitution; none at all can't be verified.
    #[must_use]
    pub fn served(&self, requested: &str, served: Option<&str>) -> Served {
        let (asked, Some(found)) = (serving::bare(requested), served.map(serving::bare)) else {
            return Served::Unverifiable;
        };
        if found.is_empty() {
            return Served::Unverifiable;
        }
        if found == asked {
            return Served::AsRequested;
        }
        let stem = serving::undated(found);
        let latest = asked.strip_suffix("-latest");
        if stem == Some(asked) || (latest.is_some() && (stem == latest || Some(found) == latest)) {
            return Served::Snapshot;
        }
        let behind = self
            .entries
            .iter()
            .find(|entry| entry.aliases.iter().any(|alias| alias == asked));
        match behind {
            Some(entry) if entry.id == found || stem == Some(entry.id.as_str()) => Served::Snapshot,
            _ => Served::Substituted,
        }
    }
}

/// [`Catalogue::served`] by the built-in models.
#[must_use]
pub fn served(requested: &str, served: Option<&str>) -> Served {
    BUILTIN.served(requested, served)
}

/// Returns the built-in row of this id, alias or dated snapshot.
#[must_use]
pub fn builtin(id: &str) -> Option<&'static Entry> {
    BUILTIN.get(id)
}
