//! The headers of an answer: what vendors say there of limits, and gateways of what they did.

use std::fmt;
use std::sync::Arc;

use ::http::{HeaderMap, HeaderName};

use crate::secret::Keys;

/// An answer's headers, without those that quote the key. Clones share them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Option<Arc<HeaderMap>>);

impl Headers {
    /// Returns the headers of `map` but for those whose name or value holds one of `keys`.
    pub(crate) fn without(mut map: HeaderMap, keys: &Keys) -> Self {
        let tainted: Vec<_> = map
            .iter()
            .filter(|(name, value)| {
                keys.hits(name.as_str().as_bytes()) || keys.hits(value.as_bytes())
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in tainted {
            map.remove(name);
        }
        Self(Some(Arc::new(map)))
    }

    /// Returns the first value of the header `name`, in any case; `None` if there is none, or it
    /// isn't ASCII text.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.as_ref()?.get(name)?.to_str().ok()
    }

    /// Returns the first value of the header `name`, if it is ASCII text.
    pub(crate) fn known(&self, name: &HeaderName) -> Option<&str> {
        self.0.as_ref()?.get(name)?.to_str().ok()
    }

    /// Returns every value of the header `name`: of each line, and of each list within a line. A
    /// value that isn't ASCII text is an empty one.
    pub(crate) fn every(&self, name: &str) -> Vec<&str> {
        let lines = self.0.iter().flat_map(|map| map.get_all(name));
        lines
            .flat_map(|line| line.to_str().unwrap_or_default().split(','))
            .map(str::trim)
            .collect()
    }

    /// Returns names in lower case, and values that are ASCII text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|map| map.iter())
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }
}

/// Names and values, without cookies.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().filter(|(name, _)| *name != "set-cookie"))
            .finish()
    }
}
